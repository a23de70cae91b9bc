// CountyPayments: what each federation's lines have paid to people and not got back, counted from
// its log (`haven audit totals`). Use and rules as PaymentOracles.
#pragma once

#include <map>

#include "libs/base/money.hpp"
#include "libs/log/record.hpp"

namespace haven::disbursement {

class CountyPayments {
  public:
    void see(const log::Record& record);
    [[nodiscard]] const std::map<FederationNo, Money>& paid() const { return paid_; }

  private:
    std::map<FederationNo, Money> paid_;
};

}  // namespace haven::disbursement
