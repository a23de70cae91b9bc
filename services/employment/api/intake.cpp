#include "services/employment/api/intake.hpp"

#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "libs/vault/vault.hpp"

namespace haven::employment {
namespace {

// The error of a value, told of the field it stands in.
template <class Value>
Result<Value> in_field(Result<Value> result, const std::string& field) {
    if (result) return result;
    Error error = std::move(result).error();
    for (FieldViolation& violation : error.fields) violation.field = field;
    error.message =
        field + ": " + (error.fields.empty() ? error.message : error.fields.front().description);
    return std::unexpected(std::move(error));
}

Sealed sealed_of(const vault::Sealed& sealed) {
    return {sealed.person, sealed.cipher};
}

}  // namespace

Result<SeekerRegistered> take_in(const ApiContext& context, const Uuid& command_id,
                                 FederationNo federation, const pb::RegisterSeekerRequest& q) {
    HAVEN_TRY(const std::string name, in_field(text::parse_name(q.name()), "name"));
    HAVEN_TRY(const std::string phone, in_field(text::parse_phone(q.phone()), "phone"));
    HAVEN_TRY(const ResidentId number,
              in_field(parse_resident_id(q.id_number(), context.host.business_date(),
                                         !context.host.production),
                       "id_number"));
    if (number.upgraded) {
        return invalid("ID_NUMBER_FORM", "id_number",
                       "18 characters; 15 digits are of the old system");
    }
    const std::vector<vault::ResolveRequest> people{
        {{vault::IdType::ResidentId, number.number}, name, federation}};
    HAVEN_TRY(const auto ids, context.host.vault->resolve(people));
    HAVEN_TRY(const auto sealed, context.host.vault->seal(command_id, {{ids[0], "name", name},
                                                                       {ids[0], "phone", phone}}));
    SeekerRegistered seeker;
    seeker.person = ids[0];
    seeker.birth = number.birth;
    seeker.profile = read_value(q.profile());
    seeker.union_node = q.union_node();
    seeker.consent = q.consent();
    seeker.name = sealed_of(sealed[0]);
    seeker.phone = sealed_of(sealed[1]);
    return seeker;
}

}  // namespace haven::employment
