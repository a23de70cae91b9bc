// CashOracles: what must hold of cash that was taken along, counted anew from the events
// (PaymentOracles asks them). Never aborts on facts that contradict each other. Thread rule: one
// thread.
#pragma once

#include <map>
#include <set>

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"
#include "services/disbursement/domain/cash_advance.hpp"
#include "services/disbursement/domain/fund_line.hpp"

namespace haven::disbursement {

class CashOracles {
  public:
    // `where` names the record.
    void fold(const CashAdvanceId& id, const CashAdvance::Event& event, const std::string& where);
    void fold(const FundLine::Event& event);

    // At every event: CASH_WITHIN_ADVANCE, CASH_RECEIPT_COUNTS_ONCE, CASH_SEEN_BY_OTHERS (I17). At
    // the end of the log: CASH_EQUALS_POSTINGS.
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;

    // What was booked of a delivery of a visit group.
    struct Booked {
        PersonId person;
        FundLineId fund_line;
        Money amount;
        int times = 0;
        int taken_back = 0;
    };
    // By relief.
    [[nodiscard]] const std::map<Uuid, Booked>& of_groups() const { return of_groups_; }

  private:
    struct Advance {
        CashAdvanceRequested request;
        bool handed_over = false;
        Money spent;
        Money released;  // what its fund line is to have back
        StaffId counter;
    };
    void take_paid(Advance& advance, const CashReliefPaid& event, const std::string& where);

    std::map<CashAdvanceId, Advance> advances_;
    std::set<std::pair<Uuid, std::string>> receipts_;  // by book
    std::map<CashReliefId, Money> paid_, posted_;
    std::map<Uuid, Booked> of_groups_;
    std::map<CashAdvanceId, Money> released_;  // by the fund lines
    audit::Oracle within_{"CASH_WITHIN_ADVANCE", 0, "payments in cash"};
    audit::Oracle receipt_{"CASH_RECEIPT_COUNTS_ONCE", 0, "receipts"};
    audit::Oracle seen_{"CASH_SEEN_BY_OTHERS", 0, "acts with cash"};
};

}  // namespace haven::disbursement
