#include "services/disbursement/oracles/payment_oracles.hpp"

#include <algorithm>

#include "services/disbursement/codec/codec.hpp"

namespace haven::disbursement {
namespace {

using audit::Oracle;

std::string place(const log::Record& record) {
    return "federation " + std::to_string(record.federation.value) + ", offset " +
           std::to_string(record.offset);
}

std::string name_of(const InstalmentKey& key) {
    return "instalment " + std::to_string(key.second) + " of " + key.first.to_string();
}

template <class Codec>
auto decoded(const log::Record& record) {
    return Codec::decode(record.type, record.schema_version, record.payload);
}

// Keys of either map whose amounts differ.
template <class Map>
void compare(const Map& left, const Map& right, Oracle& oracle, auto describe) {
    const auto at = [](const Map& map, const auto& key) {
        const auto found = map.find(key);
        return found == map.end() ? Money{} : found->second;
    };
    for (const auto& [key, amount] : left) oracle.see(at(right, key) == amount, describe(key));
    for (const auto& [key, amount] : right) {
        if (!left.contains(key)) oracle.see(amount == Money{}, describe(key));
    }
}

}  // namespace

void PaymentOracles::see(const log::Record& record) {
    if (const auto funds = decoded<FundLineCodec>(record)) {
        fold(record, *funds);
    } else if (const auto batch = decoded<PaymentBatchCodec>(record)) {
        fold(record, *batch);
    } else if (const auto entitlement = decoded<EntitlementCodec>(record)) {
        fold(record, *entitlement);
    } else if (const auto cash = decoded<CashAdvanceCodec>(record)) {
        cash_.fold(CashAdvanceId{record.stream_id}, *cash, place(record));
    }
}

void PaymentOracles::fold(const log::Record& record, const FundLine::Event& event) {
    Funds& line = funds_[record.stream_id];
    cash_.fold(event);
    match(
        event, [](const FundLineOpened&) {}, [](const ReservationRefused&) {},
        [&](const FundsReceived& e) { line.received += e.amount; },
        [&](const FundsReturned& e) { line.returned += e.amount; },
        [&](const FundsReserved& e) { line.reserved += e.amount; },
        [&](const ReservationReleased& e) { line.reserved -= e.amount; },
        [&](const PaymentsPosted& e) {
            line.reserved -= e.amount;
            line.paid += e.amount;
            batches_[e.batch.uuid].posted += e.amount;
        },
        [&](const ReturnPosted& e) {
            line.paid -= e.amount;
            line.reserved += e.amount;
            return_posted_[FundLineId{record.stream_id}] += e.amount;
        },
        [&](const CashReserved& e) { line.reserved += e.amount; }, [](const CashRefused&) {},
        [&](const CashPosted& e) {
            line.reserved -= e.amount;
            line.paid += e.amount;
        },
        [&](const CashPostingReversed& e) {
            line.paid -= e.amount;
            line.reserved += e.amount;
        },
        [&](const CashReleased& e) { line.reserved -= e.amount; });
    const Money balance = line.received - line.paid - line.reserved - line.returned;
    conserve_.see(std::ranges::all_of(
                      std::array{line.received, line.paid, line.reserved, line.returned, balance},
                      [](Money amount) { return amount >= Money{}; }),
                  place(record));
}

void PaymentOracles::check_list(const Batch& batch, const std::string& where) {
    std::vector<const LineSealed*> standing;
    Money total;
    for (const std::string& ref : batch.order) {
        const Line& line = batch.lines.at(ref);
        if (line.struck) continue;
        standing.push_back(&line.sealed);
        total += line.sealed.amount;
    }
    hash_.see(std::ssize(standing) == batch.line_count && total == batch.total &&
                  hash_of(batch.sealed.batch_no, standing) == batch.hash,
              where);
}

void PaymentOracles::check_signatures(const Batch& batch, const std::string& where) {
    const StaffId maker = batch.sealed.maker;
    const bool three = !maker.is_nil() && !batch.checker.is_nil() && !batch.approver.is_nil() &&
                       maker != batch.checker && maker != batch.approver &&
                       batch.checker != batch.approver;
    signed_.see(three && batch.checked == batch.hash && batch.approved == batch.hash, where);
}

void PaymentOracles::take_paid(Batch& batch, const LinePaid& event, const std::string& where) {
    Line& line = batch.lines[event.line_ref];
    sent_.see(line.sent && !line.struck && line.sealed.entitlement == event.entitlement &&
                  line.sealed.instalment == event.instalment,
              where);
    ++line.paid;
    line.bank_serial = event.bank_serial;
    batch.paid += event.amount;
    Money& standing = standing_[{event.entitlement, event.instalment}];
    once_.see(standing == Money{} && event.amount == line.sealed.amount, where);
    standing += event.amount;
}

void PaymentOracles::take_returned(Batch& batch, const LineReturned& event,
                                   const std::string& where) {
    Line& line = batch.lines[event.line_ref];
    ++line.returned;
    returned_[event.fund_line] += event.amount;
    Money& standing = standing_[{event.entitlement, event.instalment}];
    once_.see(standing == event.amount, where);
    standing -= event.amount;
}

void PaymentOracles::fold(const log::Record& record, const PaymentBatch::Event& event) {
    Batch& batch = batches_[record.stream_id];
    const std::string where = place(record);
    match(
        event,
        [&](const BatchSealed& e) {
            batch.sealed = e;
            batch.line_count = e.line_count;
            batch.total = e.total;
            batch.hash = e.hash;
        },
        [&](const LineSealed& e) {
            batch.order.push_back(e.line_ref);
            batch.lines[e.line_ref].sealed = e;
            batch_of_[e.line_ref] = record.stream_id;
            if (std::ssize(batch.order) == batch.sealed.line_count) check_list(batch, where);
        },
        [&](const LineStruck& e) {
            batch.lines[e.line_ref].struck = true;
            batch.line_count = e.line_count;
            batch.total = e.total;
            batch.hash = e.hash;
            batch.checker = batch.approver = {};
            check_list(batch, where);
        },
        [&](const BatchChecked& e) {
            batch.checker = e.checker;
            batch.checked = e.hash;
        },
        [&](const BatchApproved& e) {
            batch.approver = e.approver;
            batch.approved = e.hash;
        },
        [&](const BatchSent&) {
            check_signatures(batch, where);
            for (auto& [ref, line] : batch.lines) line.sent = !line.struck;
        },
        [&](const LineFailed& e) { batch.lines[e.line_ref].failed = true; },
        [&](const LinePaid& e) { take_paid(batch, e, where); },
        [&](const LineReturned& e) { take_returned(batch, e, where); }, [](const LineUnknown&) {},
        [](const BankReplyImported&) {}, [](const BatchRefused&) {},
        [](const BatchFileExpired&) {});
}

void PaymentOracles::fold(const log::Record& record, const Entitlement::Event& event) {
    const std::string where = "federation " + std::to_string(record.federation.value) +
                              ", offset " + std::to_string(record.offset);
    const auto book = [&](const auto& of, Money amount) {
        const InstalmentKey key{of.entitlement, of.instalment};
        relief_[key] += amount;
        if (!of.enrolment.is_nil()) {
            book_subsidy(of.enrolment, amount, where);
        } else if (of.award.is_nil()) {
            of_files_[key] += amount;
        } else {
            of_awards_[{of.award.award, of.award.year}] += amount;
        }
    };
    if (const auto* granted = std::get_if<EntitlementGranted>(&event)) {
        if (granted->enrolment.is_nil()) return;
        const bool first =
            subsidies_.try_emplace(granted->enrolment, Subsidy{granted->annual, {}}).second;
        subsidy_.see(first, where);
    } else if (const auto* paid = std::get_if<ReliefPaid>(&event)) {
        book(*paid, paid->amount);
    } else if (const auto* back = std::get_if<PaymentReturned>(&event)) {
        book(*back, Money{} - back->amount);
    }
}

void PaymentOracles::book_subsidy(const EnrolmentId& enrolment, Money amount,
                                  const std::string& where) {
    Subsidy& subsidy = subsidies_[enrolment];
    subsidy.paid += amount;
    subsidy_.see(subsidy.paid >= Money{} && subsidy.paid <= subsidy.granted, where);
}

Oracle PaymentOracles::postings() const {
    Oracle oracle{"POSTINGS_EQUAL_LINES", 0, "batches and lines' returns"};
    for (const auto& [id, batch] : batches_) {
        oracle.see(batch.paid == batch.posted, "batch " + id.to_string());
    }
    compare(returned_, return_posted_, oracle,
            [](const FundLineId& line) { return "returns to fund line " + line.to_string(); });
    return oracle;
}

Oracle PaymentOracles::relief() const {
    Oracle oracle{"RELIEF_EQUALS_LINES", 0, "instalments"};
    compare(standing_, relief_, oracle, name_of);
    return oracle;
}

const PaymentOracles::Line* PaymentOracles::line_of(const std::string& line_ref) const {
    const auto batch = batch_of_.find(line_ref);
    return batch == batch_of_.end() ? nullptr : &batches_.at(batch->second).lines.at(line_ref);
}

Oracle PaymentOracles::bank_once(const std::vector<BankCredit>& credits) const {
    Oracle oracle{"BANK_CREDITED_ONCE", 0, "instalments"};
    std::map<InstalmentKey, int> standing;
    for (const BankCredit& credit : credits) {
        const Line* line = line_of(credit.line_ref);
        if (line == nullptr) {
            oracle.see(false, "credit " + credit.bank_serial + " of a line that is not ours");
        } else {
            standing[{line->sealed.entitlement, line->sealed.instalment}] += !credit.returned;
        }
    }
    for (const auto& [key, count] : standing) oracle.see(count <= 1, name_of(key));
    return oracle;
}

// A line that is sent and has no final answer may be credited already: we ask about it.
Oracle PaymentOracles::bank_agrees(const std::vector<BankCredit>& credits) const {
    Oracle oracle{"BANK_AGREES", 0, "lines"};
    std::map<std::string, const BankCredit*> by_ref;
    for (const BankCredit& credit : credits) by_ref[credit.line_ref] = &credit;
    for (const auto& [ref, id] : batch_of_) {
        const Line& line = *line_of(ref);
        const auto found = by_ref.find(ref);
        const BankCredit* credit = found == by_ref.end() ? nullptr : found->second;
        const bool unanswered = line.sent && !line.failed && line.paid == 0;
        const bool same =
            credit == nullptr
                ? line.paid == 0
                : unanswered || (line.paid == 1 && credit->amount == line.sealed.amount &&
                                 credit->bank_serial == line.bank_serial &&
                                 credit->returned == (line.returned == 1));
        oracle.see(same, "line " + ref);
    }
    return oracle;
}

std::vector<Oracle> PaymentOracles::verdicts(const std::vector<BankCredit>* credits) const {
    std::vector<Oracle> all{conserve_, once_,    hash_,      signed_,
                            sent_,     subsidy_, postings(), relief()};
    for (audit::Oracle& oracle : cash_.verdicts()) all.push_back(std::move(oracle));
    if (credits != nullptr) {
        all.push_back(bank_once(*credits));
        all.push_back(bank_agrees(*credits));
    }
    return all;
}

}  // namespace haven::disbursement
