// The gRPC face of scholarship: checks access through the guard, seals what is personal, submits
// commands, and answers queries within the caller's scope. Thread rule: called from many threads at
// once.
#pragma once

#include <memory>

#include "libs/api/context.hpp"
#include "services/scholarship/aggregates.hpp"

namespace haven::scholarship {

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

// Schemes, and what sponsors give.
std::unique_ptr<Api> make_scheme_api(const ApiContext& context);
// Applications, award rolls and awards.
std::unique_ptr<Api> make_scholarship_api(const ApiContext& context);

}  // namespace haven::scholarship
