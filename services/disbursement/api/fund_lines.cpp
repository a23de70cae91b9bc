// FundService: the lines and what comes to them and leaves them unpaid.
#include <algorithm>
#include <array>

#include "libs/base/bank_account.hpp"
#include "libs/base/text.hpp"
#include "services/disbursement/api/fund_api.hpp"

namespace haven::disbursement {
namespace {

bool is_code(const std::string& code) {
    return !code.empty() && code.size() <= 40 && std::ranges::all_of(code, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

FundLineId id_of_code(const std::string& code) {
    return FundLineId{crypto::uuid_of_code("fund-line", code)};
}

Result<FundLineOpened> read_line(const pb::OpenFundLineRequest& q) {
    if (!is_code(q.code())) return invalid("INVALID_CODE", "code", "[a-z0-9-]{1,40}");
    if (q.name().empty() || text::code_points(q.name()) > 64) {
        return invalid("INVALID_NAME", "name", "a name for people, at most 64 characters");
    }
    constexpr std::array<std::string_view, 4> kLevels = {"CITY", "COUNTY", "PROVINCE", "CENTRAL"};
    if (std::ranges::find(kLevels, q.level()) == kLevels.end()) {
        return invalid("INVALID_LEVEL", "level", "CITY, COUNTY, PROVINCE or CENTRAL");
    }
    if (q.source() == pb::FUND_SOURCE_UNSPECIFIED) {
        return invalid("MISSING_SOURCE", "source", "where the money comes from");
    }
    if (q.year() < 2000 || q.year() > 2100) return invalid("INVALID_YEAR", "year", "2000-2100");
    HAVEN_TRY(std::string account, parse_account(q.payer_account()));
    FundLineOpened line{.code = q.code(),
                        .name = q.name(),
                        .source = static_cast<FundSource>(q.source()),
                        .level = q.level(),
                        .year = q.year(),
                        .items = {},
                        .tiers = {},
                        .payer_account = std::move(account)};
    for (const int item : q.items()) line.items.push_back(static_cast<AidItem>(item));
    for (const int tier : q.tiers()) line.tiers.push_back(static_cast<FileTier>(tier));
    return line;
}

}  // namespace

Result<Target> FundApi::target_of(const std::string& id_or_code, const Caller& caller) {
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto line = Queries(read).fund_line(id_or_code);
    if (!line) return missing("FUND_LINE_MISSING", "fund line");
    return Target{*context_.aggregates.fund_line, line->federation, line->id.uuid};
}

// The receiving line may lie outside the caller's scope: money goes up and sideways too.
Result<ReceivingLine> FundApi::receiving_line(const pb::ReturnFundsRequest& q,
                                              const Caller& caller) {
    const auto& federations = context_.host.federations;
    std::vector<FederationNo> everywhere;
    for (const auto& federation : federations) everywhere.push_back(federation.number);
    access::ScopedRead read(context_.host.readers, everywhere);
    const auto line = Queries(read).fund_line(q.to_line_id());
    const FederationNo named = federation_or_home(q.to_federation(), caller);
    if (!line || line->federation != named) return missing("FUND_LINE_MISSING", "receiving line");
    const auto of = std::ranges::find(federations, named, &host::Federation::number);
    HAVEN_CHECK(of != federations.end());
    return ReceivingLine{line->id,     line->code,  line->federation, of->parent,
                         line->source, line->level, line->year};
}

grpc::Status FundApi::OpenFundLine(grpc::ServerContext* c, const pb::OpenFundLineRequest* q,
                                   pb::OpenFundLineResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(FundLineOpened line, read_line(*q));
        const FundLineId id = id_of_code(q->code());
        const Target target{*context_.aggregates.fund_line,
                            federation_or_home(q->federation(), caller), id.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target,
                         FundLine::Command{haven::disbursement::OpenFundLine{std::move(line)}}));
        write_reply(reply, *r->mutable_reply());
        r->set_fund_line_id(id.to_string());
        return {};
    });
}

grpc::Status FundApi::ReceiveFunds(grpc::ServerContext* c, const pb::ReceiveFundsRequest* q,
                                   pb::ReceiveFundsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const auto movement = q->movement() == pb::FUND_MOVEMENT_UNSPECIFIED
                                  ? FundMovement::Received
                                  : static_cast<FundMovement>(q->movement());
        if (movement != FundMovement::Received && movement != FundMovement::CarriedIn) {
            return invalid("INVALID_MOVEMENT", "movement", "RECEIVED or CARRIED_IN");
        }
        HAVEN_CHECKED(check_voucher(q->voucher_no()));
        HAVEN_TRY(const Target target, target_of(q->fund_line_id(), caller));
        haven::disbursement::ReceiveFunds command{movement, Money::fen(q->amount_fen()),
                                                  q->voucher_no()};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target, FundLine::Command{std::move(command)}));
        write_reply(reply, *r->mutable_reply());
        return {};
    });
}

grpc::Status FundApi::ReturnFunds(grpc::ServerContext* c, const pb::ReturnFundsRequest* q,
                                  pb::ReturnFundsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        if (q->movement() < pb::FUND_MOVEMENT_RETURNED) {
            return invalid("INVALID_MOVEMENT", "movement",
                           "RETURNED, CARRIED_OUT or ALLOCATED_OUT");
        }
        HAVEN_CHECKED(check_voucher(q->voucher_no()));
        HAVEN_TRY(const Target target, target_of(q->fund_line_id(), caller));
        haven::disbursement::ReturnFunds command{static_cast<FundMovement>(q->movement()),
                                                 Money::fen(q->amount_fen()), q->voucher_no()};
        if (q->movement() != pb::FUND_MOVEMENT_RETURNED) {
            HAVEN_TRY(command.to, receiving_line(*q, caller));
        }
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target, FundLine::Command{std::move(command)}));
        write_reply(reply, *r->mutable_reply());
        return {};
    });
}

grpc::Status FundApi::ListFundLines(grpc::ServerContext* c, const pb::ListFundLinesRequest* q,
                                    pb::ListFundLinesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter =
            "lines|" + std::to_string(q->federation()) + '|' + std::to_string(q->year());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).fund_lines(
            FederationNo{static_cast<std::int16_t>(q->federation())}, q->year(),
            page.after.empty() ? "" : page.after[0], page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().code}, filter));
        }
        for (const FundLineRow& row : rows) write(row, *r->add_fund_lines());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

grpc::Status FundApi::GetFundStatement(grpc::ServerContext* c, const pb::GetFundStatementRequest* q,
                                       pb::GetFundStatementResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "statement|" + q->fund_line_id();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        const auto line = queries.fund_line(q->fund_line_id());
        if (!line) return missing("FUND_LINE_MISSING", "fund line");
        std::int64_t after = 0;
        if (!page.after.empty()) {
            HAVEN_TRY(after, rpc::key_number(page.after[0]));
        }
        auto rows = queries.fund_entries(line->id, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({std::to_string(rows.back().offset)}, filter));
        }
        for (const FundEntryRow& row : rows) {
            auto& entry = *r->add_entries();
            entry.set_offset(row.offset);
            entry.set_date(row.booked_on.to_string());
            entry.set_kind(row.kind);
            entry.set_amount_fen(row.amount.in_fen());
            entry.set_reference(row.reference);
            entry.set_balance_fen(row.balance.in_fen());
        }
        write(*line, *r->mutable_fund_line());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

std::unique_ptr<Api> make_fund_api(const ApiContext& context) {
    return std::make_unique<FundApi>(context);
}

}  // namespace haven::disbursement
