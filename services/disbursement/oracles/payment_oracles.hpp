// PaymentOracles: what must hold of this service's events and of the bank's own ledger, counted
// anew from the events, without the deciders that wrote them (`haven audit check`).
//
//     PaymentOracles oracles;
//     for (const log::Record& record : …) oracles.see(record);
//     for (const audit::Oracle& oracle : oracles.verdicts(&credits)) …
//
// Records of a federation come in offset order. Never aborts on facts that contradict each other,
// only on bytes that are no event. Thread rule: one thread.
#pragma once

#include <map>
#include <set>

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/domain/fund_line.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/oracles/bank_ledger.hpp"
#include "services/disbursement/oracles/cash_oracles.hpp"

namespace haven::disbursement {

// An instalment of an entitlement: what may be paid once.
using InstalmentKey = std::pair<EntitlementId, int>;

class PaymentOracles {
  public:
    void see(const log::Record& record);

    // At every event: FUND_LINES_CONSERVE (I10), INSTALMENT_PAID_ONCE (I8),
    // BATCH_HASH_MATCHES_LINES (I15, I16), SIGNED_BY_THREE_PEOPLE (I17), PAID_LINE_WAS_SENT,
    // SUBSIDY_PAID_ONCE (R80: an enrolment has one entitlement, and no more than that is paid).
    // At the end of the log: POSTINGS_EQUAL_LINES, RELIEF_EQUALS_LINES.
    // With the bank's ledger: BANK_CREDITED_ONCE, BANK_AGREES. Of cash: see CashOracles.
    [[nodiscard]] std::vector<audit::Oracle> verdicts(const std::vector<BankCredit>* credits) const;

    // What is paid and not returned, for comparison with another service's log: of household files,
    // and of awards of scholarship by award and year.
    [[nodiscard]] const std::map<InstalmentKey, Money>& relief_paid() const { return of_files_; }
    [[nodiscard]] const std::map<std::pair<AwardId, int>, Money>& awards_paid() const {
        return of_awards_;
    }
    // What was granted for the subsidy of an enrolment, and what of it is paid and not returned.
    struct Subsidy {
        Money granted, paid;
    };
    [[nodiscard]] const std::map<EnrolmentId, Subsidy>& subsidies() const { return subsidies_; }
    // Cash that visit groups of outreach gave people, by delivery.
    [[nodiscard]] const std::map<Uuid, CashOracles::Booked>& cash_of_groups() const {
        return cash_.of_groups();
    }

  private:
    struct Funds {
        Money received, reserved, paid, returned;
    };
    struct Line {
        LineSealed sealed;
        bool struck = false;
        bool sent = false;
        bool failed = false;
        int paid = 0;
        int returned = 0;
        std::string bank_serial;
    };
    struct Batch {
        BatchSealed sealed;
        std::vector<std::string> order;
        std::map<std::string, Line> lines;
        int line_count = 0;
        Money total;
        BatchHash hash{};
        StaffId checker, approver;
        BatchHash checked{}, approved{};
        Money paid, posted;
    };

    void fold(const log::Record& record, const FundLine::Event& event);
    void fold(const log::Record& record, const PaymentBatch::Event& event);
    void fold(const log::Record& record, const Entitlement::Event& event);
    void book_subsidy(const EnrolmentId& enrolment, Money amount, const std::string& where);
    void check_list(const Batch& batch, const std::string& where);
    void check_signatures(const Batch& batch, const std::string& where);
    void take_paid(Batch& batch, const LinePaid& event, const std::string& where);
    void take_returned(Batch& batch, const LineReturned& event, const std::string& where);
    [[nodiscard]] audit::Oracle postings() const;
    [[nodiscard]] audit::Oracle relief() const;
    [[nodiscard]] audit::Oracle bank_once(const std::vector<BankCredit>& credits) const;
    [[nodiscard]] audit::Oracle bank_agrees(const std::vector<BankCredit>& credits) const;
    [[nodiscard]] const Line* line_of(const std::string& line_ref) const;

    CashOracles cash_;
    std::map<Uuid, Funds> funds_;
    std::map<Uuid, Batch> batches_;
    std::map<std::string, Uuid> batch_of_;     // line reference → batch
    std::map<InstalmentKey, Money> standing_;  // by the batches' lines
    std::map<InstalmentKey, Money> relief_;    // by the entitlements
    std::map<InstalmentKey, Money> of_files_;  // what of it is aid of a household file
    std::map<std::pair<AwardId, int>, Money> of_awards_;
    std::map<EnrolmentId, Subsidy> subsidies_;
    std::map<FundLineId, Money> returned_, return_posted_;
    audit::Oracle conserve_{"FUND_LINES_CONSERVE", 0, "fund events"};
    audit::Oracle once_{"INSTALMENT_PAID_ONCE", 0, "credits and returns"};
    audit::Oracle hash_{"BATCH_HASH_MATCHES_LINES", 0, "lists"};
    audit::Oracle signed_{"SIGNED_BY_THREE_PEOPLE", 0, "batches sent"};
    audit::Oracle sent_{"PAID_LINE_WAS_SENT", 0, "paid lines"};
    audit::Oracle subsidy_{"SUBSIDY_PAID_ONCE", 0, "subsidies and their credits"};
};

}  // namespace haven::disbursement
