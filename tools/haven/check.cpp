#include "tools/haven/check.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "libs/audit/check_log.hpp"
#include "libs/audit/plain_numbers.hpp"
#include "libs/audit/replay.hpp"
#include "libs/host/run_file.hpp"
#include "services/disbursement/oracles/payment_oracles.hpp"
#include "services/disbursement/service.hpp"
#include "services/employment/oracles/employment_oracles.hpp"
#include "services/employment/service.hpp"
#include "services/outreach/oracles/outreach_oracles.hpp"
#include "services/outreach/service.hpp"
#include "services/registry/oracles/file_oracles.hpp"
#include "services/registry/service.hpp"
#include "services/scholarship/oracles/award_oracles.hpp"
#include "services/scholarship/service.hpp"
#include "tools/haven/deliveries.hpp"

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
std::vector<Oracle> fold(postgres::Connection& connection, const host::Service& service) {
    const std::string name(service.name());
    audit::ClaimsFold claims(service.aggregates());
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
        scholarship::AwardOracles awards;
        outreach::OutreachOracles visits;
        employment::EmploymentOracles work;
        if (asks("registry")) {
            service(*registry::make_service(), files, [&] { return files.verdicts(); });
        }
        if (asks("disbursement")) {
            service(*disbursement::make_service(), payments,
                    [&] { return payments.verdicts(credits ? &*credits : nullptr); });
        }
        if (asks("outreach")) {
            service(*outreach::make_service(), visits, [&] { return visits.verdicts(); });
        }
        if (asks("scholarship")) {
            service(*scholarship::make_service(), awards, [&] { return awards.verdicts(); });
        }
        if (asks("employment")) {
            service(*employment::make_service(), work, [&] { return work.verdicts(); });
        }
        if (asks("registry") && asks("disbursement")) compare(files, payments);
        if (asks("scholarship") && asks("disbursement")) compare(awards, payments);
        if (asks("employment") && asks("disbursement")) compare(work, payments);
        if (asks("outreach") && asks("disbursement")) {
            add("suite", {deliveries_booked_once(visits.cash(), payments.cash_of_groups())});
        }
        return std::move(report_);
    }

  private:
    bool asks(const std::string& service) const { return request_.databases.contains(service); }

    // Each database's log, then what the rules of the service say of all of them together.
    template <class Oracles, class Verdicts>
    void service(const host::Service& service, Oracles& oracles, Verdicts verdicts) {
        const std::string name(service.name());
        std::map<std::string, postgres::Connection> connections;
        bool sound = true;
        for (const auto& [shard, conninfo] : request_.databases.at(name)) {
            const std::string database = host::database_name(name, shard);
            auto& connection =
                connections.emplace(database, postgres::Connection(conninfo, kDeadlineMs))
                    .first->second;
            sound = add(database, audit::check_log(connection)) && sound;
            sound = add(database, read(connection, name, oracles)) && sound;
        }
        sound = add(name, verdicts()) && sound;
        if (connections.size() > 1) add(name, {held_once(connections)});
        for (auto& [database, connection] : connections) {
            if (sound) {
                add(database, fold(connection, service));
            } else {
                report_.left_out.push_back(
                    "CLAIMS_EQUAL_REPLAY, QUOTAS_EQUAL_REPLAY and "
                    "TABLES_EQUAL_REPLAY of " +
                    database + ": its log does not hold");
            }
        }
    }

    // What one database holds, no other one does (protocols §7).
    static Oracle held_once(std::map<std::string, postgres::Connection>& connections) {
        Oracle oracle{"CLAIMS_HELD_ONCE", 0, "claims"};
        std::map<std::string, std::string> holders;
        for (auto& [database, connection] : connections) {
            for (const std::string& key : audit::held_claims(connection)) {
                const auto [other, fresh] = holders.try_emplace(key, database);
                oracle.see(fresh, fmt::format("claim {} is held in {} and in {}", key,
                                              other->second, database));
            }
        }
        return oracle;
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

    // Awards and payments tell the same money.
    void compare(const scholarship::AwardOracles& awards,
                 const disbursement::PaymentOracles& payments) {
        Oracle oracle{"AWARDS_SHOW_WHAT_WAS_PAID", 0, "years of awards"};
        auto shown = awards.awards_paid();
        const auto where = [](const Uuid& award, int year) {
            return "year " + std::to_string(year) + " of award " + award.to_string();
        };
        for (const auto& [key, amount] : payments.awards_paid()) {
            const auto of = std::pair(key.first.uuid, key.second);
            const auto found = shown.find(of);
            oracle.see((found == shown.end() ? Money{} : found->second) == amount,
                       where(of.first, of.second));
            shown.erase(of);
        }
        for (const auto& [key, amount] : shown) {
            oracle.see(amount == Money{}, where(key.first, key.second));
        }
        add("suite", {oracle});
    }

    // Courses and payments tell the same money, and nothing is granted that was not approved. What
    // was approved and is not granted yet is on its way.
    void compare(const employment::EmploymentOracles& work,
                 const disbursement::PaymentOracles& payments) {
        Oracle oracle{"SUBSIDIES_SHOW_WHAT_WAS_PAID", 0, "subsidies"};
        auto shown = work.subsidies();
        for (const auto& [enrolment, money] : payments.subsidies()) {
            const auto& told = shown[enrolment.uuid];
            oracle.see(told.approved == money.granted && told.paid == money.paid,
                       "enrolment " + enrolment.to_string());
            shown.erase(enrolment.uuid);
        }
        for (const auto& [enrolment, money] : shown) {
            oracle.see(money.paid == Money{}, "enrolment " + enrolment.to_string());
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
