// The gRPC face of outreach: checks access through the guard, seals what is personal, submits
// commands, and answers queries within the caller's scope. Thread rule: called from many threads at
// once.
#pragma once

#include <memory>

#include "libs/api/context.hpp"
#include "services/outreach/aggregates.hpp"

namespace haven::outreach {

// What every handler needs; all of it outlives the api.
struct ApiContext : api::Context {
    const Aggregates& aggregates;
    const WorkingCalendar& calendar;
};

class Api {
  public:
    virtual ~Api() = default;
    virtual grpc::Service* service() = 0;
};

// Campaigns, stores of goods and figures.
std::unique_ptr<Api> make_campaign_api(const ApiContext& context);
// Visit groups.
std::unique_ptr<Api> make_visit_api(const ApiContext& context);
// Publicity and training.
std::unique_ptr<Api> make_publicity_api(const ApiContext& context);
// The hotline 12351.
std::unique_ptr<Api> make_hotline_api(const ApiContext& context);

}  // namespace haven::outreach
