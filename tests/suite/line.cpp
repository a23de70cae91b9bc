#include "tests/suite/line.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "libs/base/resident_id.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/host/federations.hpp"
#include "services/registry/codec/values.hpp"
#include "services/registry/testing/households.hpp"

namespace haven::spec {
namespace {

namespace pay = haven::disbursement::v1;
namespace reg = haven::registry::v1;
using access::Role;
using Directory = reg::DirectoryService::Stub;
using Files = reg::RegistryService::Stub;
using Funds = pay::FundService::Stub;
using Payments = pay::PaymentService::Stub;
using Cash = pay::CashService::Stub;

constexpr Role kOffices[] = {Role::Caseworker,     Role::Approver,        Role::FinanceMaker,
                             Role::FinanceChecker, Role::FinanceApprover, Role::Auditor};
constexpr std::int64_t kFunds = 10'000'000;
constexpr const char* kFirm = "91610300MA00000078";
constexpr const char* kCard = "9999990000000000022";
constexpr const char* kProgramme = "PILOT-2018";
constexpr std::int64_t kAnnual = 300'000;
constexpr std::int64_t kProgrammeAnnual = 400'000;
const Date kApplied = Date::of(2020, 3, 2);  // a Monday
const Date kFirstDue = Date::of(2020, 6, 30);

std::string division_of(FederationNo county) {
    for (const host::Federation& one : host::federations()) {
        if (one.number == county) return one.code;
    }
    throw std::runtime_error("no such federation");
}

std::string fund_line_of(FederationNo county, int year) {
    return "county-" + std::to_string(county.value) + "-" + std::to_string(year);
}

FederationNo payer_of(const Family& family) {
    return family.payer.value == 0 ? family.county : family.payer;
}

reg::Relation relation_of(std::size_t position, bool male) {
    if (position == 0) return reg::RELATION_HEAD;
    if (position == 1) return reg::RELATION_SPOUSE;
    return male ? reg::RELATION_SON : reg::RELATION_DAUGHTER;
}

void fill(reg::MemberInput& member, const Applicant& person, std::size_t position) {
    const bool male = person.number % 2 == 1;
    member.set_seq(static_cast<int>(position) + 1);
    member.set_relation(relation_of(position, male));
    member.set_name(person.name);
    member.set_id_number(person.id_number());
    member.set_sex(male ? reg::SEX_MALE : reg::SEX_FEMALE);
    member.set_birth_date(person.birth_date);
    member.set_phone(person.phone);
    member.set_diagnosis(person.diagnosis);
    member.set_work(position < 2 ? reg::WORK_STATE_ON_DUTY : reg::WORK_STATE_STUDENT);
    member.set_health(person.diagnosis.empty() ? reg::HEALTH_HEALTHY : reg::HEALTH_ILL);
    member.set_yearly_income_fen(1'000'000);
    member.set_authorised(true);
}

}  // namespace

std::string Applicant::id_number() const {
    std::string digits = "610399" + birth_date;
    std::erase(digits, '-');
    const std::string place = std::to_string(number);
    digits += std::string(3 - place.size(), '0') + place;
    if (digits.size() != 17) return digits;  // of a birth date that is none
    return digits + resident_id_check(digits);
}

std::vector<Applicant> three_people(int number, const std::string& card) {
    const int first = 2 * number;
    return {{.name = "林国强",
             .birth_date = "1975-08-15",
             .phone = "13992710011",
             .diagnosis = "慢性肾病",
             .card = card,
             .number = first + 1},
            {.name = "王秀兰", .birth_date = "1977-02-01", .number = first},
            {.name = "林晓", .birth_date = "2008-05-05", .number = first + 1}};
}

Line::Line(SuiteOptions options, const std::vector<FederationNo>& counties) {
    options.start = kApplied;
    suite_ = std::make_unique<Suite>(std::move(options));
    const auto exchange = suite_->folder() / "exchange";
    bank_ = std::make_unique<disbursement::testing::Bank>(exchange / "bank");
    civil_affairs_ = std::make_unique<CivilAffairs>(exchange / "civil-affairs");
    register_rules(counties);
    for (const FederationNo county : counties) {
        register_staff(county);
        for (const int year : {2020, 2021}) open_fund_line(county, year);
    }
}

void Line::register_rules(const std::vector<FederationNo>& counties) {
    reg::AddRuleSetRequest rules;
    *rules.mutable_rule_set() = registry::to_proto(registry::spec::rules_2020());
    must(Role::Administrator, kCity, &Directory::AddRuleSet, rules);
    for (const FederationNo county : counties) {
        registry::DibaoLine line = registry::spec::line_600();
        line.division = division_of(county);
        reg::SetDibaoLineRequest request;
        *request.mutable_line() = registry::to_proto(line);
        must(Role::Administrator, kCity, &Directory::SetDibaoLine, request);
    }
    reg::RegisterEnterpriseRequest firm;
    firm.mutable_enterprise()->set_uscc(kFirm);
    firm.mutable_enterprise()->add_programmes(kProgramme);
    firm.mutable_enterprise()->set_name("渭滨机床厂");
    firm.mutable_enterprise()->set_federation(kCounty.value);
    firm.mutable_enterprise()->set_union_node(division_of(kCounty));
    firm.mutable_enterprise()->set_division(division_of(kCounty));
    must(Role::Administrator, kCity, &Directory::RegisterEnterprise, firm);
}

void Line::register_staff(FederationNo county) {
    for (const Role role : kOffices) {
        reg::RegisterStaffRequest request;
        auto& member = *request.mutable_member();
        member.set_staff_id(Suite::staff(role, county).to_string());
        const std::string login =
            std::string(access::role_name(role)) + "-" + std::to_string(county.value);
        member.set_login(login);
        member.set_display_name(login);
        member.set_federation(county.value);
        member.set_union_node(division_of(county));
        member.add_roles(static_cast<haven::options::v1::Role>(role));
        member.set_public_key(std::string(32, 'k'));
        must(Role::Administrator, kCity, &Directory::RegisterStaff, request);
    }
}

void Line::open_fund_line(FederationNo county, int year) {
    const std::string code = fund_line_of(county, year);
    pay::OpenFundLineRequest open;
    open.set_federation(county.value);
    open.set_code(code);
    open.set_name(std::to_string(year) + "年区县帮扶资金");
    open.set_source(pay::FUND_SOURCE_OWN_FUNDS);
    open.set_level("COUNTY");
    open.set_year(year);
    open.set_payer_account("6103010000000001");
    must(Role::FinanceMaker, county, &Funds::OpenFundLine, open);
    pay::ReceiveFundsRequest receive;
    receive.set_fund_line_id(code);
    receive.set_amount_fen(kFunds);
    receive.set_voucher_no("V-1");
    receive.set_movement(pay::FUND_MOVEMENT_RECEIVED);
    must(Role::FinanceMaker, county, &Funds::ReceiveFunds, receive);
}

std::string Line::apply(FederationNo county, const std::vector<Applicant>& people, Family& family) {
    reg::SubmitApplicationRequest request;
    request.set_union_node(division_of(county));
    request.set_division(division_of(county));
    request.set_residence(reg::RESIDENCE_URBAN);
    request.set_union_member(true);
    request.set_employer_uscc(kFirm);
    request.set_tier(reg::FILE_TIER_NATIONAL);
    request.set_round(round_);
    request.add_causes(reg::HARDSHIP_CAUSE_MAJOR_ILLNESS);
    auto& paper = *request.add_documents();
    paper.set_kind(reg::DOCUMENT_KIND_DIAGNOSIS);
    paper.set_name(people.front().name + "诊断证明.pdf");
    for (std::size_t i = 0; i < people.size(); ++i) fill(*request.add_members(), people[i], i);
    request.mutable_payee()->set_seq(1);
    request.mutable_payee()->set_kind(reg::PAYEE_KIND_CARD);
    request.mutable_payee()->set_account(people.front().card);
    request.mutable_payee()->set_bank("西府农村商业银行");
    request.set_declared_income_fen(1'200'000);
    request.set_privacy_notice("2021-11");
    reg::SubmitApplicationResponse response;
    const std::string answer =
        ask(Role::Caseworker, county, &Files::SubmitApplication, request, &response);
    family = {.household_id = response.household_id(),
              .county = county,
              .fund_line = fund_line_of(county, suite_->today().year()),
              .person_ids = {response.person_ids().begin(), response.person_ids().end()}};
    return answer;
}

void Line::visit(const Family& family) {
    reg::RecordHomeVisitRequest request;
    request.set_household_id(family.household_id);
    request.set_kind(reg::VISIT_KIND_INVESTIGATE);
    for (const Role role : {Role::Caseworker, Role::FinanceChecker}) {
        request.add_visitors(Suite::staff(role, family.county).to_string());
    }
    request.set_finding(reg::VISIT_FINDING_AS_DECLARED);
    must(Role::Caseworker, family.county, &Files::RecordHomeVisit, request);
}

void Line::check_and_assess(const Family& family) {
    reg::RequestMeansCheckRequest request;
    request.set_household_id(family.household_id);
    must(Role::Caseworker, family.county, &Files::RequestMeansCheck, request);
    suite_->settle();
    reg::AssessHouseholdRequest assess;
    assess.set_household_id(family.household_id);
    must(Role::Caseworker, family.county, &Files::AssessHousehold, assess);
}

Date Line::open_notice(const Family& family) {
    reg::OpenNoticeRequest notice;
    notice.set_household_id(family.household_id);
    reg::OpenNoticeResponse posted;
    must(Role::Caseworker, family.county, &Files::OpenNotice, notice, &posted);
    return Date::parse(posted.last_day()).value();
}

void Line::meet(const Family& family) {
    reg::RecordMeetingRequest request;
    request.mutable_meeting()->set_minutes_no("WB-2020-03");
    request.mutable_meeting()->set_held_on(suite_->today().to_string());
    for (const Role role : {Role::Approver, Role::FinanceApprover, Role::Auditor}) {
        request.mutable_meeting()->add_present(Suite::staff(role, family.county).to_string());
    }
    request.add_rows()->set_household_id(family.household_id);
    reg::RecordMeetingResponse response;
    must(Role::Approver, family.county, &Files::RecordMeeting, request, &response);
    if (response.rows(0).result() != "ENROLLED") {
        throw std::runtime_error("not enrolled: " + response.rows(0).reason());
    }
}

void Line::plan(const Family& family) {
    reg::AdoptHelpPlanRequest request;
    request.set_household_id(family.household_id);
    request.set_year(suite_->today().year());
    auto& measure = *request.add_measures();
    measure.set_item(reg::AID_ITEM_LIVING);
    measure.set_annual_fen(kAnnual);
    measure.set_fund_line(family.fund_line);
    measure.set_fund_federation(family.payer.value);
    must(Role::Caseworker, family.county, &Files::AdoptHelpPlan, request);
    suite_->settle();
}

std::vector<Family> Line::enrol_in(const std::vector<FederationNo>& counties,
                                   const std::vector<FederationNo>& paid_by_city) {
    std::vector<Family> families;
    for (const FederationNo county : counties) {
        families.push_back(post_notice(county, three_people(++last_number_, kCard)));
        if (std::ranges::find(paid_by_city, county) == paid_by_city.end()) continue;
        families.back().payer = kCity;
        families.back().fund_line = fund_line_of(kCity, suite_->today().year());
    }
    suite_->advance(notice_until_.plus_days(1));
    for (const Family& family : families) meet(family);
    for (const Family& family : families) plan(family);
    return families;
}

void Line::join_programme(const Family& family) {
    reg::EnrolInProgrammeRequest request;
    request.set_household_id(family.household_id);
    request.set_programme(kProgramme);
    request.set_annual_fen(kProgrammeAnnual);
    request.set_fund_line(family.fund_line);
    must(Role::Caseworker, family.county, &Files::EnrolInProgramme, request);
    suite_->settle();
}

Family Line::post_notice(FederationNo county, const std::vector<Applicant>& people) {
    Family family;
    if (const std::string answer = apply(county, people, family); answer != "OK") {
        throw std::runtime_error("the application is refused: " + answer);
    }
    visit(family);
    check_and_assess(family);
    notice_until_ = open_notice(family);
    return family;
}

Family Line::take_on_file(FederationNo county, const std::vector<Applicant>& people) {
    const Family family = post_notice(county, people);
    suite_->advance(notice_until_.plus_days(1));
    meet(family);
    return family;
}

Family Line::enrol(FederationNo county, const std::vector<Applicant>& people) {
    const Family family = take_on_file(county, people);
    plan(family);
    return family;
}

pay::PaymentBatch Line::make_batch(const Family& family) {
    pay::MakeBatchRequest request;
    request.set_fund_line_id(family.fund_line);
    pay::MakeBatchResponse response;
    must(Role::FinanceMaker, payer_of(family), &Payments::MakeBatch, request, &response);
    suite_->settle();
    return response.batch();
}

pay::PaymentBatch Line::pay(const Family& family) {
    const pay::PaymentBatch batch = make_batch(family);
    pay::CheckBatchRequest check;
    check.set_batch_id(batch.batch_id());
    check.set_hash(batch.hash());
    must(Role::FinanceChecker, payer_of(family), &Payments::CheckBatch, check);
    pay::ApproveBatchRequest approve;
    approve.set_batch_id(batch.batch_id());
    approve.set_hash(batch.hash());
    must(Role::FinanceApprover, payer_of(family), &Payments::ApproveBatch, approve);
    pay::ExportBatchRequest send;
    send.set_batch_id(batch.batch_id());
    must(Role::FinanceMaker, payer_of(family), &Payments::ExportBatch, send);
    suite_->settle();
    return batch;
}

void Line::pay_first_half(const Family& family) {
    if (suite_->today() < kFirstDue) suite_->advance(kFirstDue);
    pay(family);
}

void Line::return_and_pay_again(const Family& family, const std::string& old_card,
                                const std::string& new_card) {
    suite_->advance(Date::of(2020, 7, 6));
    bank_->returns(old_card, "CLOSED");
    suite_->advance(Date::of(2020, 7, 7));
    reg::ChangePayeeAccountRequest change;
    change.set_household_id(family.household_id);
    change.mutable_payee()->set_seq(1);
    change.mutable_payee()->set_kind(reg::PAYEE_KIND_CARD);
    change.mutable_payee()->set_account(new_card);
    reg::ChangePayeeAccountResponse proposed;
    must(Role::Caseworker, family.county, &Files::ChangePayeeAccount, change, &proposed);
    reg::ConfirmPayeeAccountRequest confirm;
    confirm.set_household_id(family.household_id);
    confirm.set_proposal_id(proposed.proposal_id());
    confirm.set_last4(new_card.substr(new_card.size() - 4));
    must(Role::Approver, family.county, &Files::ConfirmPayeeAccount, confirm);
    suite_->settle();
    pay(family);
}

void Line::pay_in_cash(const Family& family) {
    const FederationNo county = family.county;
    pay::RequestCashAdvanceRequest request;
    request.set_fund_line_id(family.fund_line);
    request.set_amount_fen(20'000);
    request.set_holder(Suite::staff(Role::Caseworker, county).to_string());
    request.set_reason("ON_THE_SPOT");
    pay::RequestCashAdvanceResponse asked;
    must(Role::FinanceMaker, county, &Cash::RequestCashAdvance, request, &asked);
    suite_->settle();
    const auto act = [&](Role role, auto method, auto q) {
        q.set_advance_id(asked.advance_id());
        must(role, county, method, q);
        suite_->settle();
    };
    act(Role::FinanceApprover, &Cash::HandOverCash, pay::HandOverCashRequest());
    pay::PayCashReliefRequest relief;
    relief.set_relief_id(
        crypto::derive_uuid(Uuid::parse(family.household_id).value(), "cash").to_string());
    relief.set_person_id(family.person_ids.front());
    relief.set_amount_fen(10'000);
    relief.set_receipt_no("C-1");
    relief.set_witness(Suite::staff(Role::Approver, county).to_string());
    act(Role::FinanceMaker, &Cash::PayCashRelief, relief);
    pay::CountCashRequest count;
    count.set_counted_fen(10'000);
    act(Role::FinanceMaker, &Cash::CountCash, count);
    act(Role::FinanceApprover, &Cash::SettleCashAdvance, pay::SettleCashAdvanceRequest());
}

std::string Line::set_subjects(const std::string& effective_from) {
    pay::SetSubjectsRequest request;
    auto& set = *request.mutable_subjects();
    set.set_code("KM-" + effective_from);
    set.set_effective_from(effective_from);
    set.set_source("BZGH-2020-1");
    for (int account = pay::BOOK_ACCOUNT_BANK; account <= pay::BOOK_ACCOUNT_AID; ++account) {
        auto& subject = *set.add_subjects();
        subject.set_account(static_cast<pay::BookAccount>(account));
        subject.set_code(std::to_string(100 + account));
        subject.set_name("科目" + effective_from);
    }
    return ask(Role::Administrator, kCity, &Funds::SetSubjects, request);
}

std::int64_t Line::import_old_files() {
    suite_->advance(Date::of(2021, 1, 4));
    grpc::ClientContext context;
    rpc::prepare(context, {.bearer = suite_->token(Role::Caseworker, kCity),
                           .traceparent = {},
                           .timeout_ms = 20'000});
    Files files(suite_->channel());
    const auto stream = files.ImportOldFiles(&context);
    const std::string command_id = Suite::new_id();
    for (const auto& [name, which] : {std::pair("old_households.csv", reg::IMPORT_FILE_HOUSEHOLDS),
                                      std::pair("old_members.csv", reg::IMPORT_FILE_MEMBERS)}) {
        std::ifstream file(std::string(HAVEN_SOURCE_DIR "/deploy/demo/") + name, std::ios::binary);
        reg::ImportOldFilesRequest request;
        request.set_command_id(command_id);
        request.set_file(which);
        request.mutable_piece()->assign(std::istreambuf_iterator<char>(file),
                                        std::istreambuf_iterator<char>());
        stream->Write(request);
    }
    stream->WritesDone();
    reg::ImportOldFilesResponse response;
    std::int64_t imported = -1;
    while (stream->Read(&response)) {
        if (response.has_summary()) imported = response.summary().imported_count();
    }
    static_cast<void>(stream->Finish());
    suite_->settle();
    return imported;
}

pay::Instalment Line::first_half(const Family& family) {
    pay::ListInstalmentsRequest request;
    request.set_household_id(family.household_id);
    pay::ListInstalmentsResponse response;
    must(Role::Caseworker, family.county, &Payments::ListInstalments, request, &response);
    return response.instalments_size() == 0 ? pay::Instalment{} : response.instalments(0);
}

}  // namespace haven::spec
