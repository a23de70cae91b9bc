#include "libs/api/command.hpp"

#include <algorithm>

#include "libs/base/credit_code.hpp"
#include "libs/crypto/hash.hpp"

namespace haven::api {

Result<void> takes_part(const Caller& caller) {
    if (!caller.has(access::Role::Administrator) && !caller.staff.is_nil()) return {};
    return failure(ErrorKind::Denied, "ADMINISTRATOR_TAKES_NO_PART",
                   "an administrator or a service never decides, surveys, visits or signs");
}

std::vector<FederationNo> with_superiors(const Context& context, const Caller& caller) {
    std::vector<FederationNo> wide = caller.scope;
    for (std::size_t i = 0; i < wide.size(); ++i) {
        const auto of =
            std::ranges::find(context.host.federations, wide[i], &host::Federation::number);
        if (of == context.host.federations.end() || of->parent.value == 0) continue;
        if (std::ranges::find(wide, of->parent) == wide.end()) wide.push_back(of->parent);
    }
    return wide;
}

Result<void> may_hand_in(const Context& context, const Caller& caller, FederationNo federation) {
    const auto wide = with_superiors(context, caller);
    if (std::ranges::find(wide, federation) != wide.end()) return {};
    return caller.may_touch(federation);
}

FederationNo head_of(const Context& context) {
    const auto head = std::ranges::find_if(context.host.federations, [](const auto& federation) {
        return federation.parent.value == 0;
    });
    HAVEN_CHECK(head != context.host.federations.end());
    return head->number;
}

Result<void> check_federation(const Context& context, std::int32_t number,
                              const std::string& field) {
    const bool known = std::ranges::any_of(context.host.federations, [&](const auto& federation) {
        return federation.number.value == number;
    });
    if (known) return {};
    return invalid("INVALID_FEDERATION", field, "number of a federation, 0 to 32767");
}

Result<Uuid> asked_uuid(const std::string& text, const char* field) {
    const auto id = Uuid::parse(text);
    if (!id || id->is_nil()) return invalid("INVALID_UUID", field, "a UUID");
    return *id;
}

Result<Date> asked_date(const std::string& text, const char* field) {
    const auto date = Date::parse(text);
    if (!date) return invalid("INVALID_DATE", field, "YYYY-MM-DD");
    return *date;
}

Result<void> check_enterprise(const std::string& uscc, const char* field) {
    if (uscc.empty()) return {};
    const auto parsed = parse_credit_code(uscc);
    if (parsed && parsed->number == uscc) return {};
    return invalid(parsed ? "CREDIT_CODE_FORM" : parsed.error().reason, field,
                   "a unified social credit code: 18 characters, upper case");
}

writer::Submission submission(const Context& context, const Caller& caller, const Uuid& command_id,
                              const Target& target, std::any command, const std::string& hashed) {
    writer::Submission one;
    one.aggregate = &target.aggregate;
    one.federation = target.federation;
    one.stream = target.stream;
    one.command_id = command_id;
    one.request_hash = crypto::sha256(hashed + caller.staff.to_string());
    one.meta.actor = caller.staff;
    one.meta.at = context.host.now();
    one.meta.business_date = context.host.business_date();
    one.meta.correlation = command_id;
    one.meta.traceparent = caller.traceparent;
    one.meta.union_node = caller.union_node;
    one.command = std::move(command);
    return one;
}

}  // namespace haven::api
