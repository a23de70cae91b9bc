// Queries: the read side of disbursement, within the caller's scope (row-level security). Ids and
// codes that are not in scope are simply not there. Thread rule: that of the ScopedRead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/disbursement/domain/journal.hpp"
#include "services/disbursement/domain/subjects.hpp"

namespace haven::disbursement {

struct FundLineRow {
    FederationNo federation;
    FundLineId id;
    std::string code;
    std::string name;
    FundSource source = FundSource::Unset;
    std::string level;
    int year = 0;
    std::string payer_account;
    Money received, reserved, paid, balance, returned;
};
struct FundEntryRow {
    std::int64_t offset = 0;
    Date booked_on;
    std::string kind;
    Money amount;
    std::string reference;
    Money balance;
};
struct InstalmentRow {
    FederationNo federation;
    EntitlementId entitlement;
    int number = 0;
    HouseholdId household;
    PersonId person;
    AidItem item = AidItem::Unset;
    std::string programme;
    Money amount;
    Date due_date;
    Date release_on;
    InstalmentState state = InstalmentState::Unset;
    std::string reason;
    int attempt = 0;
    BatchId batch;
    Date credited_on;
    std::string bank_serial;
    FundLineId fund_line;
};
// A released instalment with who is paid, as a batch needs it.
struct PayableRow {
    InstalmentRow instalment;
    Payee payee;
    Date review_valid_until;
    std::string gate_closed;  // why nothing may be paid, whatever the day
};
struct BatchRow {
    FederationNo federation;
    BatchId id;
    std::string batch_no;
    FundLineId fund_line;
    std::string payer_account;
    BatchState state = BatchState::Unset;
    int line_count = 0;
    Money total;
    std::string hash;  // 32 bytes
    StaffId maker, checker, approver;
    Date sealed_on, sent_on;
    std::string file_digest;  // 32 bytes, of the encrypted file that was sent
    Date file_expired_on;     // its key has been destroyed since
};
struct BatchLineRow {
    BatchId batch;
    std::string line_ref;
    int position = 0;
    EntitlementId entitlement;
    int instalment = 0;
    HouseholdId household;
    AidItem item = AidItem::Unset;
    Money amount;
    LineState state = LineState::Unset;
    std::string reason;
    std::string bank_serial;
    Date credited_on;
    PersonId account_owner;
    std::string account_cipher;
    std::string last4;
    PersonId name_owner;
    std::string name_cipher;
};
struct CashAdvanceRow {
    FederationNo federation;
    CashAdvanceId id;
    FundLineId fund_line;
    Money amount, spent, counted;
    AidItem item = AidItem::Unset;
    int year = 0;
    CashState state = CashState::Unset;
    std::string unfunded;  // why not, as its fund line said
    std::string reason;
    CampaignRef campaign;
    StaffId requester, holder, approver, counter, confirmer;
    Date requested_on, handed_over_on, settled_on;
};
struct CashReliefRow {
    CashReliefId id;
    PersonId person;
    Money amount;
    std::string receipt_no;
    StaffId witness;
    std::string reason;
    Date paid_on, taken_back_on;
    std::string taken_back_for;
};
struct InstalmentFilter {
    std::optional<InstalmentState> state;
    std::optional<HouseholdId> household;
    std::optional<Date> released_by;
    std::optional<FundLineId> fund_line;
};
// What waits for somebody, with what they need to find it.
struct WorkRow {
    std::string task;
    FederationNo federation;
    std::string subject;  // id of the fund line, batch, household or entitlement
    int number = 0;       // instalment, where there is one
    HouseholdId household;
    std::string reason;
    Date since;  // unset where no day belongs to it
    std::int64_t count = 0;
    Money amount;
};
// Whose books, and when.
struct BookFilter {
    Date first_day;
    Date last_day;
    std::optional<FundLineId> fund_line;
    FederationNo federation;  // 0 = all in scope
};
struct FigureRow {
    std::string id;
    std::int64_t value = 0;
    std::string unit;
};

class Queries {
  public:
    explicit Queries(access::ScopedRead& read) : read_(read) {}

    // By id or by code.
    std::optional<FundLineRow> fund_line(const std::string& id_or_code);
    std::vector<FundLineRow> fund_lines(FederationNo federation, int year, const std::string& after,
                                        int limit);
    std::vector<FundEntryRow> fund_entries(const FundLineId& line, std::int64_t after, int limit);

    // `after` is (release_on, entitlement, number) of the last one before the page.
    struct InstalmentKey {
        Date release_on;
        EntitlementId entitlement;
        int number = 0;
    };
    std::vector<InstalmentRow> instalments(const InstalmentFilter& filter,
                                           const std::optional<InstalmentKey>& after, int limit);
    std::optional<InstalmentRow> instalment(const EntitlementId& entitlement, int number);
    // Released, in no batch, oldest first.
    std::vector<PayableRow> payable(FederationNo federation, const FundLineId& line,
                                    const std::optional<InstalmentKey>& after, int limit);
    // Whether the last line's entitlement has not yet heard that the batch took its instalment; the
    // cheap half of the question whether all have.
    bool is_in_flight(const BatchId& batch);
    // The lines of a batch that still stand, each with what its gates say now.
    std::vector<PayableRow> standing(const BatchId& batch);

    // By id or by number.
    std::optional<BatchRow> batch(const std::string& id_or_number);
    std::vector<BatchRow> batches(std::optional<BatchState> state,
                                  const std::optional<std::pair<Date, BatchId>>& before, int limit);
    std::vector<BatchLineRow> lines(const BatchId& batch);
    std::optional<BatchLineRow> line(const std::string& line_ref);
    // Of all sent batches: UNKNOWN, or sent on `overdue` or before and never answered.
    std::vector<BatchLineRow> unanswered_lines(Date overdue);

    std::optional<CashAdvanceRow> cash_advance(const CashAdvanceId& id);
    // The latest first; `before` is the last one of the page before.
    std::vector<CashAdvanceRow> cash_advances(
        std::optional<CashState> state, const std::optional<std::pair<Date, CashAdvanceId>>& before,
        int limit);
    // Of one advance, by receipt; `after` is the last receipt of the page before.
    std::vector<CashReliefRow> cash_reliefs(const CashAdvanceId& advance, const std::string& after,
                                            int limit);

    // Is the entitlement's money reserved, as its fund line's last word on it was.
    [[nodiscard]] bool is_reserved(const EntitlementId& entitlement);

    // Why nothing of it may be paid, whatever the day; nothing when there is no such entitlement.
    std::optional<std::string> gate_closed(const EntitlementId& entitlement);

    // By day, task, subject and number; `after` is the last one of the page before. What was sent
    // on `overdue` or before waits for the bank.
    struct WorkKey {
        Date since;
        std::string task;
        std::string subject;
        int number = 0;
    };
    std::vector<WorkRow> work(const std::optional<WorkKey>& after, Date overdue, int limit);

    std::vector<FigureRow> figures(Date as_of, int year);

    // Those that began by that day, the oldest first.
    std::vector<AccountSubjects> subjects(Date by);
    // By day, federation and offset; `after` is the last one of the page before.
    struct MovementKey {
        Date booked_on;
        FederationNo federation;
        std::int64_t offset = 0;
    };
    std::vector<Movement> movements(const BookFilter& filter,
                                    const std::optional<MovementKey>& after, int limit);
    // Sums by kind and source.
    std::vector<Turnover> turnovers(const BookFilter& filter);

  private:
    access::ScopedRead& read_;
};

}  // namespace haven::disbursement
