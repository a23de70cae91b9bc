#include "services/registry/api/desk.hpp"

#include <algorithm>
#include <future>
#include <memory>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/writer/submit_all.hpp"

namespace haven::registry {

namespace {

constexpr std::string_view kErased = "***";

// Is the claim that was lost held by the erasure of the person whom it is about?
bool is_of_the_forgotten(const Error& error, const Uuid& holder) {
    const auto claim =
        std::ranges::find(error.metadata, "claim", &std::pair<std::string, std::string>::first);
    if (claim == error.metadata.end()) return false;
    const auto person = PersonId::parse(claim->second.substr(claim->second.find('/') + 1));
    return person && person_stream(*person) == holder;
}

}  // namespace

Result<Uuid> asked_uuid(const std::string& text, std::string_view field) {
    const auto id = Uuid::parse(text);
    if (!id || id->is_nil()) return invalid("INVALID_UUID", std::string(field), "a UUID");
    return *id;
}

Uuid person_stream(PersonId person) {
    return crypto::derive_uuid(person.uuid, "person");
}

access::ScopedRead Desk::read(const Caller& caller) const {
    return access::ScopedRead(around_.readers, caller.scope);
}

Result<queries::FileRow> Desk::file(const Caller& caller, const std::string& household_id) const {
    HAVEN_TRY(const Uuid id, asked_uuid(household_id, "household_id"));
    auto as_caller = read(caller);
    auto found = queries::file(as_caller, HouseholdId{id});
    if (!found) {
        return failure(ErrorKind::Denied, "OUTSIDE_SCOPE",
                       "no such file under your node of the union tree");
    }
    return *std::move(found);
}

Rules Desk::rules(const Caller& caller, const queries::FileRow& file) const {
    auto as_caller = read(caller);
    return queries::rules(as_caller, file.division, file.residence);
}

Result<FederationNo> Desk::payer(const queries::FileRow& file, int asked,
                                 std::string_view field) const {
    const FederationNo payer{static_cast<std::int16_t>(asked)};
    if (asked == 0 || payer == file.federation) return payer;
    if (std::ranges::find(around_.federations, payer) == around_.federations.end()) {
        return invalid("FEDERATION_NOT_FOUND", std::string(field), "number of a federation");
    }
    auto above = around_.superiors.find(file.federation);
    while (above != around_.superiors.end()) {
        if (above->second == payer) return payer;
        above = around_.superiors.find(above->second);
    }
    return failure(ErrorKind::Denied, "OUTSIDE_SCOPE",
                   "a file is paid by its own federation or by one above it");
}

Result<void> Desk::takes_part(const Caller& caller) const {
    if (!caller.has(access::Role::Administrator) && !caller.staff.is_nil()) return {};
    return failure(ErrorKind::Denied, "ADMINISTRATOR_TAKES_NO_PART",
                   "an administrator or a service never decides, visits or signs");
}

Result<std::vector<StaffId>> Desk::staff_ids(const Caller& caller,
                                             const std::vector<std::string>& names,
                                             std::string_view field) const {
    auto as_caller = read(caller);
    std::vector<StaffId> ids;
    for (const std::string& name : names) {
        const auto as_id = Uuid::parse(name);
        const auto member = as_id ? queries::staff_by_id(as_caller, StaffId{*as_id})
                                  : queries::staff_by_login(as_caller, name);
        if (!member) {
            return invalid("STAFF_NOT_FOUND", std::string(field),
                           "staff ids or logins of registered members of staff");
        }
        if (member->left) {
            return refused("STAFF_HAS_LEFT", "a member named here has left",
                           {{"staff_id", member->staff.to_string()}});
        }
        constexpr auto kAdministrator = static_cast<std::int32_t>(access::Role::Administrator);
        if (std::ranges::find(member->roles, kAdministrator) != member->roles.end()) {
            return refused("ADMINISTRATOR_TAKES_NO_PART",
                           std::string(field) + ": an administrator is not one of these people",
                           {{"staff_id", member->staff.to_string()}});
        }
        ids.push_back(member->staff);
    }
    return ids;
}

std::vector<Date> Desk::next_working_days(int count) const {
    std::vector<Date> days;
    Date day = around_.business_date();
    for (int i = 0; i < count; ++i) {
        day = around_.calendar.plus_working_days(day, 1);
        days.push_back(day);
    }
    return days;
}

writer::Submission Desk::submission(const Caller& caller, Order& order) const {
    log::Meta meta;
    meta.actor = caller.staff;
    meta.at = around_.now();
    meta.business_date = around_.business_date();
    meta.correlation = order.command_id;
    meta.causation = order.command_id;
    meta.traceparent = caller.traceparent;
    meta.union_node = caller.union_node;
    meta.purpose = order.purpose;
    return {.aggregate = order.aggregate,
            .federation = order.federation,
            .stream = order.stream,
            .command_id = order.command_id,
            .request_hash = crypto::sha256(order.hashed + caller.staff.to_string()),
            .meta = std::move(meta),
            .expected_version = order.expected_version,
            .command = std::move(order.command)};
}

Error Desk::worded(const Caller& caller, FederationNo federation, Error error) const {
    if (error.reason != "ALREADY_HELD") return error;
    const auto holder =
        std::ranges::find(error.metadata, "holder", &std::pair<std::string, std::string>::first);
    std::string where = "already on file in another county";
    Metadata told;
    if (holder != error.metadata.end()) {
        if (const auto id = Uuid::parse(holder->second)) {
            if (is_of_the_forgotten(error, *id)) {
                return {ErrorKind::Refused,
                        "PERSON_ERASED",
                        "a member of this household was forgotten",
                        {},
                        {}};
            }
            auto as_caller = read(caller);
            const auto file = queries::file(as_caller, HouseholdId{*id});
            // Who may see the file is told which one it is; nobody else learns more than "no".
            if (file && file->federation == federation) where = "already on file in this county";
            if (file) told.emplace_back("household_id", holder->second);
        }
    }
    return {ErrorKind::Duplicate,
            "ALREADY_HELD",
            "a member of this household is " + where + "; a person is in one open file only",
            std::move(told),
            {}};
}

Result<writer::Reply> Desk::submit(const Caller& caller, Order order) const {
    const FederationNo federation = order.federation;
    HAVEN_FAULT_POINT("registry.after_seal");
    auto reply =
        writer::submit_and_wait(around_.writer, submission(caller, order), caller.deadline_ms);
    if (!reply) return std::unexpected(worded(caller, federation, std::move(reply).error()));
    return reply;
}

Desk::Answers Desk::submit_all(const Caller& caller, std::vector<Order> orders) const {
    return start_all(caller, std::move(orders)).get();
}

std::future<Desk::Answers> Desk::start_all(const Caller& caller, std::vector<Order> orders) const {
    std::vector<FederationNo> federations;
    std::vector<writer::Submission> submissions;
    for (Order& order : orders) {
        federations.push_back(order.federation);
        submissions.push_back(submission(caller, order));
    }
    auto wait = [this, &caller, federations = std::move(federations),
                 pending = writer::submit_all(around_.writer, std::move(submissions))]() mutable {
        Answers results = pending.get();
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto& answer = results[i];
            if (answer) continue;
            answer = std::unexpected(worded(caller, federations[i], std::move(answer).error()));
        }
        return results;
    };
    return std::async(std::launch::deferred, std::move(wait));
}

Result<std::vector<std::string>> Desk::open(const Caller& caller, std::string_view purpose,
                                            std::string_view subject, std::string_view field,
                                            const std::vector<Sealed>& sealed) const {
    std::vector<vault::Cipher> ciphers;
    for (const Sealed& one : sealed) {
        if (!one.cipher.empty()) ciphers.push_back({one.person, std::string(field), one.cipher});
    }
    std::vector<std::string> texts;
    if (ciphers.empty()) {
        texts.resize(sealed.size());
        return texts;
    }
    HAVEN_TRY(auto opened, around_.vault.open({.actor = caller.staff,
                                               .service = "registry",
                                               .code = std::string(purpose),
                                               .subject = std::string(subject)},
                                              ciphers));
    std::size_t next = 0;
    for (const Sealed& one : sealed) {
        if (one.cipher.empty()) {
            texts.emplace_back();
        } else {
            texts.push_back(opened[next++].value_or(std::string(kErased)));
        }
    }
    return texts;
}

}  // namespace haven::registry
