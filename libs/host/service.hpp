// Service: what a domain service hands to the Host, which is the composition root (design §2).
//
// Each services/<x>/service.hpp declares `std::unique_ptr<host::Service> make_service()` in
// namespace haven::<x>; the host opens the database, runs migrations, then start(), then serves.
//
// Thread rule: start() and stop() on the host's main thread; step() and next_peer_day() on the
// service's step thread only; the gRPC services are called from many threads.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "libs/base/working_calendar.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/log/row.hpp"
#include "libs/postgres/sql_file.hpp"
#include "libs/writer/writer.hpp"

namespace grpc {
class Service;
}
namespace haven::access {
class Readers;
}
namespace haven::vault {
class Vault;
}
namespace haven::rpc {
class Guard;
}
namespace haven::access {
class TokenIssuer;
}

namespace haven::host {

// One row of deploy/data/federations.csv.
struct Federation {
    FederationNo number;
    std::string code;  // "610302"
    std::string name;
    FederationNo parent;  // 0 for the city's own
};

// What the host gives a service; everything in it outlives the service.
struct ServiceContext {
    std::string name;
    std::vector<Federation> federations;
    writer::Submitter& writer;
    access::Readers& readers;  // connections as haven_reader: nothing is seen without a scope
    vault::Vault* vault;       // never null in a service that asks for it
    rpc::Guard& guard;
    access::TokenIssuer* issuer;  // registry only: signs staff tokens; else null
    std::function<Date()> business_date;
    std::function<Instant()> now;
    std::filesystem::path data_dir;      // 0700; keys and blobs lie under it
    std::filesystem::path exchange_dir;  // folder shared with the peers (bank, civil affairs)
    std::map<std::string, std::string> settings;  // what the config says under "<service>."
    std::function<void()> wake;                   // runs step() soon; any thread
    bool production = false;
};

// The file of working days (docs/formats.md 1.3) that the setting "<service>.calendar" names.
// Throws std::runtime_error when it is not set or not a calendar.
WorkingCalendar read_calendar(const ServiceContext& context);

class Service {
  public:
    virtual ~Service() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    // SQL of the projections; run in order, each once, as haven_owner.
    [[nodiscard]] virtual std::span<const SqlFile> migrations() const = 0;
    [[nodiscard]] virtual std::span<const writer::Aggregate* const> aggregates() const = 0;
    [[nodiscard]] virtual std::span<const log::Table* const> tables() const = 0;
    // Foreign logs and our own that become commands here.
    [[nodiscard]] virtual std::vector<consumer::Subscription> subscriptions() const { return {}; }

    // After migrations, before serving. The context stays valid until stop() has returned.
    virtual void start(ServiceContext& context) = 0;
    // Live until stop(). The guard learns who may call what from the services that
    // haven/<name>/v1/<name>_service.proto defines; an rpc of any other file is denied.
    virtual std::vector<grpc::Service*> grpc_services() = 0;
    // The ports' work: files from peers and so on. Bounded; true if something was done. Called
    // again at once after true, else after wake(), a commit, a new business date or 20 ms (2 ms
    // while the calendar is being advanced).
    virtual bool step(Date business_date) {
        static_cast<void>(business_date);
        return false;
    }
    // False while a peer still owes us something for this business date: the calendar then waits.
    virtual bool peers_idle(Date business_date) {
        static_cast<void>(business_date);
        return true;
    }
    // The next business date on which a peer has something to deliver, as far as it has said.
    virtual std::optional<Date> next_peer_day() { return std::nullopt; }
    virtual void stop() {}
};

}  // namespace haven::host
