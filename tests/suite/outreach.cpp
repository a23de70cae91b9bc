#include "tests/suite/outreach.hpp"

#include <stdexcept>

#include "libs/postgres/connection.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using Campaigns = out::CampaignService::Stub;
using Visits = out::VisitService::Stub;
using Cash = pay::CashService::Stub;
using Funds = pay::FundService::Stub;

// A fund line is of one federation.
std::string line_of(FederationNo federation) {
    return "warmth-2020-" + std::to_string(federation.value);
}

void add_rice(google::protobuf::RepeatedPtrField<out::Goods>& goods, int pieces) {
    out::Goods& one = *goods.Add();
    one.set_code("RICE_10KG");
    one.set_pieces(pieces);
}

void must(const std::string& answer) {
    if (answer != "OK") throw std::runtime_error("a step of a campaign is refused: " + answer);
}

}  // namespace

Applicant worker(int number) {
    return {.name = "林国强", .birth_date = "1975-08-1" + std::to_string(number), .number = 1};
}

std::string Outreach::launch(const std::string& code, FederationNo federation,
                             out::CampaignKind kind) {
    open_line(federation);
    out::LaunchCampaignRequest request;
    request.set_federation(federation.value);
    out::CampaignTerms& terms = *request.mutable_terms();
    terms.set_code(code);
    terms.set_source("SD-2019");
    out::CampaignRef& ref = *terms.mutable_ref();
    ref.set_kind(kind);
    ref.set_season(kSeason);
    ref.set_level(federation == kCity ? out::UNION_LEVEL_CITY : out::UNION_LEVEL_COUNTY);
    ref.set_first_day("2020-01-02");
    ref.set_last_day("2020-03-31");
    ref.mutable_caps()->set_per_time_fen(300'000);
    ref.mutable_caps()->set_per_season_fen(600'000);
    out::BudgetLine& line = *terms.add_budget();
    line.set_fund_line_id(line_of(federation));
    line.set_amount_fen(1'000'000);
    return ask(Role::Approver, federation, &Campaigns::LaunchCampaign, request);
}

std::string Outreach::close(const std::string& campaign, FederationNo federation) {
    out::CloseCampaignRequest request;
    request.set_campaign(campaign);
    return ask(Role::Approver, federation, &Campaigns::CloseCampaign, request);
}

std::string Outreach::open_store(const std::string& code) {
    out::OpenStockRequest open;
    open.set_code(code);
    std::string answer = ask(Role::Caseworker, kCity, &Campaigns::OpenStock, open);
    if (answer != "OK") return answer;
    out::ReceiveGoodsRequest receive;
    receive.set_stock(code);
    add_rice(*receive.mutable_goods(), 20);
    receive.set_receipt_no("R-1");
    return ask(Role::Caseworker, kCity, &Campaigns::ReceiveGoods, receive);
}

std::string Outreach::issue(const std::string& store, const std::string& group, int pieces,
                            const std::string& number) {
    out::IssueGoodsRequest request;
    request.set_stock(store);
    request.set_group(group);
    add_rice(*request.mutable_goods(), pieces);
    request.set_issue_no(number);
    return ask(Role::Caseworker, kCity, &Campaigns::IssueGoods, request);
}

std::string Outreach::assign(const std::string& group, const std::string& campaign,
                             FederationNo federation) {
    out::AssignGroupRequest request;
    request.set_group_no(group);
    request.set_campaign(campaign);
    request.set_leader(Suite::staff(Role::FinanceChecker, federation).to_string());
    out::Stop& stop = *request.mutable_itinerary()->add_stops();
    stop.set_enterprise(kVisitedFirm);
    stop.set_planned_on("2020-01-10");
    return ask(Role::Caseworker, federation, &Visits::AssignGroup, request);
}

std::string Outreach::list(const std::string& group, const std::vector<Applicant>& people,
                           std::int64_t yuan, std::vector<std::string>* ids,
                           FederationNo federation) {
    out::AddRecipientsRequest request;
    request.set_group(group);
    for (const Applicant& person : people) {
        out::RecipientInput& row = *request.mutable_sheet()->add_rows();
        row.set_name(person.name);
        row.set_id_number(person.id_number());
        row.set_kind(out::RECIPIENT_KIND_HARDSHIP_WORKER);
        row.set_enterprise(kVisitedFirm);
        row.set_plan_fen(yuan * 100);
        row.set_fund_line(line_of(federation));
    }
    out::AddRecipientsResponse response;
    std::string answer =
        ask(Role::Caseworker, federation, &Visits::AddRecipients, request, &response);
    if (ids != nullptr) ids->assign(response.person_ids().begin(), response.person_ids().end());
    return answer;
}

std::string Outreach::approve(const std::string& group, int people, std::int64_t yuan,
                              FederationNo federation) {
    out::ApproveRecipientsRequest request;
    request.set_group(group);
    request.set_people(people);
    request.set_total_fen(yuan * 100);
    return ask(Role::Approver, federation, &Visits::ApproveRecipients, request);
}

// 100,000 yuan of the season's year.
void Outreach::open_line(FederationNo federation) {
    if (!has_line_.insert(federation).second) return;
    pay::OpenFundLineRequest open;
    open.set_federation(federation.value);
    open.set_code(line_of(federation));
    open.set_name("2020年送温暖资金");
    open.set_source(pay::FUND_SOURCE_OWN_FUNDS);
    open.set_level(federation == kCity ? "CITY" : "COUNTY");
    open.set_year(kSeason);
    open.set_payer_account("6103010000000001");
    must(ask(Role::FinanceMaker, federation, &Funds::OpenFundLine, open));
    pay::ReceiveFundsRequest receive;
    receive.set_fund_line_id(line_of(federation));
    receive.set_amount_fen(10'000'000);
    receive.set_voucher_no("R-1");
    receive.set_movement(pay::FUND_MOVEMENT_RECEIVED);
    must(ask(Role::FinanceMaker, federation, &Funds::ReceiveFunds, receive));
}

std::string Outreach::ask_for_cash(const std::string& group, std::int64_t yuan,
                                   const std::string& voucher, FederationNo federation) {
    out::DrawCashRequest request;
    request.set_group(group);
    request.set_fund_line(line_of(federation));
    request.set_amount_fen(yuan * 100);
    request.set_voucher_no(voucher);
    std::string answer = ask(Role::FinanceMaker, federation, &Visits::DrawCash, request);
    suite_.settle();  // reserved, or not
    return answer;
}

pay::CashAdvance Outreach::advance_of(const std::string& number, FederationNo federation) {
    const std::string group_id = group(number).group().group_id();
    pay::ListCashAdvancesResponse response;
    must(ask(Role::Auditor, federation, &Cash::ListCashAdvances, pay::ListCashAdvancesRequest(),
             &response));
    for (const pay::CashAdvance& advance : response.advances()) {
        if (advance.group_id() == group_id) return advance;
    }
    return {};
}

std::string Outreach::hand_over(const std::string& group, FederationNo federation) {
    pay::HandOverCashRequest request;
    request.set_advance_id(advance_of(group, federation).advance_id());
    std::string answer = ask(Role::FinanceApprover, federation, &Cash::HandOverCash, request);
    suite_.settle();  // it is in the group's purse
    return answer;
}

std::string Outreach::draw(const std::string& group, std::int64_t yuan, const std::string& voucher,
                           FederationNo federation) {
    std::string answer = ask_for_cash(group, yuan, voucher, federation);
    return answer == "OK" ? hand_over(group, federation) : answer;
}

std::string Outreach::confirm_count(const std::string& group, FederationNo federation) {
    suite_.settle();  // disbursement has heard of every delivery and of the count
    pay::SettleCashAdvanceRequest request;
    request.set_advance_id(advance_of(group, federation).advance_id());
    return ask(Role::FinanceApprover, federation, &Cash::SettleCashAdvance, request);
}

std::string Outreach::give_cash_back(const std::string& group, std::int64_t yuan,
                                     const std::string& voucher, FederationNo federation) {
    out::GiveCashBackRequest request;
    request.set_group(group);
    request.set_fund_line(line_of(federation));
    request.set_amount_fen(yuan * 100);
    request.set_voucher_no(voucher);
    return ask(Role::FinanceMaker, federation, &Visits::GiveCashBack, request);
}

out::VisitInput Outreach::visit(const std::string& receipt, const std::string& person,
                                std::int64_t yuan, Date day, FederationNo federation) {
    out::VisitInput visit;
    visit.set_receipt_no(receipt);
    visit.set_person_id(person);
    visit.set_cash_fen(yuan * 100);
    visit.set_fund_line(line_of(federation));
    visit.set_cash_reason(out::CASH_REASON_ON_THE_SPOT);
    visit.set_witness(Suite::staff(Role::Approver, kCity).to_string());
    visit.set_visited_on(day.to_string());
    return visit;
}

std::string Outreach::record(const std::string& group, const std::vector<out::VisitInput>& visits,
                             FederationNo federation) {
    out::RecordVisitsRequest request;
    request.set_group(group);
    for (const auto& visit : visits) *request.mutable_sheet()->add_visits() = visit;
    return ask(Role::Caseworker, federation, &Visits::RecordVisits, request);
}

std::string Outreach::settle(const std::string& group, FederationNo federation) {
    out::SettleGroupRequest request;
    request.set_group(group);
    return ask(Role::Caseworker, federation, &Visits::SettleGroup, request);
}

out::GetGroupResponse Outreach::group(const std::string& number) {
    out::GetGroupRequest request;
    request.set_group(number);
    out::GetGroupResponse response;
    ask(Role::Auditor, kCity, &Visits::GetGroup, request, &response);
    return response;
}

out::GetCampaignResponse Outreach::campaign(const std::string& code) {
    out::GetCampaignRequest request;
    request.set_campaign(code);
    out::GetCampaignResponse response;
    ask(Role::Auditor, kCity, &Campaigns::GetCampaign, request, &response);
    return response;
}

out::GetStockResponse Outreach::store(const std::string& code) {
    out::GetStockRequest request;
    request.set_stock(code);
    out::GetStockResponse response;
    ask(Role::Auditor, kCity, &Campaigns::GetStock, request, &response);
    return response;
}

void Outreach::play(Date day) {
    const std::string group = "warmth-2020-1";
    must(launch("warmth-2020"));
    must(open_store("store-1"));
    must(assign(group, "warmth-2020"));
    must(issue("store-1", group, 12, "O-1"));
    std::vector<Applicant> people;
    for (int i = 0; i < 15; ++i) {
        people.push_back(
            {.name = "林国强", .birth_date = "1975-08-" + std::to_string(11 + i), .number = 1});
    }
    std::vector<std::string> ids;
    must(list(group, people, 500, &ids));
    must(approve(group, 15, 7'500));
    must(draw(group, 7'000, "V-1"));
    suite_.settle();  // the goods are with the group
    std::vector<out::VisitInput> visits;
    for (int i = 0; i < 14; ++i) {
        visits.push_back(
            visit("S-" + std::to_string(i + 1), ids.at(static_cast<std::size_t>(i)), 500, day));
    }
    visits[0].add_signs(out::HARDSHIP_SIGN_ILLNESS);
    out::VisitInput& away = visits.emplace_back();
    away.set_person_id(ids.back());
    away.set_visited_on(day.to_string());
    away.set_failure(out::VISIT_FAILURE_ABSENT);
    out::VisitInput& crew = visits.emplace_back();
    crew.set_receipt_no("S-15");
    crew.set_people(12);
    crew.set_kind(out::RECIPIENT_KIND_FRONT_LINE_WORKER);
    crew.set_enterprise(kVisitedFirm);
    crew.set_visited_on(day.to_string());
    add_rice(*crew.mutable_goods(), 12);
    must(record(group, visits));
}

std::vector<std::string> Outreach::parked() {
    std::vector<std::string> found;
    for (const char* service : {"outreach", "disbursement"}) {
        postgres::Connection db(suite_.conninfo(service));
        for (const auto row : db.query("SELECT reason FROM parked")) found.push_back(row.text(0));
    }
    return found;
}

std::int64_t Outreach::figure(const std::string& id, FederationNo federation,
                              const std::string& as_of) {
    out::GetOutreachFiguresRequest request;
    request.set_as_of(as_of);
    out::GetOutreachFiguresResponse response;
    ask(Role::Auditor, federation, &Campaigns::GetOutreachFigures, request, &response);
    for (const auto& figure : response.figures()) {
        if (figure.id() == id) return figure.value();
    }
    return 0;
}

}  // namespace haven::spec
