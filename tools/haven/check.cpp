#include "tools/haven/check.hpp"

#include <algorithm>

#include "libs/audit/check_log.hpp"
#include "libs/audit/plain_numbers.hpp"
#include "libs/audit/replay.hpp"
#include "services/disbursement/oracles/payment_oracles.hpp"
#include "services/disbursement/service.hpp"
#include "services/registry/oracles/file_oracles.hpp"
#include "services/registry/service.hpp"

namespace haven {
namespace {

using audit::Oracle;

// A replay of a county's log may keep one statement busy for long.
constexpr int kDeadlineMs = 600'000;
constexpr const char* kSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ";

// The log's records, each seen by everybody.
template <class Oracles>
std::vector<Oracle> read(postgres::Connection& connection, const std::string& service,
                         Oracles& oracles) {
    audit::PlainNumbers numbers;
    postgres::Transaction snapshot(connection, kSnapshot);
    audit::read_log(connection, service, [&](const log::Record& record) {
        oracles.see(record);
        numbers.see(record);
    });
    snapshot.commit();
    return {numbers.verdict()};
}

// What is folded by the deciders themselves, which take it for granted that the facts agree.
std::vector<Oracle> fold(postgres::Connection& connection, const host::Service& service,
                         audit::ClaimsFold& claims) {
    const std::string name(service.name());
    postgres::Transaction snapshot(connection, kSnapshot);
    audit::read_log(connection, name, [&](const log::Record& record) { claims.apply(record); });
    std::vector<Oracle> oracles = audit::check_claims(connection, claims);
    snapshot.commit();
    Oracle tables{"TABLES_EQUAL_REPLAY", 0, "rows"};
    const auto report = audit::replay(
        connection, {name, service.migrations(), service.aggregates(), service.tables()});
    if (!report) {
        tables.fault(report.error().reason + ": " + report.error().message);
    } else {
        for (const audit::TableReport& table : report->tables) {
            tables.counted += table.rows;
            for (const audit::Difference& one : table.differences) {
                tables.fault(audit::describe(table.table, one));
            }
        }
    }
    oracles.push_back(std::move(tables));
    return oracles;
}

class Check {
  public:
    explicit Check(const CheckRequest& request) : request_(request) {}

    Result<CheckReport> run() {
        std::optional<std::vector<disbursement::BankCredit>> credits;
        if (request_.bank_ledger) {
            HAVEN_TRY(credits, disbursement::read_bank_ledger(*request_.bank_ledger));
        } else if (asks("disbursement")) {
            report_.left_out.emplace_back("BANK_CREDITED_ONCE and BANK_AGREES: no --bank-ledger");
        }
        registry::FileOracles files;
        disbursement::PaymentOracles payments;
        if (asks("registry")) {
            audit::ClaimsFold claims;
            registry::add_deciders(claims);
            service(*registry::make_service(), files, claims, [&] { return files.verdicts(); });
        }
        if (asks("disbursement")) {
            audit::ClaimsFold claims;
            disbursement::add_deciders(claims);
            service(*disbursement::make_service(), payments, claims,
                    [&] { return payments.verdicts(credits ? &*credits : nullptr); });
        }
        if (asks("registry") && asks("disbursement")) compare(files, payments);
        return std::move(report_);
    }

  private:
    bool asks(const std::string& service) const { return request_.conninfos.contains(service); }

    template <class Oracles, class Verdicts>
    void service(const host::Service& service, Oracles& oracles, audit::ClaimsFold& claims,
                 Verdicts verdicts) {
        const std::string name(service.name());
        postgres::Connection connection(request_.conninfos.at(name), kDeadlineMs);
        bool sound = add(name, audit::check_log(connection));
        sound = add(name, read(connection, name, oracles)) && sound;
        sound = add(name, verdicts()) && sound;
        if (sound) {
            add(name, fold(connection, service, claims));
        } else {
            report_.left_out.push_back(
                "CLAIMS_EQUAL_REPLAY, QUOTAS_EQUAL_REPLAY and "
                "TABLES_EQUAL_REPLAY of " +
                name + ": its log does not hold");
        }
    }

    bool add(const std::string& service, std::vector<Oracle> oracles) {
        bool hold = true;
        for (Oracle& oracle : oracles) {
            hold = hold && oracle.holds();
            report_.lines.push_back({service, std::move(oracle)});
        }
        return hold;
    }

    // The county's files and the payments tell the same money.
    void compare(const registry::FileOracles& files, const disbursement::PaymentOracles& payments) {
        Oracle oracle{"FILES_SHOW_WHAT_WAS_PAID", 0, "instalments"};
        auto shown = files.aid();
        for (const auto& [key, amount] : payments.relief_paid()) {
            const auto text = std::pair(key.first.to_string(), key.second);
            const auto found = shown.find(text);
            oracle.see((found == shown.end() ? Money{} : found->second) == amount,
                       "instalment " + std::to_string(key.second) + " of " + text.first);
            shown.erase(text);
        }
        for (const auto& [key, amount] : shown) {
            oracle.see(amount == Money{},
                       "instalment " + std::to_string(key.second) + " of " + key.first);
        }
        add("suite", {oracle});
    }

    const CheckRequest& request_;
    CheckReport report_;
};

}  // namespace

bool CheckReport::holds() const {
    return std::ranges::all_of(lines, [](const CheckLine& line) { return line.oracle.holds(); });
}

Result<CheckReport> check(const CheckRequest& request) {
    return Check(request).run();
}

}  // namespace haven
