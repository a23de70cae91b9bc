// A campaign from its budget to its settled groups, with its reactions, over the real Writer,
// Consumer and judge on a log in memory: city and county, one database.
#include <gtest/gtest.h>

#include "libs/bus/embedded_bus.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/log/memory_log.hpp"
#include "services/outreach/domain/family_file.hpp"
#include "services/outreach/projection/tables.hpp"
#include "services/outreach/reactions/reactions.hpp"
#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using log::MemoryDatabase;
using log::MemoryLog;
using spec::id;

const FederationNo kCity{1};
const FederationNo kChencang{4};
const GroupId kSecond = id<GroupId>(61);
const GroupId kCountys = id<GroupId>(62);
const std::string kRice = "RICE_10KG";

class OutreachLine : public ::testing::Test {
  protected:
    OutreachLine() {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace("outreach", std::make_unique<MemoryLog>(database_));
        consumer_ = std::make_unique<consumer::Consumer>(
            "outreach", own_subscription(aggregates_),
            std::make_unique<bus::EmbeddedBus>(std::move(sources), std::make_shared<bus::Wakeup>()),
            std::make_unique<MemoryLog>(database_), writer_, [] { return day("2023-01-10"); },
            [] { return Instant{1}; });
        consumer_->start();
    }

    // The reason of a refusal, or "".
    std::string send(const writer::Aggregate& aggregate, FederationNo federation, Uuid stream,
                     std::any command, StaffId by) {
        writer::Submission submission;
        submission.aggregate = &aggregate;
        submission.federation = federation;
        submission.stream = stream;
        submission.command_id.bytes[0] = static_cast<std::uint8_t>(++commands_ >> 8);
        submission.command_id.bytes[1] = static_cast<std::uint8_t>(commands_);
        submission.meta.actor = by;
        submission.meta.business_date = day("2023-01-10");
        submission.command = std::move(command);
        std::string reason = "never answered";
        writer_.submit(std::move(submission), [&](Result<log::Reply> reply) {
            reason = reply ? "" : reply.error().reason;
        });
        while (writer_.step()) {
        }
        settle();
        return reason;
    }
    // Until neither consumer nor writer has had anything to do for a while.
    void settle() {
        for (int idle = 0; idle < 4;) {
            const bool moved = consumer_->step() == consumer::Progress::Moved;
            idle = writer_.step() || moved ? 0 : idle + 1;
        }
        ASSERT_TRUE(consumer_->caught_up());
        ASSERT_TRUE(MemoryLog(database_).parked("outreach").empty());
    }
    std::string group(VisitGroup::Command command, StaffId by = kClerk, GroupId which = kGroup) {
        const FederationNo in = which == kCountys ? kChencang : kCity;
        return send(*aggregates_.group, in, which.uuid, std::move(command), by);
    }
    std::string stock(GoodsStock::Command command) {
        return send(*aggregates_.stock, kCity, kStock.uuid, std::move(command), kClerk);
    }
    // The city's two groups and the county's one, of a campaign each.
    void assign_groups() {
        EXPECT_EQ(group(AssignGroup{group_1()}), "");
        GroupAssigned second = group_1();
        second.group_no = "warmth-2023-2";
        EXPECT_EQ(group(AssignGroup{second}, kClerk, kSecond), "");
        GroupAssigned countys = group_1();
        countys.group_no = "chencang-2023-1";
        countys.of = warmth_2023(UnionLevel::County);
        EXPECT_EQ(group(AssignGroup{countys}, kClerk, kCountys), "");
    }
    std::string list(Recipient row, GroupId which = kGroup) {
        return group(ListRecipients{{std::move(row)}}, kClerk, which);
    }
    // What disbursement answers is not played here: it has handed over what was asked for.
    std::string draw(Money amount, const std::string& voucher, GroupId which = kGroup,
                     Money budget = yuan(10'000)) {
        const std::string reason = group(DrawCash{kLine, amount, voucher, budget}, kFinance, which);
        return reason.empty() ? group(TakeCash{kLine, kFinance}, {}, which) : reason;
    }

    std::int64_t cell(const log::Table& table, const std::vector<log::Value>& key,
                      std::string_view column) {
        for (const log::Row& row : database_->rows(table)) {
            if (!std::equal(key.begin(), key.end(), row.values.begin())) continue;
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                if (table.columns[i].name == column) return std::get<std::int64_t>(row.values[i]);
            }
        }
        return -1;
    }
    std::int64_t in_store(std::string_view column) {
        return cell(kStockGoodsTable, {kStock.uuid, kRice}, column);
    }

    const Aggregates aggregates_;
    std::shared_ptr<MemoryDatabase> database_ =
        std::make_shared<MemoryDatabase>("outreach", std::vector{kCity, kChencang});
    writer::Writer writer_{std::make_unique<MemoryLog>(database_), [] { return Instant{1}; }};
    std::unique_ptr<consumer::Consumer> consumer_;
    int commands_ = 0;
};

TEST_F(OutreachLine, I31_AllGroupsTogetherDrawNoMoreThanTheBudgetOfTheLine) {
    assign_groups();
    GroupAssigned third = group_1();
    third.group_no = "warmth-2023-3";
    const auto kThird = id<GroupId>(64);
    EXPECT_EQ(group(AssignGroup{third}, kClerk, kThird), "");
    EXPECT_EQ(draw(yuan(7'000), "V-1"), "");
    EXPECT_EQ(draw(yuan(3'001), "V-2", kSecond), "QUOTA_FULL");
    // What is only asked for is held within the budget already, and free when there is none of it.
    EXPECT_EQ(group(DrawCash{kLine, yuan(3'000), "V-2", yuan(10'000)}, kFinance, kSecond), "");
    EXPECT_EQ(draw(Money::fen(1), "V-3", kThird), "QUOTA_FULL");
    EXPECT_EQ(group(NoteCashNotGranted{kLine, "FUND_LINE_SHORT", false}, {}, kSecond), "");
    EXPECT_EQ(draw(yuan(3'000), "V-3", kThird), "");
    // What comes back may be drawn by another group, and of a raised budget more.
    EXPECT_EQ(group(GiveCashBack{kLine, yuan(7'000), "B-1"}, kFinance), "");
    EXPECT_EQ(draw(yuan(7'101), "V-4", kSecond, yuan(10'100)), "QUOTA_FULL");
    EXPECT_EQ(draw(yuan(7'100), "V-4", kSecond, yuan(10'100)), "");
}

// Edge case: a person visited by city and county in one season.
TEST_F(OutreachLine, I12_CityAndCountyTogetherGiveAPersonNoMoreThanTheSeasonsCap) {
    assign_groups();
    EXPECT_EQ(list(zhao(yuan(3'000))), "");
    EXPECT_EQ(list(zhao(yuan(3'000)), kSecond), "ALREADY_HELD");  // one place in a campaign
    EXPECT_EQ(list(zhao(yuan(3'000)), kCountys), "");
    // A third campaign of the season has nothing left for him.
    GroupAssigned third = group_1();
    third.group_no = "grassroots-2023-1";
    third.of.campaign = id<CampaignId>(25);
    third.of.level = UnionLevel::Grassroots;
    const auto kThird = id<GroupId>(63);
    EXPECT_EQ(group(AssignGroup{third}, kClerk, kThird), "");
    EXPECT_EQ(list(zhao(Money::fen(1)), kThird), "QUOTA_FULL");
    // The city strikes him: his place and his sum are free.
    EXPECT_EQ(group(StrikeRecipient{kZhao, "MOVED"}), "");
    EXPECT_EQ(list(zhao(yuan(3'000)), kThird), "");
    EXPECT_EQ(list(zhao(yuan(1)), kSecond), "QUOTA_FULL");
}

TEST_F(OutreachLine, I32_WhatCityAndCountyGiveStandsOnceEachUnderItsOwnLevel) {
    assign_groups();
    for (const GroupId which : {kGroup, kCountys}) {
        EXPECT_EQ(list(zhao(), which), "");
        EXPECT_EQ(group(ApproveRecipients{1, yuan(1'000)}, kApprover, which), "");
        EXPECT_EQ(draw(yuan(1'000), "V-1", which), "");
        Visit visit = visit_zhao();
        visit.delivery = id<DeliveryId>(which == kGroup ? 91 : 93);
        visit.goods.clear();
        EXPECT_EQ(group(RecordVisits{{visit}}, kClerk, which), "");
        EXPECT_EQ(group(RecordVisits{{visit}}, kClerk, which), "");  // the note once more
    }
    std::map<std::int64_t, std::int64_t> fen_by_level;
    std::set<log::Value> persons;
    for (const log::Row& row : database_->rows(kDeliveryTable)) {
        fen_by_level[std::get<std::int64_t>(row.values[5])] +=
            std::get<std::int64_t>(row.values[10]);
        persons.insert(row.values[6]);
    }
    EXPECT_EQ(fen_by_level, (std::map<std::int64_t, std::int64_t>{{1, 100'000}, {2, 100'000}}));
    EXPECT_EQ(persons.size(), 1U);  // two times, one person
}

TEST_F(OutreachLine, I31_GoodsGoFromStoreToGroupAndBackAndNoneIsLostOnTheWay) {
    assign_groups();
    EXPECT_EQ(stock(OpenStock{"store-1"}), "");
    EXPECT_EQ(stock(ReceiveGoods{{{kRice, 20}}, "R-1"}), "");
    EXPECT_EQ(stock(IssueGoods{kGroup, {{kRice, 15}}, "O-1"}), "");
    EXPECT_EQ(stock(IssueGoods{kGroup, {{kRice, 6}}, "O-2"}), "GOODS_SHORT");
    EXPECT_EQ(cell(kBagTable, {kGroup.uuid, kRice}, "balance"), 15);
    EXPECT_EQ(group(RecordVisits{{visit_crew()}}), "");
    EXPECT_EQ(group(GiveGoodsBack{kStock, "B-1", {{kRice, 3}}}), "");
    EXPECT_EQ(in_store("in_store"), 8);
    EXPECT_EQ(in_store("with_groups"), 12);
    EXPECT_EQ(group(SettleGroup{}), "");
    // Who has settled takes nothing more: it is in store again, as is what nobody was there for.
    EXPECT_EQ(stock(IssueGoods{kGroup, {{kRice, 5}}, "O-3"}), "");
    EXPECT_EQ(stock(IssueGoods{id<GroupId>(69), {{kRice, 1}}, "O-4"}), "");
    EXPECT_EQ(in_store("in_store"), 8);
    EXPECT_EQ(in_store("with_groups"), 12);
}

TEST_F(OutreachLine, ASettledGroupFreesThePlacesOfThoseItNeverReached) {
    assign_groups();
    EXPECT_EQ(list(zhao()), "");
    EXPECT_EQ(list(zhao(), kSecond), "ALREADY_HELD");
    EXPECT_EQ(group(SettleGroup{}), "");
    EXPECT_EQ(list(zhao(), kSecond), "");
    EXPECT_EQ(cell(kRecipientTable, {kGroup.uuid, kZhao.uuid}, "state"),
              static_cast<std::int64_t>(RecipientState::Lapsed));
}

// Edge case: the wrong person; his place goes to nobody else's harm.
TEST_F(OutreachLine, ARecalledDeliveryIsShownAndHoldsNothingMore) {
    assign_groups();
    EXPECT_EQ(list(zhao()), "");
    EXPECT_EQ(group(ApproveRecipients{1, yuan(1'000)}, kApprover), "");
    EXPECT_EQ(draw(yuan(1'000), "V-1"), "");
    Visit visit = visit_zhao();
    visit.goods.clear();
    EXPECT_EQ(group(RecordVisits{{visit}}), "");
    EXPECT_EQ(list(zhao(), kSecond), "ALREADY_HELD");
    EXPECT_EQ(group(RecallDelivery{"S-1/1", "WRONG_PERSON"}), "");
    EXPECT_EQ(list(zhao(), kSecond), "");
    EXPECT_EQ(cell(kPurseTable, {kGroup.uuid, kLine.uuid}, "balance_fen"), 100'000);
    for (const log::Row& row : database_->rows(kDeliveryTable)) {
        EXPECT_EQ(row.values.back(), log::Value{true});
    }
}

// What stands in the registry's files, as the ladder is counted from it (R81).
TEST_F(OutreachLine, AFamilysFileIsOpenFromDayToDayAndWhoHasLeftItIsNoRowOfIt) {
    const auto kHousehold = id<HouseholdId>(40);
    const auto tell = [&](FamilyFile::Command command) {
        return send(*aggregates_.family, kChencang, kHousehold.uuid, std::move(command), {});
    };
    const auto last_span = [&] { return database_->rows(kFamilySpanTable).back().values; };
    EXPECT_EQ(tell(NoteFamily{{kHousehold, {id<PersonId>(1), id<PersonId>(2)}}}), "");
    EXPECT_EQ(database_->rows(kFamilyPersonTable).size(), 2U);
    EXPECT_TRUE(database_->rows(kFamilySpanTable).empty()) << "applied, and not on file yet";
    EXPECT_EQ(tell(OpenFamilyFile{day("2020-09-07")}), "");
    EXPECT_EQ(last_span(), (std::vector<log::Value>{kHousehold.uuid, day("2020-09-07"), {}}));
    EXPECT_EQ(tell(CloseFamilyFile{day("2021-01-08")}), "");
    EXPECT_EQ(last_span(),
              (std::vector<log::Value>{kHousehold.uuid, day("2020-09-07"), day("2021-01-08")}));
    // Hardship is back; one of the two lives elsewhere by now.
    EXPECT_EQ(tell(NoteFamily{{kHousehold, {id<PersonId>(1)}}}), "");
    EXPECT_EQ(tell(OpenFamilyFile{day("2021-05-10")}), "");
    EXPECT_EQ(database_->rows(kFamilyPersonTable).size(), 1U);
    EXPECT_EQ(database_->rows(kFamilySpanTable).size(), 2U);
    EXPECT_EQ(last_span(), (std::vector<log::Value>{kHousehold.uuid, day("2021-05-10"), {}}));
}

}  // namespace
}  // namespace haven::outreach::testing
