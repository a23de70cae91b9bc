// `haven audit check` on the databases and the bank's ledger of a real line: everything holds; then
// one damage after the other, each seen by the oracles that it concerns. What breaks the oracles of
// payments and files one by one stands in services/*/oracles/*_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "libs/postgres/connection.hpp"
#include "services/employment/codec/codec.hpp"
#include "services/outreach/codec/codec.hpp"
#include "services/registry/codec/codec.hpp"
#include "services/scholarship/codec/codec.hpp"
#include "tests/suite/job_centre.hpp"
#include "tests/suite/outreach.hpp"
#include "tests/suite/scholarships.hpp"
#include "tools/haven/check_report.hpp"
#include "tools/haven/client/words.hpp"

namespace haven::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kCard = "9999990000000000022";  // another one than the award's
constexpr const char* kNewCard = "9999990000000006";

class CheckLine : public testing::Test {
  protected:
    CheckLine() {
        Scholarships office(line_);
        EXPECT_EQ(office.open_scheme(), "OK");
        EXPECT_EQ(office.open_fund_line(500'000), "OK");
        EXPECT_EQ(office.make_pledge(500'000, 500'000), "OK");
        office.award_to(office.nominated(1));
        office.pay();
        const Family family = line_.enrol(kCounty, three_people(1, kCard));
        line_.pay_first_half(family);
        line_.return_and_pay_again(family, kCard, kNewCard);
        line_.pay_in_cash(family);
        Outreach(line_.suite()).play(Date::of(2020, 1, 10));
        const Date fair_day = line_.suite().today().plus_days(2);
        JobCentre(line_).work_for(family, three_people(1, kCard).front(), fair_day.to_string(),
                                  fair_day.plus_months(-4).to_string());
    }

    CheckReport report(std::optional<std::string> ledger) {
        auto checked = check({{{"registry", {{"", line_.suite().conninfo("registry")}}},
                               {"disbursement", {{"", line_.suite().conninfo("disbursement")}}},
                               {"scholarship", {{"", line_.suite().conninfo("scholarship")}}},
                               {"outreach", {{"", line_.suite().conninfo("outreach")}}},
                               {"employment", {{"", line_.suite().conninfo("employment")}}}},
                              std::move(ledger)});
        EXPECT_TRUE(checked.has_value());
        return checked.value_or(CheckReport{});
    }
    std::vector<std::string> broken(const std::string& ledger) {
        std::vector<std::string> names;
        for (const auto& [service, oracle] : report(ledger).lines) {
            if (!oracle.holds()) names.push_back(service + " " + oracle.name);
        }
        return names;
    }
    std::vector<std::string> broken() { return broken(line_.bank().ledger_json()); }

    // One more fen, or less, was handed over than was.
    void falsify_visit(Money by) {
        postgres::Connection db(line_.suite().conninfo("outreach"));
        const auto rows = db.query(
            "SELECT federation, log_offset, payload FROM event "
            "WHERE type = 'ConsolationDelivered' ORDER BY log_offset LIMIT 1");
        ASSERT_EQ(rows.size(), 1);
        using Codec = outreach::VisitGroupCodec;
        auto given = std::get<outreach::ConsolationDelivered>(
            *Codec::decode("ConsolationDelivered", 1, rows[0].bytes(2)));
        given.cash += by;
        db.query("UPDATE event SET payload = $3 WHERE federation = $1 AND log_offset = $2",
                 postgres::Params()
                     .int16(rows[0].int16(0))
                     .int64(rows[0].int64(1))
                     .bytes(Codec::encode(given).payload));
    }

    // The last AidRecorded is one fen more, as nobody but the owner of the disk can make it.
    void falsify_aid() {
        postgres::Connection db(line_.suite().conninfo("registry"));
        const auto rows = db.query(
            "SELECT federation, log_offset, payload FROM event WHERE type = 'AidRecorded' "
            "ORDER BY log_offset DESC LIMIT 1");
        using Codec = registry::Codec<registry::Household>;
        auto aid =
            std::get<registry::AidRecorded>(*Codec::decode("AidRecorded", 1, rows[0].bytes(2)));
        aid.amount += Money::fen(1);
        db.query("UPDATE event SET payload = $3 WHERE federation = $1 AND log_offset = $2",
                 postgres::Params()
                     .int16(rows[0].int16(0))
                     .int64(rows[0].int64(1))
                     .bytes(Codec::encode(aid).payload));
    }

    // The award's credit is one fen more than was paid.
    void falsify_award() {
        postgres::Connection db(line_.suite().conninfo("scholarship"));
        const auto rows =
            db.query("SELECT federation, log_offset, payload FROM event WHERE type = 'AwardPaid'");
        ASSERT_EQ(rows.size(), 1);
        using Codec = scholarship::AwardCodec;
        auto paid =
            std::get<scholarship::AwardPaid>(*Codec::decode("AwardPaid", 1, rows[0].bytes(2)));
        paid.amount += Money::fen(1);
        db.query("UPDATE event SET payload = $3 WHERE federation = $1 AND log_offset = $2",
                 postgres::Params()
                     .int16(rows[0].int16(0))
                     .int64(rows[0].int64(1))
                     .bytes(Codec::encode(paid).payload));
    }

    // The approval of the course's subsidy is one fen more, or less, than was granted.
    void falsify_subsidy(Money by) {
        postgres::Connection db(line_.suite().conninfo("employment"));
        const auto rows = db.query(
            "SELECT federation, log_offset, payload FROM event WHERE type = 'SubsidyApproved'");
        ASSERT_EQ(rows.size(), 1);
        using Codec = employment::EnrolmentCodec;
        auto approved = std::get<employment::SubsidyApproved>(
            *Codec::decode("SubsidyApproved", 1, rows[0].bytes(2)));
        approved.amount += by;
        db.query("UPDATE event SET payload = $3 WHERE federation = $1 AND log_offset = $2",
                 postgres::Params()
                     .int16(rows[0].int16(0))
                     .int64(rows[0].int64(1))
                     .bytes(Codec::encode(approved).payload));
    }

    Line line_;
};

TEST_F(CheckLine, I26_EveryOracleHoldsOfARealLineAndSeesWhatIsDamaged) {
    const std::string ledger = line_.bank().ledger_json();
    const CheckReport sound = report(ledger);
    EXPECT_GT(sound.lines.size(), 30U);
    std::ostringstream text;
    print(sound, client::Language::Chinese, text);
    EXPECT_TRUE(sound.holds()) << text.str();
    EXPECT_THAT(text.str(), Not(HasSubstr("✗")));
    EXPECT_THAT(text.str(), HasSubstr("✓ registry ONE_OPEN_FILE_PER_PERSON  一人一档,查了 "));
    for (const auto& [service, oracle] : sound.lines) {
        EXPECT_NE(client::chinese_word("oracle", oracle.name), oracle.name)
            << "no word for it in docs/glossary.md";
    }
    EXPECT_THAT(sound.left_out, IsEmpty());
    EXPECT_EQ(report(std::nullopt).left_out.size(), 1U);
    EXPECT_EQ(check({{}, "no ledger"}).error().reason, "NOT_A_LEDGER");

    // Of the two credits of one instalment the bank took back none.
    std::string twice = ledger;
    twice.replace(twice.find("\"2020-07-06\""), 12, "null");
    EXPECT_THAT(broken(twice),
                ElementsAre("disbursement BANK_CREDITED_ONCE", "disbursement BANK_AGREES"));

    postgres::Connection payments(line_.suite().conninfo("disbursement"));
    const auto claim = payments.query(
        "DELETE FROM claim WHERE key = (SELECT min(key) FROM claim WHERE key LIKE 'instalment/%') "
        "RETURNING key, federation, stream_id");
    ASSERT_EQ(claim.size(), 1);
    EXPECT_THAT(broken(), ElementsAre("disbursement CLAIMS_EQUAL_REPLAY"));
    payments.query(
        "INSERT INTO claim VALUES ($1, $2, $3)",
        postgres::Params().text(claim[0].text(0)).int16(claim[0].int16(1)).uuid(claim[0].uuid(2)));
    payments.exec("UPDATE quota SET sum_fen = sum_fen - 1");
    EXPECT_THAT(broken(), ElementsAre("disbursement QUOTAS_EQUAL_REPLAY"));
    payments.exec("UPDATE quota SET sum_fen = sum_fen + 1");
    payments.exec(
        "UPDATE fund_line SET received_fen = received_fen + 1 WHERE code = 'xuanyuan-2020'");
    EXPECT_THAT(broken(), ElementsAre("disbursement TABLES_EQUAL_REPLAY"));
    payments.exec(
        "UPDATE fund_line SET received_fen = received_fen - 1 WHERE code = 'xuanyuan-2020'");
    EXPECT_THAT(broken(), IsEmpty());

    falsify_visit(Money::fen(1));
    EXPECT_THAT(broken(), ::testing::IsSupersetOf(
                              {"outreach CASH_CONSERVES", "suite DELIVERIES_BOOKED_ONCE"}));
    falsify_visit(Money::fen(-1));
    EXPECT_THAT(broken(), IsEmpty());

    falsify_subsidy(Money::fen(1));
    EXPECT_THAT(broken(), ElementsAre("employment QUOTAS_EQUAL_REPLAY",
                                      "suite SUBSIDIES_SHOW_WHAT_WAS_PAID"));
    falsify_subsidy(Money::fen(-1));

    falsify_award();
    EXPECT_THAT(broken(), ElementsAre("suite AWARDS_SHOW_WHAT_WAS_PAID"));
    falsify_aid();
    EXPECT_THAT(broken(),
                ElementsAre("registry TABLES_EQUAL_REPLAY", "suite FILES_SHOW_WHAT_WAS_PAID",
                            "suite AWARDS_SHOW_WHAT_WAS_PAID"));
}

}  // namespace
}  // namespace haven::spec
