// What a desk of scholarships does beside the straight way from application to payment: objections,
// rows that are struck, windows that are extended, ceremonies, goods, sponsors who stop or get
// back, entries that are put off and years that are repeated. Over gRPC on the running suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/scholarships.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
using access::Role;
using Schemes = sch::SchemeService::Stub;
using Awards = sch::ScholarshipService::Stub;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kFirst = "R-2020-1/1";
constexpr const char* kSecond = "R-2020-1/2";

class ScholarshipDesk : public testing::Test {
  protected:
    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return line_.ask(arguments...);
    }
    void open(const std::function<void(sch::SchemeTerms&)>& change = {}) {
        ASSERT_EQ(office_.open_scheme(kCharity, kCity, change), "OK");
        ASSERT_EQ(office_.make_pledge(1'000'000, 1'000'000), "OK");
    }
    sch::ScholarshipApplication application(const std::string& id) {
        sch::GetScholarshipApplicationRequest request;
        request.set_application_id(id);
        sch::GetScholarshipApplicationResponse response;
        EXPECT_EQ(ask(Role::Auditor, kCity, &Awards::GetScholarshipApplication, request, &response),
                  "OK");
        return response.application();
    }
    sch::GetSponsorStatementResponse statement() {
        sch::GetSponsorStatementRequest request;
        request.set_pledge(kCharity);
        sch::GetSponsorStatementResponse response;
        EXPECT_EQ(ask(Role::Caseworker, kCity, &Schemes::GetSponsorStatement, request, &response),
                  "OK");
        return response;
    }
    std::vector<std::string> listed(sch::AwardYearState state) {
        sch::ListAwardsRequest request;
        request.set_scheme(kCharity);
        request.set_state(state);
        sch::ListAwardsResponse response;
        EXPECT_EQ(ask(Role::Auditor, kCity, &Awards::ListAwards, request, &response), "OK");
        std::vector<std::string> numbers;
        for (const auto& award : response.awards()) numbers.push_back(award.award_no());
        return numbers;
    }
    std::string object(const std::string& id, bool anonymous, std::string& objection) {
        sch::RaiseAwardObjectionRequest request;
        request.set_application_id(id);
        request.set_ground(sch::OBJECTION_GROUND_PROPERTY);
        request.set_anonymous(anonymous);
        sch::RaiseAwardObjectionResponse response;
        const std::string answer =
            ask(Role::Caseworker, kCounty, &Awards::RaiseAwardObjection, request, &response);
        objection = response.objection_id();
        return answer;
    }
    std::string resolve(const std::string& id, const std::string& objection, bool upheld) {
        sch::ResolveAwardObjectionRequest request;
        request.set_application_id(id);
        request.set_objection_id(objection);
        request.set_upheld(upheld);
        return ask(Role::Approver, kCity, &Awards::ResolveAwardObjection, request);
    }
    std::string propose(const std::string& award) {
        sch::ProposeRenewalRequest request;
        request.set_award(award);
        request.set_year(2021);
        request.set_stage(sch::STUDY_STAGE_UNDERGRADUATE);
        request.set_pledge(kCharity);
        request.set_proof_no("ZX-2021-1");
        return ask(Role::Caseworker, kCity, &Awards::ProposeRenewal, request);
    }

    Suite& suite() { return line_.suite(); }

    Line line_;
    Scholarships office_{line_};
};

TEST_F(ScholarshipDesk, ASponsorsGoodsAreHandedOutByThePieceAndStandInTheStatement) {
    open();
    EXPECT_EQ(office_.hand_out(kFirst), "AWARD_MISSING");
    ASSERT_EQ(office_.receive_goods(2, "G-1"), "OK");
    EXPECT_EQ(office_.receive_goods(2, "G-1"), "VOUCHER_USED");
    office_.award_to(office_.nominated(2));
    ASSERT_EQ(office_.hand_out(kFirst), "OK");
    EXPECT_EQ(office_.hand_out(kFirst), "GIFT_HANDED_OUT");
    ASSERT_EQ(office_.revoke(kSecond), "OK");
    EXPECT_EQ(office_.hand_out(kSecond), "AWARD_REVOKED");

    const auto told = statement();
    std::vector<std::string> goods;
    for (const auto& line : told.lines()) {
        if (line.goods().empty()) continue;
        EXPECT_EQ(line.amount_fen(), 0) << "goods are no money";
        goods.push_back(line.kind() + ' ' + std::to_string(line.pieces()) + ' ' + line.goods() +
                        ' ' + line.reference() + ' ' + line.award_no());
    }
    EXPECT_THAT(goods, ElementsAre("GIFT_RECEIVED 2 SUITCASE G-1 ",
                                   "GIFT_HANDED_OUT 1 SUITCASE  R-2020-1/1"));
    ASSERT_EQ(told.pledge().goods_size(), 1);
    EXPECT_EQ(told.pledge().goods(0).received(), 2);
    EXPECT_EQ(told.pledge().goods(0).handed_out(), 1);
    EXPECT_EQ(told.pledge().goods(0).left(), 1);
    EXPECT_EQ(office_.pledge().goods_size(), 1) << "in the list too";
    EXPECT_EQ(office_.pledge().received_fen(), 1'000'000);
}

// The union's own money: no sponsor, no pledge, the same way to the bank.
TEST_F(ScholarshipDesk, AUnionsOwnAwardIsPaidFromItsFundLine) {
    ASSERT_EQ(office_.open_scheme(kCharity, kCity,
                                  [](sch::SchemeTerms& terms) {
                                      terms.set_kind(sch::SCHEME_KIND_UNION_HARDSHIP);
                                      terms.clear_sponsor();
                                  }),
              "OK");
    ASSERT_EQ(office_.open_fund_line(500'000), "OK");
    sch::SealRollRequest seal;
    seal.set_roll_no(kCharityRoll);
    seal.set_scheme(kCharity);
    seal.set_fund_line(kCharity);
    for (const std::string& id : office_.nominated(1)) {
        auto& entry = *seal.add_entries();
        entry.set_application_id(id);
        entry.set_graduates(2024);
    }
    ASSERT_EQ(ask(Role::Caseworker, kCity, &Awards::SealRoll, seal), "OK");
    suite().settle();
    ASSERT_EQ(office_.approve(other_staff("approver")), "OK");
    office_.pay();
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_PAID);
    sch::GetScholarshipFiguresResponse figures;
    ASSERT_EQ(ask(Role::Auditor, kCity, &Awards::GetScholarshipFigures,
                  sch::GetScholarshipFiguresRequest{}, &figures),
              "OK");
    std::map<std::string, std::int64_t> values;
    for (const auto& one : figures.figures()) values[one.id()] = one.value();
    EXPECT_EQ(values.at("scholarship.union.awards"), 1);
    EXPECT_EQ(values.at("scholarship.union.fen"), 500'000);
    EXPECT_EQ(values.at("scholarship.charity.awards"), 0);
}

// Edge case: a union's grant and an enterprise's award to one student.
TEST_F(ScholarshipDesk, I27_ARewardStandsBesideTheYearsHardshipAwardAndAnEmployersAidDoesNot) {
    const auto of_the_firm = [](sch::SchemeKind kind, bool counts) {
        return [kind, counts](sch::SchemeTerms& terms) {
            terms.set_kind(kind);
            terms.set_counts_as_hardship_aid(counts);
        };
    };
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.open_scheme("reward-2020", kCity, of_the_firm(sch::SCHEME_KIND_REWARD, true)),
              "COUNTING_DIFFERS")
        << "a reward is never hardship aid";
    ASSERT_EQ(
        office_.open_scheme("reward-2020", kCity, of_the_firm(sch::SCHEME_KIND_REWARD, false)),
        "OK");
    ASSERT_EQ(
        office_.open_scheme("employer-2020", kCity, of_the_firm(sch::SCHEME_KIND_EMPLOYER, true)),
        "OK");
    std::map<std::string, std::string> nominated;
    for (const std::string scheme : {kCharity, "reward-2020", "employer-2020"}) {
        auto request = Scholarships::application_of(student(1));
        request.set_scheme(scheme);
        request.set_employer(scheme == kCharity ? "" : kSponsor);
        std::string id;
        ASSERT_EQ(office_.submit(request, id), "OK") << scheme;
        ASSERT_EQ(office_.survey(id), "OK");
        ASSERT_EQ(office_.check(id), "OK");
        nominated[scheme] = office_.nominate(id);
    }
    EXPECT_EQ(nominated[kCharity], "OK");
    EXPECT_EQ(nominated["reward-2020"], "OK");
    EXPECT_EQ(nominated["employer-2020"], "ALREADY_HELD");
}

TEST_F(ScholarshipDesk, TheOtherParentIsNamedInFullOrThereIsNone) {
    open();
    auto request = Scholarships::application_of(student(1));
    request.set_other_parent_name("李秀英");
    std::string id;
    EXPECT_EQ(office_.submit(request, id), "ID_NUMBER_FORM") << "a name alone is nobody";
    EXPECT_THAT(suite().refusals(), HasSubstr("other_parent_id_number"));
    request.set_other_parent_id_number(
        Applicant{.name = "李秀英", .birth_date = "1976-06-02", .number = 2}.id_number());
    request.set_no_other_parent(true);
    EXPECT_EQ(office_.submit(request, id), "OTHER_PARENT_DIFFERS");
    request.set_no_other_parent(false);
    EXPECT_EQ(office_.submit(request, id), "OK");
}

TEST_F(ScholarshipDesk, AnObjectionIsDismissedOrTakesTheNominationBackAndARefusedOneEnds) {
    open();
    const std::string id = office_.noticed(Scholarships::application_of(student(1)));
    std::string objection;
    ASSERT_EQ(object(id, true, objection), "OK");
    EXPECT_EQ(application(id).open_objections(), 1);
    EXPECT_EQ(resolve(id, id, false), "NO_SUCH_OBJECTION");
    ASSERT_EQ(resolve(id, objection, false), "OK");
    EXPECT_EQ(application(id).state(), sch::APPLICATION_STATE_NOTICED) << "it still hangs";
    ASSERT_EQ(object(id, false, objection), "OK");
    ASSERT_EQ(resolve(id, objection, true), "OK");
    EXPECT_EQ(application(id).state(), sch::APPLICATION_STATE_APPLIED);
    sch::RejectScholarshipRequest reject;
    reject.set_application_id(id);
    EXPECT_EQ(ask(Role::Approver, kCity, &Awards::RejectScholarship, reject), "REASON_MISSING");
    reject.set_reason("OWNS_A_SECOND_FLAT");
    ASSERT_EQ(ask(Role::Approver, kCity, &Awards::RejectScholarship, reject), "OK");
    EXPECT_EQ(application(id).state(), sch::APPLICATION_STATE_REJECTED);
    EXPECT_EQ(object(id, false, objection), "NO_NOTICE_POSTED");
}

TEST_F(ScholarshipDesk, AStruckRowIsNotAwardedAndACeremonyBelongsToARoll) {
    open();
    const auto ids = office_.nominated(2);
    ASSERT_EQ(office_.seal(ids), "OK");
    const std::string sealed = office_.roll().roll().hash();
    sch::StrikeRowRequest strike;
    strike.set_roll(kCharityRoll);
    strike.set_application_id(ids[1]);
    strike.set_reason("DECLINED");
    ASSERT_EQ(ask(Role::Caseworker, kCity, &Awards::StrikeRow, strike), "OK");
    suite().settle();
    EXPECT_NE(office_.roll().roll().hash(), sealed) << "what is signed is what stands";
    EXPECT_EQ(office_.roll().roll().row_count(), 1);
    ASSERT_EQ(office_.approve(other_staff("approver")), "OK");
    strike.set_application_id(ids[0]);
    EXPECT_EQ(ask(Role::Caseworker, kCity, &Awards::StrikeRow, strike), "ROLL_APPROVED");
    EXPECT_THAT(listed(sch::AWARD_YEAR_STATE_PAYABLE), ElementsAre(kFirst));
    EXPECT_EQ(application(ids[1]).state(), sch::APPLICATION_STATE_READY);

    sch::RecordCeremonyRequest ceremony;
    ceremony.set_roll("R-1999-1");
    ceremony.set_held_on(suite().today().to_string());
    ceremony.set_place("610302-0001");
    ceremony.set_present(1);
    EXPECT_EQ(ask(Role::Caseworker, kCity, &Awards::RecordCeremony, ceremony), "ROLL_MISSING");
    ceremony.set_roll(kCharityRoll);
    ASSERT_EQ(ask(Role::Caseworker, kCity, &Awards::RecordCeremony, ceremony), "OK");
    sch::ListRollsRequest rolls;
    rolls.set_scheme(kCharity);
    sch::ListRollsResponse response;
    ASSERT_EQ(ask(Role::Auditor, kCity, &Awards::ListRolls, rolls, &response), "OK");
    ASSERT_EQ(response.rolls_size(), 1);
    EXPECT_EQ(response.rolls(0).ceremonies(), 1);
    EXPECT_EQ(response.rolls(0).total_fen(), 500'000);
}

TEST_F(ScholarshipDesk, I30_TheWindowIsExtendedForAllByADecisionWithANumber) {
    open();
    sch::ExtendWindowRequest extend;
    extend.set_scheme(kCharity);
    extend.set_last_day("2020-08-15");
    extend.set_decision_no("J-2020-4");
    EXPECT_EQ(ask(Role::Approver, kCity, &Schemes::ExtendWindow, extend), "INVALID_WINDOW")
        << "it is never shortened";
    extend.set_last_day("2020-09-15");
    ASSERT_EQ(ask(Role::Approver, kCity, &Schemes::ExtendWindow, extend), "OK");
    suite().advance(Date::of(2020, 9, 10));
    std::string id;
    ASSERT_EQ(office_.submit(Scholarships::application_of(student(1)), id), "OK");
    ASSERT_EQ(office_.survey(id), "OK");
    ASSERT_EQ(office_.check(id), "OK");
    EXPECT_EQ(application(id).state(), sch::APPLICATION_STATE_CHECKED) << "in time, not LATE";
}

TEST_F(ScholarshipDesk, I28_ASponsorGetsBackOnlyWhatNoAwardNeedsAndOneWhoStopsGivesNoMore) {
    open();
    office_.award_to(office_.nominated(1));
    sch::GivePledgeBackRequest back;
    back.set_pledge(kCharity);
    back.set_amount_fen(600'000);
    back.set_voucher_no("T-1");
    EXPECT_EQ(ask(Role::Approver, kCity, &Schemes::GivePledgeBack, back), "PLEDGE_SHORT");
    back.set_amount_fen(500'000);
    ASSERT_EQ(ask(Role::Approver, kCity, &Schemes::GivePledgeBack, back), "OK");
    EXPECT_EQ(office_.pledge().balance_fen(), 0);
    EXPECT_EQ(office_.pledge().given_back_fen(), 500'000);
    EXPECT_EQ(office_.pledge().allotted_fen(), 500'000) << "the award keeps its money";
}

TEST_F(ScholarshipDesk, OfASponsorWhoDefaultsOnlyWhatCameIsAwarded) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.make_pledge(1'000'000, 500'000), "OK");
    sch::DefaultPledgeRequest request;
    request.set_pledge(kCharity);
    EXPECT_EQ(ask(Role::Approver, kCity, &Schemes::DefaultPledge, request), "REASON_MISSING");
    request.set_reason("SPONSOR_DISSOLVED");
    ASSERT_EQ(ask(Role::Approver, kCity, &Schemes::DefaultPledge, request), "OK");
    EXPECT_EQ(office_.receive(500'000, "V-2"), "PLEDGE_ENDED");
    office_.award_to(office_.nominated(2));
    EXPECT_THAT(listed(sch::AWARD_YEAR_STATE_PAYABLE), ElementsAre(kFirst));
    EXPECT_THAT(listed(sch::AWARD_YEAR_STATE_UNFUNDED), ElementsAre(kSecond));
    EXPECT_TRUE(office_.pledge().defaulted());
    EXPECT_EQ(statement().lines(1).reference(), "SPONSOR_DISSOLVED");
}

TEST_F(ScholarshipDesk, AnEntryIsPutOffARenewalRefusedAndARepeatedYearNotPaid) {
    open([](sch::SchemeTerms& terms) { terms.set_renewable(true); });
    ASSERT_EQ(office_.open_fund_line(500'000), "OK");
    office_.award_to(office_.nominated(2));
    sch::DeferAwardRequest defer;
    defer.set_award(kSecond);
    defer.set_year(2020);
    defer.set_until(2021);
    ASSERT_EQ(ask(Role::Approver, kCity, &Awards::DeferAward, defer), "OK");
    suite().settle();
    EXPECT_EQ(office_.award(kSecond).deferred_until(), 2021);
    EXPECT_EQ(office_.year(kSecond).state(), sch::AWARD_YEAR_STATE_RELEASED);
    EXPECT_EQ(office_.pledge().balance_fen(), 500'000) << "its money is free again";

    office_.pay();
    defer.set_award(kFirst);
    EXPECT_EQ(ask(Role::Approver, kCity, &Awards::DeferAward, defer), "AWARD_PAID");
    suite().advance(Date::of(2021, 9, 6));
    ASSERT_EQ(propose(kFirst), "OK");
    sch::RejectRenewalRequest reject;
    reject.set_award(kFirst);
    reject.set_year(2021);
    ASSERT_EQ(ask(Role::Approver, kCity, &Awards::RejectRenewal, reject), "OK");
    EXPECT_EQ(ask(Role::Approver, kCity, &Awards::RejectRenewal, reject), "NO_RENEWAL_PROPOSED");
    sch::RecordRepeatedYearRequest repeat;
    repeat.set_award(kFirst);
    repeat.set_year(2021);
    ASSERT_EQ(ask(Role::Caseworker, kCity, &Awards::RecordRepeatedYear, repeat), "OK");
    const auto award = office_.award(kFirst);
    EXPECT_EQ(award.graduates(), 2025) << "the year comes on top";
    EXPECT_EQ(award.years(award.years_size() - 1).state(), sch::AWARD_YEAR_STATE_REPEATED);
    EXPECT_EQ(office_.pledge().allotted_fen(), 0);
}

}  // namespace
}  // namespace haven::spec
