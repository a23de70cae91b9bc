#include "services/registry/domain/erasure.hpp"

#include <algorithm>

#include "services/registry/domain/household.hpp"

namespace haven::registry {

Date kept_until(const PersonsFile& file) {
    if (!file.closed_on.is_set()) return {};
    const Date as_file = file.closed_on.plus_years(kFileKeptYears);
    if (!file.paid) return as_file;
    return std::max(as_file, Date::of(file.closed_on.year() + kVoucherKeptYears, 12, 31));
}

Result<std::vector<PersonRecord::Event>> PersonRecord::decide(const State& state,
                                                              const Command& command,
                                                              const Context& by) {
    const auto& c = std::get<ErasePerson>(command);
    if (c.ground == ErasureGround::None) {
        return invalid("GROUND_MISSING", "ground", "why the person is to be forgotten");
    }
    if (state.erased) return std::vector<Event>{};
    Date kept;
    for (const PersonsFile& file : c.files) {
        if (file.open) {
            return refused("PERSON_ON_OPEN_FILE",
                           "the person is on an open file or application: it has to end first");
        }
        kept = std::max(kept, kept_until(file));
    }
    if (kept.is_set() && by.business_date <= kept) {
        return refused("KEEPING_TERM_RUNS",
                       "files and vouchers that name the person must be kept until then",
                       {{"kept_until", kept.to_string()}});
    }
    return std::vector<Event>{PersonErased{c.person, c.ground, by.business_date}};
}

PersonRecord::State PersonRecord::evolve(State state, const Event&) {
    state.erased = true;
    return state;
}

Effects PersonRecord::effects(const State&, const Event& event) {
    const PersonId person = std::get<PersonErased>(event).person;
    return {.claims = {{ClaimChange::Kind::Take, open_file_claim(person)}}};
}

}  // namespace haven::registry
