#include "tests/suite/referrals.hpp"

#include <stdexcept>

namespace haven::spec {

namespace reg = haven::registry::v1;
using access::Role;
using Service = reg::ReferralService::Stub;

std::vector<reg::Referral> Referrals::list(FederationNo federation, reg::ReferralState state) {
    reg::ListReferralsRequest request;
    request.set_state(state);
    reg::ListReferralsResponse response;
    const std::string answer =
        suite_.ask(Role::Caseworker, federation, &Service::ListReferrals, request, &response);
    if (answer != "OK") throw std::runtime_error("referrals: " + answer);
    return {response.referrals().begin(), response.referrals().end()};
}

std::string Referrals::take_up(const std::string& referral, const std::string& household,
                               FederationNo federation) {
    reg::TakeUpReferralRequest request;
    request.set_referral_id(referral);
    request.set_household_id(household);
    return suite_.ask(Role::Caseworker, federation, &Service::TakeUpReferral, request);
}

std::string Referrals::set_aside(const std::string& referral, const std::string& reason,
                                 FederationNo federation) {
    reg::SetReferralAsideRequest request;
    request.set_referral_id(referral);
    request.set_reason(reason);
    return suite_.ask(Role::Caseworker, federation, &Service::SetReferralAside, request);
}

}  // namespace haven::spec
