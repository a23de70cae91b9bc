// A province at once: its old files taken over, and a payday of many instalments from release to
// the bank's answers. Beside it the writer's own rate on the same machine, one event a command.
#include <fmt/core.h>

#include <ctime>

#include "haven/ops/v1/ops_service.grpc.pb.h"
#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/base/bank_account.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/postgres/connection.hpp"
#include "services/disbursement/testing/suite.hpp"
#include "tests/load/copied_rows.hpp"
#include "tests/load/old_export.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/turns.hpp"
#include "tests/load/writer_load.hpp"
#include "tests/suite/suite.hpp"

namespace haven::load {
namespace {

namespace pay = haven::disbursement::testing;
namespace pb = haven::disbursement::v1;
namespace reg = haven::registry::v1;
namespace ops = haven::ops::v1;
using Clock = std::chrono::steady_clock;
using Funds = pb::FundService::Stub;
using Payments = pb::PaymentService::Stub;

constexpr const char* kWriterRate = "the writer's commands/s at 256 callers";
// An upload holds at most 20 MB a file.
constexpr std::int64_t kUpload = 10'000;
constexpr std::size_t kPiece = 512 << 10;
constexpr int kPatienceMs = 600'000;
constexpr const char* kFundLine = "city-bench-2018";
constexpr std::int64_t kInstalmentFen = 200'000;

std::int64_t events_in(const std::string& conninfo) {
    postgres::Connection connection(conninfo, kPatienceMs);
    return connection.query("SELECT sum(next_offset - 1)::bigint FROM log_head")[0].int64(0);
}

void must(const std::string& answer) {
    if (answer != "OK") throw std::runtime_error("a step of the payday is refused: " + answer);
}

void send_file(
    grpc::ClientReaderWriter<reg::ImportOldFilesRequest, reg::ImportOldFilesResponse>& stream,
    const std::string& command_id, reg::ImportFile which, const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
        reg::ImportOldFilesRequest request;
        request.set_command_id(command_id);
        request.set_file(which);
        request.set_piece(bytes.substr(at, kPiece));
        stream.Write(request);
    }
}

std::int64_t upload(spec::Suite& suite, const OldExport& files) {
    grpc::ClientContext context;
    rpc::prepare(context, {.bearer = suite.token(access::Role::Caseworker, spec::kCity),
                           .traceparent = {},
                           .timeout_ms = kPatienceMs});
    reg::RegistryService::Stub stub(suite.channel());
    const auto stream = stub.ImportOldFiles(&context);
    const std::string command_id = spec::Suite::new_id();
    send_file(*stream, command_id, reg::IMPORT_FILE_HOUSEHOLDS, files.households);
    send_file(*stream, command_id, reg::IMPORT_FILE_MEMBERS, files.members);
    stream->WritesDone();
    std::int64_t imported = 0;
    reg::ImportOldFilesResponse response;
    while (stream->Read(&response)) {
        if (response.has_summary()) imported = response.summary().imported_count();
    }
    const grpc::Status status = stream->Finish();
    if (!status.ok()) throw std::runtime_error("import: " + rpc::to_error(status).reason);
    return imported;
}

std::int64_t things(const Plan& plan) {
    return plan.quick ? 10'000 : 100'000;
}

double writer_rate(const Plan& plan) {
    const spec::TestDatabase database("bench_bulk");
    create_visits(database.conninfo());
    WriterLoad load(database.conninfo());
    VisitCommands commands(kFederations, kStreams);
    return load.closed(plan.seconds, 256, commands).per_second;
}

std::string card(std::int64_t number) {
    const std::string digits = fmt::format("999999{:012}", number);
    for (char check = '0'; check <= '9'; ++check) {
        if (passes_luhn(digits + check)) return digits + check;
    }
    throw std::logic_error("no check digit");
}

class Payday {
  public:
    explicit Payday(std::int64_t instalments) : instalments_(instalments) {
        open_line();
        for (std::int64_t i = 0; i < instalments; ++i) plan(i);
        suite_.settle();
    }

    // From the due date to the bank's last answer: as in an office, the next batch is made while
    // the bank has those before.
    void run() {
        advance(Date::of(2018, 6, 29));
        std::vector<std::string> batches;
        std::int64_t sent = 0;
        while (sent < instalments_) {
            const pb::PaymentBatch batch = send_batch();
            sent += batch.line_count();
            batches.push_back(batch.batch_id());
        }
        advance(Date::of(2018, 6, 29));
        for (const std::string& batch : batches) check_paid(batch);
    }
    [[nodiscard]] std::int64_t events() { return events_in(suite_.conninfo("disbursement")); }

  private:
    void open_line() {
        pb::OpenFundLineRequest open;
        open.set_federation(pay::kCity.value);
        open.set_code(kFundLine);
        open.set_name("2018年帮扶资金");
        open.set_source(pb::FUND_SOURCE_OWN_FUNDS);
        open.set_level("CITY");
        open.set_year(2018);
        open.set_payer_account("6103010000000001");
        must(suite_.call(pay::Staff::Maker, &Funds::OpenFundLine, open));
        pb::ReceiveFundsRequest receive;
        receive.set_fund_line_id(kFundLine);
        receive.set_amount_fen(instalments_ * kInstalmentFen);
        receive.set_voucher_no("V-1");
        receive.set_movement(pb::FUND_MOVEMENT_RECEIVED);
        must(suite_.call(pay::Staff::Maker, &Funds::ReceiveFunds, receive));
    }
    void plan(std::int64_t number) {
        const Uuid household = crypto::uuid_of_code("household", std::to_string(number));
        reg::HelpPlanAdopted plan;
        plan.set_household_id(household.to_string());
        plan.set_file_federation(pay::kWeibin.value);
        plan.set_year(2018);
        plan.set_review_valid_until("2018-12-31");
        *plan.mutable_payee() = suite_.payee("林国强", card(number));
        plan.set_file_tier(reg::FILE_TIER_NATIONAL);
        plan.set_file_round(reg::FILE_ROUND_2016_2020);
        auto& measure = *plan.add_measures();
        measure.set_measure_id("2018-1");
        measure.set_item(reg::AID_ITEM_LIVING);
        measure.set_programme("PILOT-2018");
        measure.set_beneficiary_person_id(plan.payee().person_id());
        measure.set_annual_fen(kInstalmentFen);
        measure.set_fund_line_id(crypto::uuid_of_code("fund-line", kFundLine).to_string());
        measure.set_fund_federation(pay::kCity.value);
        auto& part = *measure.add_instalments();
        part.set_number(1);
        part.set_due_date("2018-06-30");
        part.set_amount_fen(kInstalmentFen);
        suite_.registry_says(pay::kWeibin, household, plan);
    }
    void advance(Date date) {
        ops::AdvanceCalendarRequest request;
        request.set_date(date.to_string());
        ops::AdvanceCalendarResponse response;
        while (!response.done()) {
            must(suite_.call(pay::Staff::Administrator, &ops::OpsService::Stub::AdvanceCalendar,
                             request, &response));
        }
    }
    // Made, signed by three, and sent.
    pb::PaymentBatch send_batch() {
        pb::MakeBatchRequest make;
        make.set_fund_line_id(kFundLine);
        pb::MakeBatchResponse made;
        must(suite_.call(pay::Staff::Maker, &Payments::MakeBatch, make, &made));
        const pb::PaymentBatch& batch = made.batch();
        sign<pb::CheckBatchRequest>(pay::Staff::Checker, &Payments::CheckBatch, batch);
        sign<pb::ApproveBatchRequest>(pay::Staff::Payer, &Payments::ApproveBatch, batch);
        pb::ExportBatchRequest send;
        send.set_batch_id(batch.batch_id());
        std::string answer = "BATCH_IN_FLIGHT";
        while (answer == "BATCH_IN_FLIGHT") {
            answer = suite_.call(pay::Staff::Maker, &Payments::ExportBatch, send);
        }
        must(answer);
        return batch;
    }
    void check_paid(const std::string& batch) {
        pb::GetBatchRequest get;
        get.set_batch_id(batch);
        pb::GetBatchResponse got;
        must(suite_.call(pay::Staff::Maker, &Payments::GetBatch, get, &got));
        for (const auto& line : got.lines()) {
            if (line.state() != pb::LINE_STATE_PAID) throw std::runtime_error("a line is not paid");
        }
    }
    template <class Request, class Method>
    void sign(pay::Staff who, Method method, const pb::PaymentBatch& batch) {
        Request request;
        request.set_batch_id(batch.batch_id());
        request.set_hash(batch.hash());
        must(suite_.call(who, method, request));
    }

    const std::int64_t instalments_;
    pay::Suite suite_{Date::of(2018, 6, 27)};
};

}  // namespace

int profile_import(double seconds) {
    spec::Suite suite({.start = Date::of(2021, 1, 4)});
    std::int64_t households = 0;
    std::chrono::duration<double> took{};
    double cpu_us = 0;
    while (took.count() < seconds) {
        const OldExport files = old_export(households, kUpload);
        const std::clock_t cpu = std::clock();
        const auto start = Clock::now();
        households += upload(suite, files);
        took += Clock::now() - start;
        cpu_us += static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC * 1e6;
    }
    const auto count = static_cast<double>(households);
    fmt::print("{:.0f} households/s, {:.1f} us of our processor time a household\n",
               count / took.count(), cpu_us / count);
    return 0;
}

int profile_payday(std::int64_t instalments) {
    Payday payday(instalments);
    fmt::print("planned\n");
    std::fflush(stdout);
    const std::int64_t before = payday.events();
    const std::clock_t cpu = std::clock();
    const auto start = Clock::now();
    payday.run();
    const std::chrono::duration<double> took = Clock::now() - start;
    const double cpu_us = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC * 1e6;
    const auto count = static_cast<double>(instalments);
    fmt::print(
        "{:.0f} instalments/s, {:.1f} events and {:.1f} us of our processor time an instalment\n",
        count / took.count(), static_cast<double>(payday.events() - before) / count,
        cpu_us / count);
    return 0;
}

void import_rows(const Plan& plan, Report& report) {
    const std::int64_t households = things(plan);
    spec::Suite suite({.start = Date::of(2021, 1, 4)});
    const std::string conninfo = suite.conninfo("registry");
    const std::int64_t before = events_in(conninfo);
    std::chrono::duration<double> took{};
    for (std::int64_t first = 0; first < households; first += kUpload) {
        const std::int64_t count = std::min(kUpload, households - first);
        const OldExport files = old_export(first, count);
        const auto start = Clock::now();
        if (upload(suite, files) != count) throw std::runtime_error("not all were taken over");
        took += Clock::now() - start;
    }
    const auto events = static_cast<double>(events_in(conninfo) - before);
    report.add(compare("import: read, resolve, seal, on file", "events/s",
                       fmt::format("{} households of 2, {:.0f} households/s", households,
                                   static_cast<double>(households) / took.count()),
                       {events / took.count()}, kWriterRate, {writer_rate(plan)},
                       Goal{Goal::Sense::AtLeast, 0.5}));
    const double copied = copy_again({conninfo, suite.conninfo("vault")});
    report.add(compare("the same import", "households/s",
                       fmt::format("{} households of 2, of registry and vault", households),
                       {static_cast<double>(households) / took.count()},
                       "a bare COPY of the rows it wrote",
                       {static_cast<double>(households) / copied}, std::nullopt));
    file_rows(plan, conninfo, households, report);
}

void payday_rows(const Plan& plan, Report& report) {
    const std::int64_t instalments = things(plan);
    Payday payday(instalments);
    const std::int64_t before = payday.events();
    const auto start = Clock::now();
    payday.run();
    const std::chrono::duration<double> took = Clock::now() - start;
    const auto events = static_cast<double>(payday.events() - before);
    report.add(compare("payday: release, sign, send, answers", "events/s",
                       fmt::format("{} instalments, {:.0f} instalments/s", instalments,
                                   static_cast<double>(instalments) / took.count()),
                       {events / took.count()}, kWriterRate, {writer_rate(plan)},
                       Goal{Goal::Sense::AtLeast, 0.5}));
}

}  // namespace haven::load
