#include "libs/host/testing/purse_service.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace haven::spec {
namespace {

std::vector<consumer::ReactionCommand> mirror(const log::Record& record) {
    const auto event = PurseCodec::decode(record.type, 1, record.payload).value();
    Purse::Command what = SpendPurse{1};
    if (const auto* opened = std::get_if<PurseOpened>(&event)) {
        what = OpenPurse{opened->limit, opened->claim};
        if (opened->limit == PurseService::kUnlucky) what = ClosePurse{};
    } else if (const auto* spent = std::get_if<PurseSpent>(&event)) {
        what = SpendPurse{spent->amount};
    }
    return {{.aggregate = kPurse.get(),
             .federation = record.federation,
             .stream = record.stream_id,
             .command = what}};
}

}  // namespace

std::vector<consumer::Subscription> PurseService::subscriptions() const {
    if (source_.empty()) return {};
    return {{.source = source_,
             .types = {"PurseOpened", "PurseSpent"},
             .react = mirror,
             .is_known = [](std::string_view type) { return type.starts_with("Purse"); },
             .is_critical = [](std::string_view) { return false; }}};
}

SuiteDatabases::SuiteDatabases() {
    const char* conninfo = std::getenv("HAVEN_TEST_POSTGRES");
    if (conninfo == nullptr || *conninfo == '\0') {
        throw std::runtime_error("HAVEN_TEST_POSTGRES is not set: run this through ./dev test");
    }
    static std::atomic<int> counter{0};
    server_ = conninfo;
    prefix_ = "test_suite_" + std::to_string(::getpid()) + "_" + std::to_string(++counter) + "_";
}

SuiteDatabases::~SuiteDatabases() {
    postgres::Connection admin(postgres::with_setting(server_, "dbname", "postgres"), 30'000);
    const auto names =
        admin.query("SELECT datname::text FROM pg_database WHERE starts_with(datname, $1)",
                    postgres::Params().text(prefix_));
    for (const postgres::Row row : names) {
        admin.exec("DROP DATABASE " + postgres::quote_identifier(row.text(0)) + " WITH (FORCE)");
    }
}

postgres::Connection SuiteDatabases::open(const std::string& service) const {
    return postgres::Connection(postgres::with_setting(server_, "dbname", prefix_ + service));
}

std::int64_t SuiteDatabases::left(const std::string& service, std::uint8_t purse) const {
    const auto rows = open(service).query("SELECT \"left\" FROM purse WHERE purse_id = $1",
                                          postgres::Params().uuid(id(purse)));
    return rows.empty() ? -1 : rows[0].int64(0);
}

}  // namespace haven::spec
