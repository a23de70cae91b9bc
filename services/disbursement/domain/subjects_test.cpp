#include "services/disbursement/domain/subjects.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "libs/decider/spec.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::staff;

AccountSubjects subjects() {
    AccountSubjects set{"KM-2024", Date::of(2024, 1, 1), {}, "BZGH-2023-40"};
    for (int i = 1; i <= kBookAccounts; ++i) {
        set.subjects.push_back(
            {static_cast<BookAccount>(i), "10" + std::to_string(100 + i), "银行存款"});
    }
    return set;
}

TEST(SubjectsSpec, R82_EveryAccountHasOneSubjectFromADayOn) {
    given<SubjectRuling>()
        .by(staff(1))
        .when(SetSubjects{subjects()})
        .then({SubjectsSet{subjects()}});
    // In whatever order the office wrote them down.
    AccountSubjects turned = subjects();
    std::ranges::reverse(turned.subjects);
    given<SubjectRuling>().by(staff(1)).when(SetSubjects{turned}).then({SubjectsSet{subjects()}});
    const std::vector<SubjectRuling::Event> set{SubjectsSet{subjects()}};
    given<SubjectRuling>(set).by(staff(1)).when(SetSubjects{turned}).then_nothing();
    AccountSubjects other = subjects();
    other.subjects.back().code = "502.01";
    given<SubjectRuling>(set).by(staff(1)).when(SetSubjects{other}).refused("SUBJECTS_EXIST");
    given<SubjectRuling>().by(StaffId{}).when(SetSubjects{subjects()}).refused("NOT_STAFF");
    EXPECT_EQ(SubjectRuling::effects(given<SubjectRuling>(set).state(), set.front()).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "subjects/2024-01-01"}}));
}

TEST(SubjectsSpec, R82_ASetThatTheProgrammeCouldNotTakeIsRefused) {
    struct Case {
        const char* reason;
        void (*spoil)(AccountSubjects&);
    };
    const Case cases[] = {
        {"SUBJECT_MISSING", [](AccountSubjects& s) { s.subjects.pop_back(); }},
        {"SUBJECT_MISSING", [](AccountSubjects& s) { s.subjects.clear(); }},
        {"SUBJECT_MISSING",
         [](AccountSubjects& s) { s.subjects.push_back({BookAccount::Unset, "101", "现金"}); }},
        {"SUBJECT_TWICE", [](AccountSubjects& s) { s.subjects.push_back(s.subjects.front()); }},
        {"INVALID_SUBJECT_CODE", [](AccountSubjects& s) { s.subjects[0].code = "10"; }},
        {"INVALID_SUBJECT_CODE", [](AccountSubjects& s) { s.subjects[0].code = "102."; }},
        {"INVALID_SUBJECT_CODE", [](AccountSubjects& s) { s.subjects[0].code = ".102"; }},
        {"INVALID_SUBJECT_CODE", [](AccountSubjects& s) { s.subjects[0].code = "=102"; }},
        {"INVALID_SUBJECT_CODE",
         [](AccountSubjects& s) { s.subjects[0].code = "123456789012345678901"; }},
        {"INVALID_NAME", [](AccountSubjects& s) { s.subjects[0].name = ""; }},
        {"INVALID_NAME", [](AccountSubjects& s) { s.subjects[0].name = " 银行存款"; }},
        {"INVALID_NAME", [](AccountSubjects& s) { s.subjects[0].name = "银行\n存款"; }},
        {"INVALID_DATE", [](AccountSubjects& s) { s.effective_from = {}; }},
        {"INVALID_WORD", [](AccountSubjects& s) { s.code = ""; }},
        {"INVALID_WORD", [](AccountSubjects& s) { s.source = "第四十号"; }},
    };
    for (const Case& one : cases) {
        AccountSubjects set = subjects();
        one.spoil(set);
        given<SubjectRuling>().by(staff(1)).when(SetSubjects{set}).refused(one.reason);
    }
}

TEST(SubjectsSpec, R82_SeveralAccountsMayShareASubject) {
    AccountSubjects set = subjects();
    for (AccountSubject& subject : set.subjects) subject.code = "408";
    given<SubjectRuling>().by(staff(1)).when(SetSubjects{set}).then({SubjectsSet{set}});
}

}  // namespace
}  // namespace haven::disbursement
