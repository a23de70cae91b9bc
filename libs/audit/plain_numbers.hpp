// PlainNumbers: the oracle NO_ID_NUMBER_IN_PLAIN (I35): no stored event holds a resident ID number
// as digits. What is sealed looks like anything but that; a number that checks out is no accident.
#pragma once

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"

namespace haven::audit {

class PlainNumbers {
  public:
    void see(const log::Record& record);
    [[nodiscard]] const Oracle& verdict() const { return oracle_; }

  private:
    Oracle oracle_{"NO_ID_NUMBER_IN_PLAIN", 0};
};

}  // namespace haven::audit
