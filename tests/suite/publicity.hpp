// Publicity: what staff do for an activity and a class, over gRPC on a running suite. Commands
// answer "OK" or the reason of the refusal. Thread rule: one thread.
#pragma once

#include "haven/outreach/v1/outreach_service.grpc.pb.h"
#include "tests/suite/line.hpp"

namespace haven::spec {

class Publicity {
  public:
    explicit Publicity(Suite& suite) : suite_(suite) {}

    // The theme SAFETY_WEEK, on one day.
    std::string announce(const std::string& code, Date day, FederationNo federation = kCity);
    std::string report(
        const std::string& code, std::int64_t items, std::int64_t reached,
        FederationNo federation = kCity,
        haven::outreach::v1::CountBasis basis = haven::outreach::v1::COUNT_BASIS_ESTIMATED);
    std::string amend(const std::string& code, std::int64_t items, std::int64_t reached,
                      FederationNo federation = kCity);
    haven::outreach::v1::Activity activity(const std::string& code,
                                           FederationNo federation = kCity);

    // Of one day.
    std::string open_class(
        const std::string& code, Date day, int seats,
        haven::outreach::v1::ClassKind kind = haven::outreach::v1::CLASS_KIND_CADRES);
    std::string enrol(const std::string& code, const std::vector<Applicant>& people);
    std::string attend(const std::string& code, Date day, const std::vector<std::string>& ids);
    std::string complete(const std::string& code);
    haven::outreach::v1::ListTraineesResponse roster(const std::string& code,
                                                     const std::string& purpose = "",
                                                     access::Role role = access::Role::Caseworker,
                                                     std::string* answer = nullptr,
                                                     FederationNo federation = kCity);
    // One of each, reported and completed; throws where a step is refused.
    void play(Date day);

    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return suite_.ask(arguments...);
    }

  private:
    Suite& suite_;
};

}  // namespace haven::spec
