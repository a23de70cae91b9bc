#include "services/disbursement/testing/suite.hpp"

#include <stdexcept>

#include "haven/ops/v1/ops_service.grpc.pb.h"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "services/disbursement/service.hpp"
#include "services/vault/service.hpp"

namespace haven::disbursement::testing {
namespace {

// An aggregate that stores what it is told: the registry's log without its rules.
struct Told {
    std::string type;
    std::string payload;
    bool operator==(const Told&) const = default;
};
struct Feed {
    struct State {};
    using Command = std::variant<Told>;
    using Event = std::variant<Told>;
    static Result<std::vector<Event>> decide(const State&, const Command& command, const Context&) {
        return std::vector<Event>{std::get<Told>(command)};
    }
    static State evolve(State state, const Event&) { return state; }
};
struct FeedCodec {
    static constexpr std::string_view kTypes[] = {
        "HelpPlanAdopted", "ReviewCompleted", "AidSuspended",       "AidResumed",
        "FileClosed",      "FileCancelled",   "PayeeAccountChanged"};
    static std::span<const std::string_view> types() { return kTypes; }
    static log::NewEvent encode(const Feed::Event& event) {
        const auto& told = std::get<Told>(event);
        return {told.type, 1, told.payload};
    }
    static std::optional<Feed::Event> decode(std::string_view type, int, std::string_view payload) {
        return Told{std::string(type), std::string(payload)};
    }
};

const std::unique_ptr<const writer::Aggregate> kFeed = writer::make_aggregate<Feed, FeedCodec>(
    "feed", [](const Feed::Event&, const Feed::State&, const log::EventContext&, log::RowSink&) {});

writer::Submitter* feed_writer = nullptr;

// A service whose log is all that there is of it: the registry's, and scholarship's, which says
// nothing here.
class FeedService final : public host::Service {
  public:
    explicit FeedService(std::string name) : name_(std::move(name)) {}
    std::string_view name() const override { return name_; }
    std::span<const SqlFile> migrations() const override { return {}; }
    std::span<const writer::Aggregate* const> aggregates() const override { return all_; }
    std::span<const log::Table* const> tables() const override { return {}; }
    void start(host::ServiceContext& context) override {
        if (name_ == "registry") feed_writer = &context.writer;
    }
    std::vector<grpc::Service*> grpc_services() override { return {}; }

  private:
    std::string name_;
    std::vector<const writer::Aggregate*> all_{kFeed.get()};
};

struct Office {
    std::vector<access::Role> roles;
    FederationNo home;
    std::vector<FederationNo> scope;
};

Office office_of(Staff staff) {
    using access::Role;
    const std::vector<FederationNo> all{kCity, kWeibin, kJintai};
    switch (staff) {
        case Staff::Maker:
            return {{Role::FinanceMaker}, kCity, all};
        case Staff::Checker:
            return {{Role::FinanceChecker}, kCity, all};
        case Staff::Payer:
            return {{Role::FinanceApprover}, kCity, all};
        case Staff::Clerk:
        case Staff::SecondClerk:
            return {{Role::Caseworker}, kWeibin, {kWeibin}};
        case Staff::JintaiMaker:
            return {{Role::FinanceMaker, Role::Caseworker}, kJintai, {kJintai}};
        case Staff::Administrator:
            return {{Role::Administrator, Role::FinanceMaker, Role::FinanceChecker}, kCity, all};
    }
    return {};
}

}  // namespace

StaffId staff_id(Staff staff) {
    return StaffId{crypto::uuid_of_code("staff", std::to_string(static_cast<int>(staff)))};
}

Suite::Suite(Date start)
    : folder_(std::filesystem::temp_directory_path() /
              ("haven-pay-" + crypto::hex(crypto::random_bytes(6)))),
      today_(start) {
    bank_ = std::make_unique<Bank>(folder_ / "exchange" / "bank");
    host::Config config;
    config.services = {"registry", "disbursement", "scholarship",
                       "outreach", "employment",   "vault"};
    config.run_dir = folder_ / "run";
    config.data_dir = folder_ / "data";
    config.exchange_dir = folder_ / "exchange";
    config.postgres = database_.conninfo();
    config.database_prefix = database_.name() + "_";
    config.metrics_address.clear();
    config.calendar_start = start;
    config.reader_connections = 4;
    host_ = std::make_unique<host::Host>(
        config,
        host::Parts{
            .services = {{"registry", [] { return std::make_unique<FeedService>("registry"); }},
                         {"scholarship",
                          [] { return std::make_unique<FeedService>("scholarship"); }},
                         {"outreach", [] { return std::make_unique<FeedService>("outreach"); }},
                         {"employment", [] { return std::make_unique<FeedService>("employment"); }},
                         {"disbursement", make_service}},
            .plain = {{"vault", vault::make_service}}});
    channel_ = rpc::connect(host_->address());
    issuer_ = std::make_unique<access::TokenIssuer>(
        std::string(access::kStaffKeyId),
        crypto::read_secret(config.data_dir / "keys" / "registry.key").value(), machine_now);
    vault_ = std::make_unique<vault::LocalVault>(
        vault::LocalVaultOptions{postgres::with_setting(conninfo("vault"), "user", "haven_vault"),
                                 config.data_dir / "keys" / "vault.kek", machine_now, 2});
}

Suite::~Suite() {
    vault_.reset();
    host_.reset();
    bank_.reset();
    postgres::Connection server(database_.conninfo());
    for (const char* service :
         {"registry", "disbursement", "scholarship", "outreach", "employment", "vault"}) {
        server.exec("DROP DATABASE IF EXISTS " + database_.name() + "_" + service +
                    " WITH (FORCE)");
    }
    std::filesystem::remove_all(folder_);
}

std::string Suite::conninfo(const std::string& service) const {
    return postgres::with_setting(database_.conninfo(), "dbname", database_.name() + "_" + service);
}

void Suite::advance(Date date) {
    haven::ops::v1::AdvanceCalendarRequest request;
    request.set_date(date.to_string());
    for (int attempt = 0; attempt < 10; ++attempt) {
        haven::ops::v1::AdvanceCalendarResponse response;
        const std::string answer =
            call(Staff::Administrator, &haven::ops::v1::OpsService::Stub::AdvanceCalendar, request,
                 &response);
        if (answer != "OK") throw std::runtime_error("the calendar is refused: " + answer);
        if (response.done()) {
            today_ = date;
            return;
        }
    }
    throw std::runtime_error("the calendar does not come to " + date.to_string());
}

void Suite::append(FederationNo federation, const Uuid& household, std::string type,
                   std::string payload) {
    writer::Submission submission;
    submission.aggregate = kFeed.get();
    submission.federation = federation;
    submission.stream = household;
    submission.command_id = Uuid::parse(next_id()).value();
    submission.command = Feed::Command{Told{std::move(type), std::move(payload)}};
    submission.meta.business_date = today_;
    const auto reply = writer::submit_and_wait(*feed_writer, std::move(submission), 10'000);
    if (!reply) throw std::runtime_error("the registry cannot say it: " + reply.error().reason);
}

reg::Payee Suite::payee(const std::string& name, const std::string& card) {
    const Uuid command = Uuid::parse(next_id()).value();
    const PersonId person = vault_->new_person(command, 0, name, kWeibin).value();
    const auto sealed =
        vault_->seal(command, {{person, "account", card}, {person, "name", name}}).value();
    reg::Payee payee;
    payee.set_person_id(person.to_string());
    payee.set_kind(reg::PAYEE_KIND_CARD);
    payee.mutable_account()->set_person_id(person.to_string());
    payee.mutable_account()->set_cipher(sealed[0].cipher);
    payee.set_last4(card.substr(card.size() - 4));
    payee.mutable_name()->set_person_id(person.to_string());
    payee.mutable_name()->set_cipher(sealed[1].cipher);
    return payee;
}

std::string Suite::bearer(Staff who) const {
    const Office office = office_of(who);
    return issuer_
        ->issue({.staff = staff_id(who),
                 .roles = office.roles,
                 .home = office.home,
                 .union_node = "node",
                 .scope = office.scope})
        .text;
}

std::string Suite::outcome(const grpc::Status& status) {
    return status.ok() ? "OK" : rpc::to_error(status).reason;
}

std::string Suite::next_id() {
    return crypto::uuid_of_code("command", database_.name() + std::to_string(++ids_)).to_string();
}

int Suite::parked() {
    postgres::Connection db(conninfo("disbursement"));
    return static_cast<int>(
        db.query("SELECT count(*) FROM parked WHERE resolution IS NULL")[0].int64(0));
}

}  // namespace haven::disbursement::testing
