#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/family/told.hpp"
#include "services/scholarship/domain/family_file.hpp"
#include "services/scholarship/reactions/reactions.hpp"

namespace haven::scholarship {
namespace {

FamilyNoted noted(const family::FamilyTold& file) {
    return {HouseholdId{file.household}, file.head, file.members};
}

}  // namespace

consumer::Subscription registry_subscription(const Aggregates& aggregates) {
    return consumer::told_by("registry", *registry::v1::HouseholdEnrolled::descriptor()->file(),
                             family::file_events(), [&](const log::Record& record) {
                                 return family::heard<FamilyFile>(*aggregates.family, record,
                                                                  noted);
                             });
}

}  // namespace haven::scholarship
