#include "tests/suite/scholarships.hpp"

#include <stdexcept>

#include "libs/crypto/ids.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using Schemes = sch::SchemeService::Stub;
using Awards = sch::ScholarshipService::Stub;
using Funds = pay::FundService::Stub;

void must(const std::string& answer) {
    if (answer != "OK") throw std::runtime_error("a step of a scholarship is refused: " + answer);
}

Applicant parent() {
    return {.name = "林国强", .birth_date = "1975-08-15", .number = 3};
}

}  // namespace

StaffId other_staff(const std::string& name) {
    return StaffId{crypto::uuid_of_code("staff", name)};
}

Applicant student(int number) {
    return {.name = "林晓明", .birth_date = "2001-09-0" + std::to_string(number), .number = 1};
}

std::string Scholarships::open_scheme(const std::string& code, FederationNo federation,
                                      const std::function<void(Terms&)>& change) {
    sch::OpenSchemeRequest request;
    request.set_federation(federation.value);
    sch::SchemeTerms& terms = *request.mutable_terms();
    terms.set_code(code);
    terms.set_kind(sch::SCHEME_KIND_CHARITY);
    terms.set_year(2020);
    terms.set_sponsor(kSponsor);
    terms.set_counts_as_hardship_aid(true);
    terms.set_first_day("2020-03-01");
    terms.set_last_day("2020-08-31");
    terms.set_notice_working_days(5);
    terms.set_source("GX-2020-1");
    sch::AwardTier& tier = *terms.add_tiers();
    tier.set_code("HIGHER");
    tier.set_amount_fen(500'000);
    tier.add_stages(sch::STUDY_STAGE_UNDERGRADUATE);
    tier.add_stages(sch::STUDY_STAGE_SENIOR_HIGH);
    tier.set_for_whom(sch::TIER_FOR_ANYBODY);
    if (change) change(terms);
    return ask(Role::Approver, kCity, &Schemes::OpenScheme, request);
}

std::string Scholarships::open_fund_line(const std::string& code, int year, std::int64_t fen) {
    pay::OpenFundLineRequest open;
    open.set_federation(kCity.value);
    open.set_code(code);
    open.set_name(std::to_string(year) + "年金秋圆梦");
    open.set_source(pay::FUND_SOURCE_DONATION);
    open.set_level("CITY");
    open.set_year(year);
    open.set_payer_account("6103000000000001");
    must(ask(Role::FinanceMaker, kCity, &Funds::OpenFundLine, open));
    if (fen == 0) return "OK";
    pay::ReceiveFundsRequest receive;
    receive.set_fund_line_id(code);
    receive.set_amount_fen(fen);
    receive.set_voucher_no("V-1");
    receive.set_movement(pay::FUND_MOVEMENT_RECEIVED);
    return ask(Role::FinanceMaker, kCity, &Funds::ReceiveFunds, receive);
}

std::string Scholarships::make_pledge(std::int64_t promised, std::int64_t received) {
    sch::MakePledgeRequest pledge;
    pledge.set_code(kCharity);
    pledge.set_scheme(kCharity);
    pledge.set_sponsor(kSponsor);
    pledge.set_promised_fen(promised);
    pledge.set_fund_line(kCharity);
    pledge.set_agreement_no("RZ-1");
    const std::string answer = ask(Role::Caseworker, kCity, &Schemes::MakePledge, pledge);
    return answer == "OK" ? receive(received, "V-1") : answer;
}

std::string Scholarships::receive(std::int64_t fen, const std::string& voucher) {
    sch::ReceivePledgeRequest request;
    request.set_pledge(kCharity);
    request.set_amount_fen(fen);
    request.set_voucher_no(voucher);
    return ask(Role::FinanceMaker, kCity, &Schemes::ReceivePledge, request);
}

std::string Scholarships::receive_goods(int pieces, const std::string& receipt) {
    sch::ReceiveGiftRequest request;
    request.set_pledge(kCharity);
    request.set_goods("SUITCASE");
    request.set_pieces(pieces);
    request.set_receipt_no(receipt);
    return ask(Role::Caseworker, kCity, &Schemes::ReceiveGift, request);
}

std::string Scholarships::hand_out(const std::string& award) {
    sch::HandOutGiftRequest request;
    request.set_pledge(kCharity);
    request.set_goods("SUITCASE");
    request.set_award(award);
    return ask(Role::Caseworker, kCity, &Schemes::HandOutGift, request);
}

sch::SubmitScholarshipApplicationRequest Scholarships::application_of(const Applicant& child,
                                                                      const std::string& card) {
    sch::SubmitScholarshipApplicationRequest request;
    request.set_scheme(kCharity);
    request.set_student_name(child.name);
    request.set_student_id_number(child.id_number());
    request.set_parent_name(parent().name);
    request.set_parent_id_number(parent().id_number());
    request.set_ground(sch::HARDSHIP_GROUND_ILLNESS);
    request.set_union_node("610302-0001");
    request.set_school("西北大学");
    request.set_admission_no("20200001");
    request.set_stage(sch::STUDY_STAGE_UNDERGRADUATE);
    request.set_study_year(1);
    request.set_programme(sch::PROGRAMME_KIND_REGULAR);
    request.set_fees_fen(600'000);
    request.set_payee_kind(haven::registry::v1::PAYEE_KIND_CARD);
    request.set_account(card);
    request.set_bank("西府农村商业银行");
    return request;
}

std::string Scholarships::submit(const sch::SubmitScholarshipApplicationRequest& request,
                                 std::string& id) {
    sch::SubmitScholarshipApplicationResponse response;
    const std::string answer =
        ask(Role::Caseworker, kCounty, &Awards::SubmitScholarshipApplication, request, &response);
    id = response.application_id();
    return answer;
}

std::string Scholarships::survey(const std::string& id) {
    sch::RecordSurveyRequest request;
    request.set_application_id(id);
    request.set_finding(sch::SURVEY_FINDING_AS_DECLARED);
    return ask(Role::Caseworker, kCounty, &Awards::RecordSurvey, request);
}

std::string Scholarships::check(const std::string& id) {
    sch::CheckApplicationRequest request;
    request.set_application_id(id);
    return as(other_staff("checker"), Role::Caseworker, kCity, &Awards::CheckApplication, request);
}

std::string Scholarships::nominate(const std::string& id) {
    sch::NominateStudentRequest request;
    request.set_application_id(id);
    request.set_tier("HIGHER");
    return as(other_staff("nominator"), Role::Caseworker, kCity, &Awards::NominateStudent, request);
}

std::string Scholarships::post_notice(const std::string& id, std::string* row) {
    sch::OpenAwardNoticeRequest request;
    request.set_application_id(id);
    request.set_place("610302-0001");
    sch::OpenAwardNoticeResponse response;
    const std::string answer =
        ask(Role::Caseworker, kCity, &Awards::OpenAwardNotice, request, &response);
    if (row != nullptr) *row = response.masked_row();
    return answer;
}

std::string Scholarships::noticed(const sch::SubmitScholarshipApplicationRequest& request) {
    std::string id;
    must(submit(request, id));
    must(survey(id));
    must(check(id));
    must(nominate(id));
    must(post_notice(id));
    return id;
}

std::vector<std::string> Scholarships::nominated(int count) {
    std::vector<std::string> ids;
    for (int number = 1; number <= count; ++number) {
        ids.push_back(noticed(application_of(student(number))));
    }
    suite().advance(suite().today().plus_days(14));
    return ids;
}

std::string Scholarships::seal(const std::vector<std::string>& ids) {
    sch::SealRollRequest request;
    request.set_roll_no(kCharityRoll);
    request.set_scheme(kCharity);
    request.set_pledge(kCharity);
    for (const std::string& id : ids) {
        auto& entry = *request.add_entries();
        entry.set_application_id(id);
        entry.set_graduates(2024);
    }
    const std::string answer = ask(Role::Caseworker, kCity, &Awards::SealRoll, request);
    suite().settle();
    return answer;
}

sch::GetRollResponse Scholarships::roll() {
    sch::GetRollRequest request;
    request.set_roll(kCharityRoll);
    sch::GetRollResponse response;
    must(ask(Role::Auditor, kCity, &Awards::GetRoll, request, &response));
    return response;
}

std::string Scholarships::approve(StaffId who) {
    sch::ApproveRollRequest request;
    request.set_roll(kCharityRoll);
    request.set_hash(roll().roll().hash());
    request.set_minutes_no("M-1");
    const std::string answer = as(who, Role::Approver, kCity, &Awards::ApproveRoll, request);
    suite().settle();
    return answer;
}

void Scholarships::award_to(const std::vector<std::string>& ids) {
    must(seal(ids));
    must(approve(other_staff("approver")));
}

sch::Award Scholarships::award(const std::string& number) {
    sch::GetAwardRequest request;
    request.set_award(number);
    sch::GetAwardResponse response;
    must(ask(Role::Auditor, kCity, &Awards::GetAward, request, &response));
    return response.award();
}

sch::Pledge Scholarships::pledge() {
    sch::ListPledgesRequest request;
    sch::ListPledgesResponse response;
    must(ask(Role::Auditor, kCity, &Schemes::ListPledges, request, &response));
    return response.pledges(0);
}

std::string Scholarships::revoke(const std::string& number) {
    sch::RevokeAwardRequest request;
    request.set_award(number);
    request.set_reason(sch::REVOCATION_REASON_DROPPED_OUT);
    request.set_decision_no("J-1");
    const std::string answer = ask(Role::Approver, kCity, &Awards::RevokeAward, request);
    suite().settle();
    return answer;
}

}  // namespace haven::spec
