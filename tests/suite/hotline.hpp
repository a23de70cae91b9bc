// Hotline: what staff do for a call to 12351, over gRPC on a running suite. Commands answer "OK" or
// the reason of the refusal. Thread rule: one thread.
#pragma once

#include "haven/outreach/v1/outreach_service.grpc.pb.h"
#include "tests/suite/line.hpp"

namespace haven::spec {

class Hotline {
  public:
    using Ticket = haven::outreach::v1::Ticket;

    explicit Hotline(Suite& suite) : suite_(suite) {}

    // 2, 5 and 10 working days.
    std::string limits(Date first_day);
    // Of the city, for help, general; nobody: an anonymous call.
    std::string log(const std::string& number, const Applicant* caller,
                    FederationNo federation = kCity);
    // Without an ID number it is not known who calls.
    std::string log_unknown(const std::string& number, const std::string& name,
                            const std::string& phone);
    std::string transfer(const std::string& number, FederationNo from, FederationNo to);
    std::string reply(const std::string& number, FederationNo federation = kCity);
    // By another member of staff than who replies.
    std::string call_back(const std::string& number, haven::outreach::v1::Satisfaction said,
                          FederationNo federation = kCity);
    std::string refer(const std::string& number, FederationNo to = kCounty,
                      const std::string& node = "610302");
    std::string close(const std::string& number, FederationNo federation = kCity);
    haven::outreach::v1::GetTicketResponse show(const std::string& number,
                                                const std::string& purpose = "",
                                                FederationNo federation = kCity,
                                                std::string* answer = nullptr);
    Ticket ticket(const std::string& number, FederationNo federation = kCity) {
        return show(number, "", federation).ticket();
    }
    // Limits, a ticket that is open, one that went to a county, and one that is closed; throws
    // where a step is refused.
    void play();

    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return suite_.ask(arguments...);
    }

  private:
    std::string log(haven::outreach::v1::LogTicketRequest request, const std::string& number,
                    FederationNo federation);

    Suite& suite_;
};

}  // namespace haven::spec
