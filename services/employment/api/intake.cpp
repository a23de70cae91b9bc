#include "services/employment/api/intake.hpp"

#include "libs/api/fields.hpp"
#include "libs/base/text.hpp"

namespace haven::employment {

Result<PersonRead> read_person(const ApiContext& context, const std::string& name,
                               const std::string& phone, const std::string& id_number) {
    PersonRead read;
    HAVEN_TRY(read.name, in_field(text::parse_name(name), "name"));
    HAVEN_TRY(read.phone, in_field(text::parse_phone(phone), "phone"));
    HAVEN_TRY(read.number, in_field(parse_resident_id(id_number, context.host.business_date(),
                                                      !context.host.production),
                                    "id_number"));
    if (read.number.upgraded) {
        return invalid("ID_NUMBER_FORM", "id_number",
                       "18 characters; 15 digits are of the old system");
    }
    return read;
}

vault::ResolveRequest who_is(const PersonRead& read, FederationNo federation) {
    return {{vault::IdType::ResidentId, read.number.number}, read.name, federation};
}

Result<SeekerRegistered> take_in(const ApiContext& context, const Uuid& command_id,
                                 FederationNo federation, const pb::RegisterSeekerRequest& q) {
    HAVEN_TRY(const PersonRead read, read_person(context, q.name(), q.phone(), q.id_number()));
    const std::vector<vault::ResolveRequest> people{who_is(read, federation)};
    HAVEN_TRY(const auto ids, context.host.vault->resolve(people));
    HAVEN_TRY(const auto sealed,
              context.host.vault->seal(
                  command_id, {{ids[0], "name", read.name}, {ids[0], "phone", read.phone}}));
    SeekerRegistered seeker;
    seeker.person = ids[0];
    seeker.birth = read.number.birth;
    seeker.sex = read.number.sex;
    seeker.profile = read_value(q.profile());
    seeker.union_node = q.union_node();
    seeker.consent = q.consent();
    seeker.name = sealed_of(sealed[0]);
    seeker.phone = sealed_of(sealed[1]);
    return seeker;
}

}  // namespace haven::employment
