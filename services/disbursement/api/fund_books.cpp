// FundService: the books, that is subjects, journal and trial balance.
#include <algorithm>
#include <ranges>

#include "services/disbursement/api/fund_api.hpp"

namespace haven::disbursement {
namespace {

Result<Date> day_or(const std::string& text, const char* field, Date otherwise) {
    if (text.empty()) return otherwise;
    return api::asked_date(text, field);
}

// The sets are in the order of their first days, and one of them holds.
const AccountSubjects& in_force(const std::vector<AccountSubjects>& sets, Date on) {
    const auto found =
        std::ranges::find_if(std::views::reverse(sets),
                             [&](const AccountSubjects& set) { return set.effective_from <= on; });
    return *found;
}

Result<BookFilter> asked_books(Queries& queries, const std::string& first_day,
                               const std::string& last_day, const char* last_field,
                               const std::string& fund_line, std::int32_t federation, Date today) {
    BookFilter filter;
    HAVEN_TRY(filter.last_day, day_or(last_day, last_field, today));
    HAVEN_TRY(filter.first_day,
              day_or(first_day, "first_day", Date::of(filter.last_day.year(), 1, 1)));
    if (filter.first_day > filter.last_day) {
        return invalid("INVALID_PERIOD", last_field, "not before the first day");
    }
    if (!fund_line.empty()) {
        const auto line = queries.fund_line(fund_line);
        if (!line) return missing("FUND_LINE_MISSING", "fund line");
        filter.fund_line = line->id;
    }
    filter.federation = FederationNo{static_cast<std::int16_t>(federation)};
    return filter;
}

// As rpc::page_token() keeps it.
Result<std::optional<Queries::MovementKey>> key_of(const std::vector<std::string>& after) {
    if (after.empty()) return std::nullopt;
    Queries::MovementKey key;
    HAVEN_TRY(key.booked_on, rpc::key_date(after[0]));
    HAVEN_TRY(const std::int64_t federation, rpc::key_number(after[1]));
    key.federation = FederationNo{static_cast<std::int16_t>(federation)};
    HAVEN_TRY(key.offset, rpc::key_number(after[2]));
    return key;
}

std::vector<std::string> words_of(const Movement& last) {
    return {last.booked_on.to_string(), std::to_string(last.federation.value),
            std::to_string(last.offset)};
}

void write(const Movement& movement, const AccountSubjects& subjects, pb::JournalLine& message) {
    const JournalLine line = journal_line(movement);
    message.set_date(movement.booked_on.to_string());
    message.set_voucher_no(line.voucher_no);
    message.set_summary(line.summary);
    write_subject(subjects.of(line.posting.debit), *message.mutable_debit());
    write_subject(subjects.of(line.posting.credit), *message.mutable_credit());
    message.set_amount_fen(movement.amount.in_fen());
    message.set_fund_line(movement.fund_line);
    message.set_federation(movement.federation.value);
    message.set_reference(movement.reference);
    message.set_reversal(line.posting.reversal);
}

void write(const AccountSubject& subject, const Balance& balance, pb::TrialBalanceRow& message) {
    write_subject(subject, *message.mutable_subject());
    message.set_opening_fen(balance.opening.in_fen());
    message.set_debit_fen(balance.debit.in_fen());
    message.set_credit_fen(balance.credit.in_fen());
    message.set_closing_fen(balance.closing().in_fen());
}

}  // namespace

Result<std::vector<AccountSubjects>> FundApi::subjects(const Caller& caller, Date from, Date by) {
    access::ScopedRead read(context_.host.readers, api::with_superiors(context_, caller));
    auto sets = Queries(read).subjects(by);
    if (!sets.empty() && sets.front().effective_from <= from) return sets;
    return refused("SUBJECTS_MISSING", "no subjects are in force on that day",
                   {{"date", from.to_string()}});
}

grpc::Status FundApi::SetSubjects(grpc::ServerContext* c, const pb::SetSubjectsRequest* q,
                                  pb::SetSubjectsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const FederationNo head = api::head_of(context_);
        HAVEN_CHECKED(caller.may_touch(head));
        HAVEN_CHECKED(api::asked_date(q->subjects().effective_from(), "subjects.effective_from"));
        AccountSubjects set = read_subjects(q->subjects());
        const Uuid id = crypto::uuid_of_code("account-subjects", set.code);
        return to(caller, *q, {*context_.aggregates.subjects, head, id},
                  SubjectRuling::Command{haven::disbursement::SetSubjects{std::move(set)}}, *r);
    });
}

grpc::Status FundApi::ListSubjects(grpc::ServerContext* c, const pb::ListSubjectsRequest* q,
                                   pb::ListSubjectsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        HAVEN_TRY(const Date on, day_or(q->on(), "on", today));
        HAVEN_TRY(const auto sets, subjects(caller, on, on));
        write_subjects(sets.back(), *r->mutable_subjects());
        r->set_business_date(today.to_string());
        return {};
    });
}

grpc::Status FundApi::GetJournal(grpc::ServerContext* c, const pb::GetJournalRequest* q,
                                 pb::GetJournalResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        const std::string asked = "journal|" + q->first_day() + '|' + q->last_day() + '|' +
                                  q->fund_line_id() + '|' + std::to_string(q->federation());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), asked, 3));
        HAVEN_TRY(const auto after, key_of(page.after));
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        HAVEN_TRY(const BookFilter filter,
                  asked_books(queries, q->first_day(), q->last_day(), "last_day", q->fund_line_id(),
                              q->federation(), today));
        HAVEN_TRY(const auto sets, subjects(caller, filter.first_day, filter.last_day));
        auto rows = queries.movements(filter, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(words_of(rows.back()), asked));
        }
        for (const Movement& row : rows) write(row, in_force(sets, row.booked_on), *r->add_lines());
        r->set_business_date(today.to_string());
        return {};
    });
}

grpc::Status FundApi::GetTrialBalance(grpc::ServerContext* c, const pb::GetTrialBalanceRequest* q,
                                      pb::GetTrialBalanceResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        HAVEN_TRY(const BookFilter filter, asked_books(queries, q->first_day(), q->as_of(), "as_of",
                                                       q->fund_line_id(), q->federation(), today));
        HAVEN_TRY(const auto sets, subjects(caller, filter.last_day, filter.last_day));
        const TrialBalance trial = trial_balance(queries.turnovers(filter));
        for (const auto& [account, balance] : trial.accounts) {
            write(sets.back().of(account), balance, *r->add_rows());
        }
        write(AccountSubject{.name = "合计"}, trial.sums, *r->add_rows());
        r->set_business_date(today.to_string());
        return {};
    });
}

}  // namespace haven::disbursement
