// The bridge between domain events and haven/registry/v1/registry_events.proto, the stored format.
// A stored payload that cannot be read is a bug of ours and aborts. Stateless; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "libs/log/log.hpp"
#include "services/registry/domain/directory.hpp"
#include "services/registry/domain/erasure.hpp"
#include "services/registry/domain/household.hpp"
#include "services/registry/domain/referral.hpp"

namespace haven::registry {

// One codec per decider; D::Event is a variant whose alternatives have a message each.
template <class D>
struct Codec {
    static log::NewEvent encode(const typename D::Event& event);
    static std::optional<typename D::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
    static std::span<const std::string_view> types();
};

extern template struct Codec<Household>;
extern template struct Codec<UnionNodeRecord>;
extern template struct Codec<StaffRecord>;
extern template struct Codec<EnterpriseRecord>;
extern template struct Codec<DibaoLineRecord>;
extern template struct Codec<RuleSetRecord>;
extern template struct Codec<PersonRecord>;
extern template struct Codec<ReferralRecord>;

// What another service may meet in our log (protocols §4).
bool is_known_event(std::string_view type);
bool is_critical_event(std::string_view type);

}  // namespace haven::registry
