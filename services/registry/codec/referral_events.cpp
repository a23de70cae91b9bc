// Events of referrals.
#include "services/registry/codec/events.hpp"
#include "services/registry/codec/fields.hpp"

namespace haven::registry {

static_assert(static_cast<int>(ReferralState::SetAside) == v1::REFERRAL_STATE_SET_ASIDE);
static_assert(static_cast<int>(ReferralSource::Case) == v1::REFERRAL_SOURCE_CASE);

namespace {

void put(const ReferralOrigin& origin, v1::ReferralOrigin& out) {
    out.set_source(same_number<v1::ReferralSource>(origin.source));
    out.set_from_federation(origin.federation.value);
    out.set_source_id(to_text(origin.id));
}

ReferralOrigin read_origin(const v1::ReferralOrigin& m) {
    return {.source = same_number<ReferralSource>(m.source()),
            .federation = federation_of(m.from_federation()),
            .id = stored_uuid(m.source_id())};
}

}  // namespace

v1::ReferralReceived to_event(const ReferralReceived& e) {
    v1::ReferralReceived m;
    const Referral& referral = e.referral;
    v1::ReferralSheet& sheet = *m.mutable_sheet();
    sheet.set_referral_id(to_text(referral.referral));
    sheet.set_source(same_number<v1::ReferralSource>(referral.origin.source));
    sheet.set_from_federation(referral.origin.federation.value);
    sheet.set_source_id(to_text(referral.origin.id));
    sheet.set_source_no(referral.source_no);
    sheet.set_person_id(to_text(referral.person.uuid));
    *sheet.mutable_name() = to_proto(referral.name);
    *sheet.mutable_phone() = to_proto(referral.phone);
    sheet.set_identified(referral.identified);
    sheet.set_union_node(referral.union_node);
    for (const std::string& sign : referral.signs) sheet.add_signs(sign);
    sheet.set_heard_on(to_text(referral.heard_on));
    m.set_becomes(same_number<v1::ReferralState>(e.becomes));
    return m;
}

ReferralReceived from_event(const v1::ReferralReceived& m) {
    const v1::ReferralSheet& sheet = m.sheet();
    return {.referral = {.referral = stored_uuid(sheet.referral_id()),
                         .origin = {.source = same_number<ReferralSource>(sheet.source()),
                                    .federation = federation_of(sheet.from_federation()),
                                    .id = stored_uuid(sheet.source_id())},
                         .source_no = sheet.source_no(),
                         .person = PersonId{stored_uuid(sheet.person_id())},
                         .name = from_proto(sheet.name()),
                         .phone = from_proto(sheet.phone()),
                         .identified = sheet.identified(),
                         .union_node = sheet.union_node(),
                         .signs = {sheet.signs().begin(), sheet.signs().end()},
                         .heard_on = stored_date(sheet.heard_on())},
            .becomes = same_number<ReferralState>(m.becomes())};
}

v1::ReferralApplied to_event(const ReferralApplied& e) {
    v1::ReferralApplied m;
    m.set_household_id(to_text(e.household.uuid));
    if (e.origin != ReferralOrigin{}) put(e.origin, *m.mutable_origin());
    return m;
}

ReferralApplied from_event(const v1::ReferralApplied& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .origin = read_origin(m.origin())};
}

v1::ReferralPutAside to_event(const ReferralPutAside& e) {
    v1::ReferralPutAside m;
    m.set_reason(e.reason);
    if (e.origin != ReferralOrigin{}) put(e.origin, *m.mutable_origin());
    return m;
}

ReferralPutAside from_event(const v1::ReferralPutAside& m) {
    return {.reason = m.reason(), .origin = read_origin(m.origin())};
}

}  // namespace haven::registry
