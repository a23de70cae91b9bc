// Referrals: what a registry's staff do with those whom others have referred, over gRPC on the
// running suite. Commands answer "OK" or the reason of the refusal. Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "tests/suite/line.hpp"

namespace haven::spec {

class Referrals {
  public:
    explicit Referrals(Suite& suite) : suite_(suite) {}

    // By day; those that wait where no state is asked for. Throws where it is refused.
    std::vector<haven::registry::v1::Referral> list(FederationNo federation = kCounty,
                                                    haven::registry::v1::ReferralState state = {});
    std::string take_up(const std::string& referral, const std::string& household,
                        FederationNo federation = kCounty);
    std::string set_aside(const std::string& referral, const std::string& reason,
                          FederationNo federation = kCounty);

  private:
    Suite& suite_;
};

}  // namespace haven::spec
