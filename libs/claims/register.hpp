// Register: which stream has a claim, over all databases of a service (protocols §7,
// docs/adr/0022). It lies in the service's first database.
//
// A claim is announced before the command that takes it is appended, confirmed after. Who finds an
// announcement that is not his own asks the log of that federation whether the command was carried
// out (log::Log::settle), and takes the claim over if not; so a crash leaves nothing that needs to
// be cleaned up. RegisteredLog does all this.
//
// Failures: postgres::ConnectionLost and SqlError; the next call connects again. Thread rule: one
// thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/base/uuid.hpp"
#include "libs/log/judge.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/sql_file.hpp"

namespace haven::claims {

// The tables, for postgres::migrate().
std::span<const SqlFile> sql_files();

struct Wanted {
    std::string key;
    log::Holder holder;
    Uuid command;

    bool operator==(const Wanted&) const = default;
};

// A row of the register.
struct Entry {
    log::Holder holder;
    Uuid command = {};  // nil once it is confirmed
    bool confirmed = false;
    bool had_it = false;  // before this command
    int tries = 1;
    std::int64_t grant = 0;
    std::int64_t age_ms = 0;

    [[nodiscard]] bool is_of(const Wanted& wanted) const {
        return !confirmed && holder == wanted.holder && command == wanted.command;
    }
};

// Key → grant, of rows that may have changed since.
using Grants = std::vector<std::pair<std::string, std::int64_t>>;

class Register {
  public:
    // Of the service's first database, as haven_writer.
    explicit Register(std::string conninfo, int deadline_ms = 5'000)
        : conninfo_(std::move(conninfo)), deadline_ms_(deadline_ms) {}

    // Announces what is free; answers each key's row as it is now. Durable when it returns. No two
    // of them may name the same key.
    std::map<std::string, Entry> announce(std::span<const Wanted> wanted);
    // From a holder that has it no more, unless the row is another by now: the next announce()
    // tells.
    void take_over(const Wanted& wanted, std::int64_t grant);
    // After the command's verdict. A row that has another grant by now stays as it is.
    void settle(const Grants& confirmed, const Grants& freed);
    // Grants of those of the keys that the stream has.
    std::map<std::string, std::int64_t> grants_of(
        const std::map<std::string, log::Holder>& holders);

    // Enters what stands in the claims of a database's own federations: before a second database
    // opens, and after a register was lost. Answers the number entered.
    std::int64_t enter_claims_of(postgres::Connection& database);

  private:
    template <class Call>
    auto with_connection(Call call);

    const std::string conninfo_;
    const int deadline_ms_;
    std::unique_ptr<postgres::Connection> connection_;
};

}  // namespace haven::claims
