// The gRPC face of disbursement: checks access through the guard, seals what is personal, submits
// commands, and answers queries within the caller's scope. Thread rule: called from many threads at
// once.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "libs/api/context.hpp"
#include "services/disbursement/aggregates.hpp"
#include "services/disbursement/ports/bank_intake.hpp"
#include "services/disbursement/ports/batch_files.hpp"

namespace haven::disbursement {

// What every handler needs; all of it outlives the api.
struct ApiContext : api::Context {
    const Aggregates& aggregates;
    BankIntake& intake;
    BatchFiles& files;
    // Files of the bank that could not be taken in, by name, with the reason.
    std::function<std::vector<std::pair<std::string, std::string>>()> troubles;
    // What was sent on this day or before, and is not answered, is overdue.
    std::function<Date()> overdue;
};

// The city's own federation.
inline constexpr FederationNo kCity{1};

class Api {
  public:
    virtual ~Api() = default;
    virtual grpc::Service* service() = 0;
};

std::unique_ptr<Api> make_fund_api(const ApiContext& context);
std::unique_ptr<Api> make_payment_api(const ApiContext& context);
std::unique_ptr<Api> make_cash_api(const ApiContext& context);

}  // namespace haven::disbursement
