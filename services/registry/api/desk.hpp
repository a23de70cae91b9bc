// Desk: what the handlers share, free of gRPC: reading as the caller, and submitting as the caller.
//
//     HAVEN_TRY(const queries::FileRow file, desk.file(caller, request.household_id()));
//     HAVEN_TRY(const writer::Reply reply, desk.submit(caller, {…}));
//
// Thread rule: any thread.
#pragma once

#include <any>
#include <functional>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/access/caller.hpp"
#include "libs/access/scoped_read.hpp"
#include "libs/base/working_calendar.hpp"
#include "libs/vault/vault.hpp"
#include "libs/writer/writer.hpp"
#include "services/registry/queries/directory.hpp"
#include "services/registry/queries/files.hpp"

namespace haven::rpc {
class Guard;
}

namespace haven::registry {

using access::Caller;

// The city's own federation keeps the reference data.
inline constexpr FederationNo kCity{1};

// What the handlers work with; all of it outlives them.
struct Surroundings {
    writer::Submitter& writer;
    access::Readers& readers;
    vault::Vault& vault;
    rpc::Guard& guard;
    std::function<Date()> business_date;
    std::function<Instant()> now;
    const WorkingCalendar& calendar;
    std::vector<FederationNo> federations;
    std::map<FederationNo, FederationNo> superiors;  // of each federation but the city's own
    // Files of peers that wait for a person: name → reason. Any thread.
    std::function<std::map<std::string, std::string>()> put_aside_files = {};
    bool synthetic_ids = false;  // 610399 is accepted in ID numbers
};

// One command of a caller.
struct Order {
    const writer::Aggregate* aggregate = nullptr;
    FederationNo federation;
    Uuid stream;
    Uuid command_id;
    std::string hashed;  // the sealed command's bytes: what a repeat must have again
    std::optional<std::int32_t> expected_version = std::nullopt;
    std::any command;
    std::string purpose = {};
};

class Desk {
  public:
    explicit Desk(Surroundings& around) : around_(around) {}

    [[nodiscard]] Surroundings& around() const { return around_; }
    [[nodiscard]] access::ScopedRead read(const Caller& caller) const;

    // A file under the caller's node. Error: Denied OUTSIDE_SCOPE, the same when it does not exist.
    Result<queries::FileRow> file(const Caller& caller, const std::string& household_id) const;
    [[nodiscard]] Rules rules(const Caller& caller, const queries::FileRow& file) const;
    // Whose fund line may pay a file: that of its own federation (0 = that one), or of one above
    // it. Errors: FEDERATION_NOT_FOUND on `field`, Denied OUTSIDE_SCOPE.
    Result<FederationNo> payer(const queries::FileRow& file, int asked,
                               std::string_view field) const;
    // Neither an administrator nor a service is one of the people whom a rule asks for (protocols
    // §11). Error: Denied ADMINISTRATOR_TAKES_NO_PART.
    Result<void> takes_part(const Caller& caller) const;
    // Staff ids or logins → ids of present members. Errors: STAFF_NOT_FOUND, STAFF_HAS_LEFT,
    // ADMINISTRATOR_TAKES_NO_PART.
    Result<std::vector<StaffId>> staff_ids(const Caller& caller,
                                           const std::vector<std::string>& names,
                                           std::string_view field) const;
    // The next working days after the business date.
    [[nodiscard]] std::vector<Date> next_working_days(int count) const;

    // Submits and waits. ALREADY_HELD is put into words that give nothing away, and is
    // PERSON_ERASED where the member was forgotten.
    Result<writer::Reply> submit(const Caller& caller, Order order) const;
    using Answers = std::vector<Result<writer::Reply>>;
    // Submits all of them, waits for all; one result each, as submit() words it.
    Answers submit_all(const Caller& caller, std::vector<Order> orders) const;
    // Submits all of them; get() waits, on the caller's thread. The desk and the caller outlive it.
    [[nodiscard]] std::future<Answers> start_all(const Caller& caller,
                                                 std::vector<Order> orders) const;

    // Opens names for display; "***" where the person was erased.
    Result<std::vector<std::string>> open(const Caller& caller, std::string_view purpose,
                                          std::string_view subject, std::string_view field,
                                          const std::vector<Sealed>& sealed) const;

  private:
    writer::Submission submission(const Caller& caller, Order& order) const;
    Error worded(const Caller& caller, FederationNo federation, Error error) const;

    Surroundings& around_;
};

// Where it is written that a person was forgotten.
Uuid person_stream(PersonId person);

// Error: INVALID_UUID on that field.
Result<Uuid> asked_uuid(const std::string& text, std::string_view field);

}  // namespace haven::registry
