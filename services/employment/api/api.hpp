// The gRPC face of employment: checks access through the guard, seals what is personal, submits
// commands, and answers queries within the caller's scope. Thread rule: called from many threads at
// once.
#pragma once

#include <memory>

#include "libs/api/context.hpp"
#include "services/employment/aggregates.hpp"

namespace haven::employment {

// What every handler needs; all of it outlives the api.
struct ApiContext : api::Context {
    const Aggregates& aggregates;
};

class Api {
  public:
    virtual ~Api() = default;
    virtual grpc::Service* service() = 0;
};

// Fairs, employers, who attends, and what is offered.
std::unique_ptr<Api> make_fair_api(const ApiContext& context);
// Seekers, intents and hires.
std::unique_ptr<Api> make_employment_api(const ApiContext& context);
// What is done for one person.
std::unique_ptr<Api> make_assistance_api(const ApiContext& context);

}  // namespace haven::employment
