// Applications that tests of scholarship are played with: the Zhaos, on file, and how far theirs
// has come.
#pragma once

#include "services/scholarship/domain/application.hpp"
#include "services/scholarship/testing/schemes.hpp"

namespace haven::scholarship::testing {

using ApplicationEvents = std::vector<Application::Event>;

inline const PersonId kStudent = spec::id<PersonId>(1);
inline const PersonId kFather = spec::id<PersonId>(2);
inline const PersonId kMother = spec::id<PersonId>(3);
inline const HouseholdId kHousehold = spec::id<HouseholdId>(40);
inline const StaffId kClerk = spec::staff(10);
inline const StaffId kSurveyor = spec::staff(11);
inline const StaffId kChecker = spec::staff(12);
inline const StaffId kNominator = spec::staff(13);

inline Payee account_of(PersonId person) {
    return {person, PayeeKind::Card, {person, "account"}, "0014", {person, "name"}, "工商银行"};
}

// As the Api hands it in, for the union's own scheme of 2023: 19 years old, first year of a regular
// university.
inline ScholarshipApplied from_file() {
    return {.student = kStudent,
            .student_birth = day("2004-10-02"),
            .parent = kFather,
            .file = {kHousehold, FederationNo{4}},
            .union_node = "610304-0001",
            .school = {kStudent, "school"},
            .admission_no = {kStudent, "admission"},
            .stage = StudyStage::Undergraduate,
            .study_year = 1,
            .programme = ProgrammeKind::Regular,
            .fees = yuan(6'000),
            .payee = account_of(kFather)};
}
inline ScholarshipApplied without_file() {
    ScholarshipApplied applied = from_file();
    applied.file = {};
    applied.ground = HardshipGround::Illness;
    return applied;
}
inline FileFacts zhaos() {
    return {true, kFather, {kFather, kMother, kStudent}};
}
inline SubmitScholarshipApplication submit(ScholarshipApplied applied,
                                           SchemeTerms terms = union_scheme()) {
    return {.application = std::move(applied), .file = zhaos(), .terms = std::move(terms)};
}
// As stored: the scheme's own fields are in.
inline ScholarshipApplied stored(ScholarshipApplied applied, std::string_view on = "2023-08-01") {
    const SchemeTerms terms = union_scheme();
    applied.scheme = terms.scheme;
    applied.kind = terms.kind;
    applied.year = terms.year;
    applied.counts_as_hardship_aid = true;
    applied.notice_working_days = 5;
    applied.applied_on = day(on);
    return applied;
}

inline StudentSurveyed surveyed(SurveyFinding finding = SurveyFinding::AsDeclared) {
    return {kSurveyor, finding, day("2023-08-03")};
}
inline StudentNominated nominated() {
    return {"HIGHER-FILED", yuan(5'000), kNominator, 0, 0};
}
// Posted on Thursday 2023-08-31: five working days end with Thursday 2023-09-07.
inline AwardNoticeOpened posted() {
    return {{kStudent, "row"}, "610304-0001", day("2023-08-31"), day("2023-09-07"), 5};
}
inline AwardNoticeClosed taken_down() {
    return {day("2023-09-08")};
}

inline ApplicationEvents until_applied() {
    return {stored(from_file())};
}
inline ApplicationEvents until_checked() {
    return {stored(from_file()), surveyed(), ApplicationChecked{kChecker, ""}};
}
inline ApplicationEvents until_nominated() {
    return with(until_checked(), {nominated()});
}
inline ApplicationEvents until_noticed() {
    return with(until_nominated(), {posted()});
}
inline ApplicationEvents until_ready() {
    return with(until_noticed(), {taken_down()});
}

}  // namespace haven::scholarship::testing
