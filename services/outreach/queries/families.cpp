#include "libs/postgres/values.hpp"
#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {
namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kOnFile{
    "outreach_on_file",
    "SELECT DISTINCT p.person_id FROM family_person p "
    "JOIN family_span s USING (federation, household_id) WHERE p.person_id = ANY($1) "
    "AND s.opened_on <= $2 AND (s.closed_on IS NULL OR s.closed_on > $2)"};

}  // namespace

// A file may lie in another federation than the visit, so in another database.
std::set<PersonId> Queries::on_file(const std::set<PersonId>& people, Date day) {
    ArrayBuilder ids(Type::Uuid);
    for (const PersonId& person : people) ids.uuid(person.uuid);
    std::set<PersonId> found;
    for (const Row row : read_.query(kOnFile, Params().array(ids).date(day))) {
        found.insert(PersonId{row.uuid(0)});
    }
    return found;
}

}  // namespace haven::outreach
