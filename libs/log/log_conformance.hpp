// What every Log must do, run on each implementation by instantiating LogConformance with a
// backend:
//
//     struct Backend {
//         std::unique_ptr<Log> open();                    // another log on the same database
//         std::vector<Row> rows(const Table&);            // in key order
//         void set_open(FederationNo, bool);              // MOVING and back
//         void raise_incarnation();
//         void lose_next_commit(Log&, bool applied);      // the answer to its COMMIT is lost
//         void disturb();                                 // kills a random connection, if any
//     };
//
// The database has the federations 1 … 4 and the tables below. For test programs only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "libs/log/log.hpp"
#include "libs/log/row_store.hpp"

namespace haven::spec {

using namespace haven::log;  // NOLINT: test support

inline const Table kAccounts{
    "account",
    {{"code", ColumnType::Text}, {"balance_fen", ColumnType::Int64}, {"note", ColumnType::Text}},
    1};
inline const Table kShapes{"shape",
                           {{"id", ColumnType::Uuid},
                            {"day", ColumnType::Date},
                            {"number", ColumnType::Int64},
                            {"open", ColumnType::Bool},
                            {"cipher", ColumnType::Bytes},
                            {"name", ColumnType::Text},
                            {"other", ColumnType::Uuid},
                            {"other_day", ColumnType::Date}},
                           2};

inline constexpr FederationNo kCity{1};
inline constexpr FederationNo kCounty{2};
inline constexpr Instant kNow{1'600'000'000'000'000};

inline Uuid uuid_of(std::uint64_t number, std::uint8_t kind = 0) {
    Uuid id;
    id.bytes[0] = kind;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    }
    return id;
}

inline Digest hash_of(std::uint64_t number) {
    Digest digest{};
    for (std::size_t i = 0; i < 8; ++i) digest[i] = static_cast<std::uint8_t>(number >> 8 * i);
    return digest;
}

inline Projector no_rows() {
    return [](std::size_t, std::int64_t, Instant) {
        return std::vector<std::pair<std::int64_t, RowChange>>{};
    };
}

// The i-th proposal's changes, all written by its first event.
inline Projector rows_of(std::map<std::size_t, std::vector<RowChange>> changes) {
    return [changes = std::move(changes)](std::size_t proposal, std::int64_t first, Instant) {
        std::vector<std::pair<std::int64_t, RowChange>> rows;
        if (const auto found = changes.find(proposal); found != changes.end()) {
            for (const RowChange& change : found->second) rows.emplace_back(first, change);
        }
        return rows;
    };
}

inline RowChange put(const Table& table, std::vector<Value> values) {
    return {RowChange::Kind::Put, &table, std::move(values)};
}
inline RowChange add(const Table& table, std::vector<Value> values) {
    return {RowChange::Kind::Add, &table, std::move(values)};
}
inline RowChange remove(const Table& table, std::vector<Value> key) {
    return {RowChange::Kind::Remove, &table, std::move(key)};
}
inline ClaimChange take(std::string key) {
    return {ClaimChange::Kind::Take, std::move(key)};
}
inline ClaimChange free_claim(std::string key) {
    return {ClaimChange::Kind::Free, std::move(key)};
}

template <class Backend>
class LogConformance : public ::testing::Test {
  protected:
    // A command of its own unit; its id and hash follow from `id`.
    Proposal command(std::uint64_t id, std::uint64_t stream, std::int32_t expected_version,
                     int events = 1) {
        Proposal proposal{.unit = next_unit_++,
                          .federation = kCity,
                          .stream_id = uuid_of(stream, 1),
                          .expected_version = expected_version,
                          .command_id = uuid_of(id, 2),
                          .request_hash = hash_of(id),
                          .meta = "meta",
                          .events = {},
                          .claims = {},
                          .quotas = {}};
        for (int i = 0; i < events; ++i) {
            proposal.events.push_back({"Happened", 1, "payload " + std::to_string(i)});
        }
        return proposal;
    }
    Log::Appended append(const Batch& batch, const Projector& projector = no_rows(),
                         Instant now = kNow) {
        return log_->append(batch, now, projector);
    }
    Outcome append_one(Proposal proposal) {
        return append({.proposals = {std::move(proposal)}}).outcomes.at(0);
    }
    std::int64_t last_offset(FederationNo federation) {
        for (const Head& head : log_->heads()) {
            if (head.federation == federation) return head.last_offset;
        }
        return -1;
    }
    CursorMove move(std::int32_t unit, Cursor from, Cursor to) {
        return {.unit = unit,
                .consumer = "disbursement",
                .source = "registry",
                .federation = kCounty,
                .from = from,
                .to = to};
    }

    Backend backend_;
    std::unique_ptr<Log> log_ = backend_.open();
    std::int32_t next_unit_ = 0;
};

TYPED_TEST_SUITE_P(LogConformance);

TYPED_TEST_P(LogConformance, EventsComeBackAsTheyWereWritten) {
    auto first = this->command(1, 7, 0, 2);
    first.events[1] = {"Closed", 3, std::string("\0\xff payload", 10)};
    first.meta = std::string("\0meta", 5);
    auto other = this->command(2, 8, 0);
    const auto answers = this->append({.proposals = {first, other}}).outcomes;
    ASSERT_EQ(answers[0].verdict, Verdict::Committed);
    EXPECT_EQ(answers[0].reply, (Reply{2, 2}));
    EXPECT_EQ(answers[0].first_offset, 1);
    EXPECT_EQ(answers[1].reply, (Reply{1, 3}));
    const auto records = this->log_->read(kCity, 0, 10);
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[1], (Record{"registry", kCity, 1, 2, first.stream_id, 2, "Closed", 3, kNow,
                                  first.command_id, first.meta, first.events[1].payload}));
    EXPECT_EQ(this->log_->read_stream(kCity, first.stream_id, 1),
              (std::vector<Record>{records[1]}));
    EXPECT_EQ(this->log_->read_stream(kCity, first.stream_id, 0).size(), 2U);
    const std::vector<StreamPosition> streams{
        {kCounty, first.stream_id, 0}, {kCity, other.stream_id, 0}, {kCity, first.stream_id, 1}};
    EXPECT_EQ(this->log_->read_streams(streams),
              (std::vector<std::vector<Record>>{{}, {records[2]}, {records[1]}}));
    EXPECT_EQ(this->log_->read(kCity, 1, 1), (std::vector<Record>{records[1]}));
    EXPECT_TRUE(this->log_->read(kCity, 3, 10).empty());
    EXPECT_TRUE(this->log_->read(kCounty, 0, 10).empty());
}

TYPED_TEST_P(LogConformance, EachFederationHasItsOwnOrder) {
    auto city = this->command(1, 1, 0);
    auto county = this->command(2, 2, 0, 2);
    county.federation = kCounty;
    auto later = this->command(3, 3, 0);
    const auto answers = this->append({.proposals = {city, county, later}}).outcomes;
    EXPECT_EQ(answers[0].reply.offset, 1);
    EXPECT_EQ(answers[1].reply.offset, 2);
    EXPECT_EQ(answers[2].reply.offset, 2);
    EXPECT_EQ(this->last_offset(kCity), 2);
    EXPECT_EQ(this->last_offset(kCounty), 2);
    EXPECT_EQ(this->last_offset(FederationNo{3}), 0);
    EXPECT_EQ(this->log_->heads().size(), 4U);
}

TYPED_TEST_P(LogConformance, NewsIsWhatLiesBehindEachPlaceAndTheHeads) {
    auto county = this->command(9, 9, 0, 3);
    county.federation = kCounty;
    this->append({.proposals = {this->command(1, 1, 0, 5), county}});
    const auto city = this->log_->read(kCity, 0, 10);
    const auto rest = this->log_->read(kCounty, 1, 10);
    const std::vector<Behind> places{{kCounty, 1}, {FederationNo{3}, 0}, {kCity, 0}};
    News news = this->log_->ask(places, 2).take();
    EXPECT_EQ(news.heads.size(), 4U);
    EXPECT_EQ(news.heads.at(1).last_offset, 3);
    std::ranges::sort(news.records, {}, [](const Record& record) { return record.federation; });
    EXPECT_EQ(news.records, (std::vector<Record>{city[0], city[1], rest[0], rest[1]}));
    news = this->log_->ask(std::vector<Behind>{{kCity, 5}, {kCounty, 3}}, 2).take();
    EXPECT_TRUE(news.records.empty());
}

TYPED_TEST_P(LogConformance, WhoDoesNotComeForNewsLosesNothingElse) {
    this->append_one(this->command(1, 1, 0, 5));
    const std::vector<Behind> places{{kCity, 0}};
    this->log_->ask(places, 5);
    EXPECT_EQ(this->append_one(this->command(2, 1, 5)).verdict, Verdict::Committed);
    this->log_->ask(places, 5);
    const Answer answer = this->log_->ask(places, 10);
    answer.take_in();
    answer.take_in();
    EXPECT_EQ(answer.take().records.size(), 6U);
}

TYPED_TEST_P(LogConformance, CommandWithoutEventsIsRememberedAndChangesNothing) {
    this->append_one(this->command(1, 1, 0));
    const auto nothing = this->command(2, 1, 1, 0);
    const Outcome outcome = this->append_one(nothing);
    EXPECT_EQ(outcome.verdict, Verdict::Committed);
    EXPECT_EQ(outcome.reply, (Reply{1, 1}));
    EXPECT_EQ(this->last_offset(kCity), 1);
    EXPECT_EQ(this->append_one(nothing).verdict, Verdict::Repeated);
}

TYPED_TEST_P(LogConformance, LoserOfAVersionRaceComesBackAsARowAndTheRestCommits) {
    this->append_one(this->command(1, 1, 0));
    const auto answers = this->append({.proposals = {this->command(2, 1, 0), this->command(3, 2, 0),
                                                     this->command(4, 3, 5)}})
                             .outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::VersionConflict);
    EXPECT_EQ(answers[1].verdict, Verdict::Committed);
    EXPECT_EQ(answers[1].reply, (Reply{1, 2}));
    EXPECT_EQ(answers[2].verdict, Verdict::VersionConflict);
    EXPECT_EQ(this->last_offset(kCity), 2);
    // A loser is not remembered: its id may be tried again.
    EXPECT_EQ(this->append_one(this->command(2, 1, 1)).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, RefusalStandsOnlyWhereItsStreamStandsAndWritesNothing) {
    this->append_one(this->command(1, 1, 0));
    const auto refused = [&](std::uint64_t id, std::uint64_t stream, std::int32_t version) {
        Proposal proposal = this->command(id, stream, version, 0);
        proposal.refused = true;
        return proposal;
    };
    const auto answers = this->append({.proposals = {refused(2, 1, 1), this->command(3, 2, 0),
                                                     refused(4, 3, 1), refused(5, 4, 0)}})
                             .outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::Refused);
    EXPECT_EQ(answers[1].verdict, Verdict::Committed);
    EXPECT_EQ(answers[2].verdict, Verdict::VersionConflict);
    EXPECT_EQ(answers[3].verdict, Verdict::Refused);
    EXPECT_EQ(this->last_offset(kCity), 2);
    // It is not remembered: its id may be tried again. A repeat is no refusal.
    EXPECT_EQ(this->append_one(this->command(2, 1, 1)).verdict, Verdict::Committed);
    const Outcome repeat = this->append_one(refused(1, 1, 2));
    EXPECT_EQ(repeat.verdict, Verdict::Repeated);
    EXPECT_EQ(repeat.reply, (Reply{1, 1}));
}

TYPED_TEST_P(LogConformance, TakenClaimComesBackAsARowWithItsHolderAndTheRestCommits) {
    auto holder = this->command(1, 1, 0);
    holder.claims = {take("open-file/p"), take("second/q")};
    ASSERT_EQ(this->append_one(holder).verdict, Verdict::Committed);
    auto rival = this->command(2, 2, 0);
    rival.claims = {take("a-free-one"), take("open-file/p")};
    rival.federation = kCounty;  // claims are one for the whole database
    auto other = this->command(3, 3, 0);
    const auto answers = this->append({.proposals = {rival, other}}).outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::ClaimTaken);
    EXPECT_EQ(answers[0].detail, "open-file/p");
    EXPECT_EQ(answers[0].holder, holder.stream_id);
    EXPECT_EQ(answers[1].verdict, Verdict::Committed);
    // What the loser had already got is free again.
    auto next = this->command(4, 4, 0);
    next.claims = {take("a-free-one")};
    EXPECT_EQ(this->append_one(next).verdict, Verdict::Committed);
    // Taking again what one holds is no loss.
    auto again = this->command(5, 1, 1);
    again.claims = {take("open-file/p")};
    EXPECT_EQ(this->append_one(again).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, FreedClaimCanBeTakenAlsoLaterInTheSameBatch) {
    auto holder = this->command(1, 1, 0);
    holder.claims = {take("k")};
    this->append_one(holder);
    auto early = this->command(2, 2, 0);
    early.claims = {take("k")};
    auto end = this->command(3, 1, 1);
    end.claims = {free_claim("k")};
    auto late = this->command(4, 3, 0);
    late.claims = {take("k")};
    const auto answers = this->append({.proposals = {early, end, late}}).outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::ClaimTaken);
    EXPECT_EQ(answers[1].verdict, Verdict::Committed);
    EXPECT_EQ(answers[2].verdict, Verdict::Committed);
    // A stranger's free changes nothing.
    auto stranger = this->command(5, 4, 0);
    stranger.claims = {free_claim("k"), free_claim("never-taken")};
    EXPECT_EQ(this->append_one(stranger).verdict, Verdict::Committed);
    auto rival = this->command(6, 5, 0);
    rival.claims = {take("k")};
    const Outcome refused = this->append_one(rival);
    EXPECT_EQ(refused.verdict, Verdict::ClaimTaken);
    EXPECT_EQ(refused.holder, late.stream_id);
    auto last = this->command(7, 3, 1);
    last.claims = {free_claim("k")};
    this->append_one(last);
    EXPECT_EQ(this->append_one(rival).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, FullQuotaComesBackAsARowAndTheRestCommits) {
    auto first = this->command(1, 1, 0);
    first.quotas = {{"person/2020", 60, 100}};
    auto over = this->command(2, 2, 0);
    over.quotas = {{"other", 5, 100}, {"person/2020", 41, 100}};
    auto exact = this->command(3, 3, 0);
    exact.quotas = {{"person/2020", 40, 100}, {"other", 100, 100}};
    const auto answers = this->append({.proposals = {first, over, exact}}).outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::Committed);
    EXPECT_EQ(answers[1].verdict, Verdict::QuotaFull);
    EXPECT_EQ(answers[1].detail, "person/2020");
    EXPECT_EQ(answers[2].verdict, Verdict::Committed);
    auto more = this->command(4, 4, 0);
    more.quotas = {{"person/2020", 1, 100}};
    EXPECT_EQ(this->append_one(more).verdict, Verdict::QuotaFull);
    // Giving back is never refused, and makes room.
    auto back = this->command(5, 1, 1);
    back.quotas = {{"person/2020", -60, 10}};
    EXPECT_EQ(this->append_one(back).verdict, Verdict::Committed);
    EXPECT_EQ(this->append_one(more).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, HonestRepeatGetsTheFirstReplyAndWritesNothing) {
    const auto first = this->command(1, 1, 0, 3);
    this->append_one(first);
    this->append_one(this->command(2, 1, 3));
    const auto answers = this->append({.proposals = {first, this->command(3, 2, 0)}}).outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::Repeated);
    EXPECT_EQ(answers[0].reply, (Reply{3, 3}));
    EXPECT_EQ(answers[1].reply, (Reply{1, 5}));
    EXPECT_EQ(this->last_offset(kCity), 5);
}

TYPED_TEST_P(LogConformance, SameCommandIdWithAnotherBodyIsRefused) {
    this->append_one(this->command(1, 1, 0));
    auto changed = this->command(1, 1, 1);
    changed.request_hash = hash_of(99);
    const auto answers = this->append({.proposals = {changed, this->command(2, 2, 0)}}).outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::CommandIdReused);
    EXPECT_EQ(answers[1].verdict, Verdict::Committed);
    // Also when both arrive in one batch.
    auto twin = this->command(3, 4, 0);
    twin.request_hash = hash_of(98);
    const auto twins = this->append({.proposals = {this->command(3, 3, 0), twin}}).outcomes;
    EXPECT_EQ(twins[0].verdict, Verdict::Committed);
    EXPECT_EQ(twins[1].verdict, Verdict::CommandIdReused);
    EXPECT_EQ(this->last_offset(kCity), 3);
}

TYPED_TEST_P(LogConformance, UnitsStandOrFallTogetherAndGiveTheirClaimsBack) {
    this->append_one(this->command(1, 1, 0));
    auto good = this->command(2, 2, 0);
    good.unit = 70;
    good.claims = {take("given-back")};
    good.quotas = {{"q", 100, 100}};
    auto stale = this->command(3, 1, 0);
    stale.unit = 70;
    auto other = this->command(4, 3, 0);
    other.claims = {take("given-back")};
    other.quotas = {{"q", 100, 100}};
    Batch batch{.proposals = {good, stale, other},
                .cursor_moves = {this->move(70, {}, {.offset = 5})}};
    const auto answers = this->append(batch);
    EXPECT_EQ(answers.outcomes[0].verdict, Verdict::UnitLost);
    EXPECT_EQ(answers.outcomes[1].verdict, Verdict::VersionConflict);
    EXPECT_EQ(answers.outcomes[2].verdict, Verdict::Committed);
    EXPECT_EQ(answers.outcomes[2].reply.offset, 2);
    EXPECT_EQ(answers.cursor_outcomes[0].verdict, Verdict::UnitLost);
    EXPECT_EQ(this->log_->cursor("disbursement", "registry", kCounty), Cursor{});
    EXPECT_TRUE(this->log_->read_stream(kCity, good.stream_id, 0).empty());
}

TYPED_TEST_P(LogConformance, RepeatedCommandDoesNotHoldBackItsUnit) {
    const auto done = this->command(1, 1, 0);
    this->append_one(done);
    auto repeated = done;
    repeated.unit = 9;
    auto fresh = this->command(2, 2, 0);
    fresh.unit = 9;
    const auto answers = this->append(
        {.proposals = {repeated, fresh}, .cursor_moves = {this->move(9, {}, {.offset = 3})}});
    EXPECT_EQ(answers.outcomes[0].verdict, Verdict::Repeated);
    EXPECT_EQ(answers.outcomes[1].verdict, Verdict::Committed);
    EXPECT_EQ(answers.cursor_outcomes[0].verdict, Verdict::Committed);
    EXPECT_EQ(this->log_->cursor("disbursement", "registry", kCounty).offset, 3);
}

TYPED_TEST_P(LogConformance, CursorMovesOnlyFromWhereItStandsAndUnderItsEpoch) {
    const std::int64_t epoch = this->log_->take_over("disbursement", "registry", kCounty);
    const Cursor start = this->log_->cursor("disbursement", "registry", kCounty);
    EXPECT_EQ(start, (Cursor{.epoch = epoch}));
    const Cursor ten{1, 10, hash_of(10), epoch};
    const Cursor twenty{2, 20, hash_of(20), epoch};
    // Two moves of one cursor may follow each other in one batch.
    auto answers =
        this->append({.cursor_moves = {this->move(1, start, ten), this->move(2, ten, twenty),
                                       this->move(3, ten, twenty)}});
    EXPECT_EQ(answers.cursor_outcomes[0].verdict, Verdict::Committed);
    EXPECT_EQ(answers.cursor_outcomes[1].verdict, Verdict::Committed);
    EXPECT_EQ(answers.cursor_outcomes[2].verdict, Verdict::CursorMoved);
    EXPECT_EQ(this->log_->cursor("disbursement", "registry", kCounty), twenty);
    for (const Cursor& wrong :
         {Cursor{1, 20, hash_of(20), epoch}, Cursor{2, 20, hash_of(21), epoch},
          Cursor{2, 19, hash_of(20), epoch}}) {
        auto unit = this->command(50, 50, 0);
        unit.unit = 4;
        answers = this->append({.proposals = {unit}, .cursor_moves = {this->move(4, wrong, ten)}});
        EXPECT_EQ(answers.cursor_outcomes[0].verdict, Verdict::CursorMoved);
        EXPECT_EQ(answers.outcomes[0].verdict, Verdict::UnitLost);
    }
    // Somebody takes over: the old epoch moves nothing any more.
    const auto next = this->backend_.open()->take_over("disbursement", "registry", kCounty);
    EXPECT_GT(next, epoch);
    answers = this->append({.cursor_moves = {this->move(5, twenty, {3, 30, hash_of(30), epoch})}});
    EXPECT_EQ(answers.cursor_outcomes[0].verdict, Verdict::CursorMoved);
    const Cursor held = this->log_->cursor("disbursement", "registry", kCounty);
    EXPECT_EQ(held, (Cursor{2, 20, hash_of(20), next}));
    EXPECT_EQ(this->log_->cursor("disbursement", "registry", kCity), Cursor{});
    EXPECT_EQ(this->log_->cursor("other", "registry", kCity), Cursor{});
}

TYPED_TEST_P(LogConformance, CursorMovesAlsoAfterItsFirstMoveWasInVain) {
    const Cursor start = this->log_->cursor("disbursement", "registry", kCounty);
    Cursor other = start;
    other.epoch += 1;
    Cursor moved = start;
    moved.offset = 3;
    EXPECT_EQ(
        this->append({.cursor_moves = {this->move(0, other, other)}}).cursor_outcomes[0].verdict,
        Verdict::CursorMoved);
    EXPECT_EQ(
        this->append({.cursor_moves = {this->move(0, start, moved)}}).cursor_outcomes[0].verdict,
        Verdict::Committed);
    EXPECT_EQ(this->log_->cursor("disbursement", "registry", kCounty), moved);
}

TYPED_TEST_P(LogConformance, ParkedRecordsAreListedUntilResolved) {
    auto parked = this->move(1, {}, {.offset = 8});
    parked.parked = {{7, uuid_of(3), "PAYEE_UNKNOWN"}, {8, uuid_of(4), "FILE_CLOSED"}};
    auto lost = this->move(2, {}, {.offset = 9});
    lost.parked = {{9, uuid_of(5), "NEVER"}};
    this->append({.cursor_moves = {parked, lost}});
    auto list = this->log_->parked("disbursement");
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].offset, 7);
    EXPECT_EQ(list[0].source, "registry");
    EXPECT_EQ(list[0].federation, kCounty);
    EXPECT_EQ(list[0].stream_id, uuid_of(3));
    EXPECT_EQ(list[0].reason, "PAYEE_UNKNOWN");
    EXPECT_TRUE(this->log_->parked("registry").empty());
    this->log_->unpark(list[0], "corrected by hand");
    list = this->log_->parked("disbursement");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].offset, 8);
}

TYPED_TEST_P(LogConformance, RecordedAtNeverGoesBack) {
    this->append({.proposals = {this->command(1, 1, 0)}}, no_rows(), kNow);
    auto county = this->command(2, 2, 0);
    county.federation = kCounty;
    const Instant earlier{kNow.micros - 5'000'000};
    Instant seen;
    const Projector look = [&](std::size_t proposal, std::int64_t, Instant recorded_at) {
        if (proposal == 0) seen = recorded_at;
        return std::vector<std::pair<std::int64_t, RowChange>>{};
    };
    this->append({.proposals = {this->command(3, 3, 0), county}}, look, earlier);
    EXPECT_EQ(this->log_->read(kCity, 1, 1).at(0).recorded_at, kNow);
    EXPECT_EQ(seen, kNow);
    EXPECT_EQ(this->log_->read(kCounty, 0, 1).at(0).recorded_at, earlier);
}

TYPED_TEST_P(LogConformance, ClosedFederationRefusesAndTheOthersGoOn) {
    this->backend_.set_open(kCounty, false);
    auto county = this->command(1, 1, 0);
    county.federation = kCounty;
    auto nowhere = this->command(2, 2, 0);
    nowhere.federation = FederationNo{77};
    const auto answers =
        this->append({.proposals = {county, nowhere, this->command(3, 3, 0)}}).outcomes;
    EXPECT_EQ(answers[0].verdict, Verdict::FederationClosed);
    EXPECT_EQ(answers[1].verdict, Verdict::FederationClosed);
    EXPECT_EQ(answers[2].verdict, Verdict::Committed);
    this->backend_.set_open(kCounty, true);
    EXPECT_EQ(this->append_one(county).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, ClosedFederationTakesNothingThatStandsBesideItsLog) {
    auto parked = this->move(1, {}, {.offset = 8});
    parked.parked = {{7, uuid_of(3), "PAYEE_UNKNOWN"}};
    this->append({.cursor_moves = {parked}});
    this->backend_.set_open(kCounty, false);
    auto unit = this->command(1, 1, 0);
    unit.unit = 5;
    const auto answers = this->append(
        {.proposals = {unit}, .cursor_moves = {this->move(5, {.offset = 8}, {.offset = 9})}});
    EXPECT_EQ(answers.cursor_outcomes[0].verdict, Verdict::FederationClosed);
    EXPECT_EQ(answers.outcomes[0].verdict, Verdict::UnitLost);
    EXPECT_THROW(this->log_->take_over("disbursement", "registry", kCounty), FederationAway);
    const auto list = this->log_->parked("disbursement");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_THROW(this->log_->unpark(list[0], "by hand"), FederationAway);
    EXPECT_THROW(this->log_->settle({kCounty, uuid_of(1, 2)}), FederationAway);
    this->backend_.set_open(kCounty, true);
    EXPECT_EQ(this->log_->cursor("disbursement", "registry", kCounty).offset, 8);
    EXPECT_EQ(this->log_->parked("disbursement").size(), 1U);
}

TYPED_TEST_P(LogConformance, DoubtAboutACommandEndsWithOneThatIsDoneOrCanComeNoMore) {
    auto holder = this->command(1, 1, 0);
    holder.claims = {take("person/a")};
    this->append_one(holder);
    const Uuid stream = holder.stream_id;
    EXPECT_EQ(this->log_->settle({kCity, holder.command_id, "person/a", stream}),
              (Settlement{.carried_out = true, .holds = true}));
    EXPECT_EQ(this->log_->settle({kCity, {}, "person/a", uuid_of(2, 1)}), Settlement{});
    // What is in the log stays so: a repeat gets its reply.
    EXPECT_EQ(this->append_one(holder).verdict, Verdict::Repeated);
    auto late = this->command(2, 2, 0);
    late.claims = {take("person/b")};
    const Doubt doubt{kCity, late.command_id, "person/b", late.stream_id};
    EXPECT_EQ(this->log_->settle(doubt), Settlement{});
    EXPECT_EQ(this->append_one(late).verdict, Verdict::Barred);
    EXPECT_EQ(this->log_->settle(doubt), Settlement{}) << "it is barred for ever";
    EXPECT_TRUE(this->log_->read_stream(kCity, uuid_of(2, 1), 0).empty());
    late.command_id = uuid_of(3, 2);
    EXPECT_EQ(this->append_one(late).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, IncarnationIsStampedFromTheHeadAndNeverRewritten) {
    this->append_one(this->command(1, 1, 0));
    this->backend_.raise_incarnation();
    this->append_one(this->command(2, 1, 1));
    const auto records = this->log_->read(kCity, 0, 10);
    EXPECT_EQ(records.at(0).incarnation, 1);
    EXPECT_EQ(records.at(1).incarnation, 2);
    EXPECT_EQ(this->log_->heads().at(0).incarnation, 2);
}

TYPED_TEST_P(LogConformance, RowChangesPutAddAndRemoveAlsoSeveralOfOneKeyInABatch) {
    const auto account = [](const char* code, std::int64_t fen, const char* note) {
        return put(kAccounts, {std::string(code), fen, std::string(note)});
    };
    const auto plus = [](const char* code, std::int64_t fen) {
        return add(kAccounts, {std::string(code), fen, std::monostate{}});
    };
    const auto gone = [](const char* code) { return remove(kAccounts, {std::string(code)}); };
    this->append({.proposals = {this->command(1, 1, 0), this->command(2, 2, 0)}},
                 rows_of({{0, {account("a", 5, "x"), plus("b", 7), account("c", 1, "y")}},
                          {1, {plus("a", 10), plus("b", 1), gone("c"), plus("d", 3), gone("d")}}}));
    EXPECT_EQ(
        this->backend_.rows(kAccounts),
        (std::vector<Row>{{kCity, {std::string("a"), std::int64_t{15}, std::string("x")}, 2},
                          {kCity, {std::string("b"), std::int64_t{8}, std::monostate{}}, 2}}));
    auto county = this->command(4, 2, 0);
    county.federation = kCounty;
    this->append({.proposals = {this->command(3, 1, 1), county}},
                 rows_of({{0, {plus("a", -20), gone("b"), plus("b", 2), gone("never")}},
                          {1, {account("a", 1, "county's own")}}}));
    EXPECT_EQ(this->backend_.rows(kAccounts),
              (std::vector<Row>{
                  {kCity, {std::string("a"), std::int64_t{-5}, std::string("x")}, 3},
                  {kCity, {std::string("b"), std::int64_t{2}, std::monostate{}}, 3},
                  {kCounty, {std::string("a"), std::int64_t{1}, std::string("county's own")}, 1}}));
}

TYPED_TEST_P(LogConformance, EveryTypeOfColumnComesBackEqual) {
    const std::vector<Value> full{uuid_of(1),
                                  Date::from_days(-4),
                                  INT64_MIN,
                                  true,
                                  Bytes{std::string("\0\xff", 2)},
                                  std::string("岐山县 \"{},\\"),
                                  uuid_of(2),
                                  Date::from_days(19'000)};
    std::vector<Value> empty(8, std::monostate{});
    empty[0] = uuid_of(2);
    empty[1] = Date::from_days(0);
    std::vector<Value> blank = full;
    blank[0] = uuid_of(3);
    blank[3] = false;
    blank[4] = Bytes{};
    blank[5] = std::string();
    this->append({.proposals = {this->command(1, 1, 0)}},
                 rows_of({{0, {put(kShapes, full), put(kShapes, empty), put(kShapes, blank)}}}));
    EXPECT_EQ(this->backend_.rows(kShapes),
              (std::vector<Row>{{kCity, full, 1}, {kCity, empty, 1}, {kCity, blank, 1}}));
}

TYPED_TEST_P(LogConformance, RowsOfLosersAreNotWritten) {
    this->append({.proposals = {this->command(1, 1, 0), this->command(5, 5, 0)}});
    const auto row = [](const std::string& code) {
        return std::vector{put(kAccounts, {code, std::int64_t{1}, std::monostate{}})};
    };
    this->append({.proposals = {this->command(2, 1, 0), this->command(3, 2, 0),
                                this->command(5, 5, 0), this->command(4, 3, 0)}},
                 rows_of({{0, row("stale")}, {1, row("b")}, {2, row("again")}, {3, row("d")}}));
    std::vector<Value> written;
    for (const Row& found : this->backend_.rows(kAccounts)) written.push_back(found.values[0]);
    EXPECT_EQ(written, (std::vector<Value>{std::string("b"), std::string("d")}));
}

TYPED_TEST_P(LogConformance, ProjectorThatThrowsLeavesNothingBehind) {
    const Projector broken = [](std::size_t, std::int64_t,
                                Instant) -> std::vector<std::pair<std::int64_t, RowChange>> {
        throw std::runtime_error("broken");
    };
    auto proposal = this->command(1, 1, 0);
    proposal.claims = {take("k")};
    EXPECT_THROW(this->append({.proposals = {proposal}}, broken), std::runtime_error);
    EXPECT_EQ(this->last_offset(kCity), 0);
    auto rival = this->command(2, 2, 0);
    rival.claims = {take("k")};
    EXPECT_EQ(this->append_one(rival).verdict, Verdict::Committed);
}

TYPED_TEST_P(LogConformance, TimersComeInOrderOfDueDateStreamAndKey) {
    const auto timer = [](std::uint64_t stream, const char* key, int day) {
        return put(kTimerTable, {uuid_of(stream), std::string(key), Date::from_days(day),
                                 std::string("household")});
    };
    EXPECT_EQ(this->log_->next_timer(), std::nullopt);
    auto county = this->command(2, 2, 0);
    county.federation = kCounty;
    this->append({.proposals = {this->command(1, 1, 0), county}},
                 rows_of({{0, {timer(2, "b", 100), timer(2, "a", 100), timer(9, "a", 99)}},
                          {1, {timer(1, "z", 100), timer(3, "a", 101)}}}));
    EXPECT_EQ(this->log_->next_timer(), Date::from_days(99));
    const auto keys = [&](int day, int limit) {
        std::vector<std::string> found;
        for (const DueTimer& due : this->log_->due_timers(Date::from_days(day), limit)) {
            found.push_back(std::to_string(due.due.days()) + due.stream_id.to_string().substr(35) +
                            due.key + std::to_string(due.federation.value) + due.aggregate);
        }
        return found;
    };
    EXPECT_EQ(keys(100, 10), (std::vector<std::string>{"999a1household", "1001z2household",
                                                       "1002a1household", "1002b1household"}));
    EXPECT_EQ(keys(101, 2).size(), 2U);
    EXPECT_TRUE(keys(98, 10).empty());
    this->append({.proposals = {this->command(3, 3, 0)}},
                 rows_of({{0, {remove(kTimerTable, {uuid_of(9), std::string("a")})}}}));
    EXPECT_EQ(this->log_->next_timer(), Date::from_days(100));
}

TYPED_TEST_P(LogConformance, BusinessDateNeverGoesBack) {
    EXPECT_EQ(this->log_->business_date(), std::nullopt);
    this->log_->set_business_date(Date::from_days(100));
    this->log_->set_business_date(Date::from_days(100));
    this->log_->set_business_date(Date::from_days(101));
    EXPECT_THROW(this->log_->set_business_date(Date::from_days(100)), std::logic_error);
    EXPECT_EQ(this->backend_.open()->business_date(), Date::from_days(101));
}

TYPED_TEST_P(LogConformance, LostCommitAnswerIsResolved) {
    for (const bool applied : {true, false}) {
        const std::uint64_t id = applied ? 1 : 2;
        auto proposal = this->command(id, id, 0, 2);
        proposal.claims = {take("k" + std::to_string(id))};
        this->backend_.lose_next_commit(*this->log_, applied);
        EXPECT_ANY_THROW(this->append({.proposals = {proposal}}));
        auto stranger = proposal;
        stranger.request_hash = hash_of(77);
        const auto replies =
            this->log_->resolve(std::vector<Proposal>{proposal, this->command(9, 9, 0), stranger});
        ASSERT_EQ(replies.size(), 3U);
        EXPECT_EQ(replies[0].has_value(), applied);
        if (applied) {
            EXPECT_EQ(replies[0], (Reply{2, 2}));
        }
        EXPECT_EQ(replies[1], std::nullopt);
        EXPECT_EQ(replies[2], std::nullopt);
        // Whatever it was, sending it again ends in the same place.
        const Outcome again = this->append_one(proposal);
        EXPECT_EQ(again.verdict, applied ? Verdict::Repeated : Verdict::Committed);
        EXPECT_EQ(again.reply.version, 2);
    }
    EXPECT_EQ(this->last_offset(kCity), 4);
}

REGISTER_TYPED_TEST_SUITE_P(
    LogConformance, EventsComeBackAsTheyWereWritten, EachFederationHasItsOwnOrder,
    NewsIsWhatLiesBehindEachPlaceAndTheHeads, WhoDoesNotComeForNewsLosesNothingElse,
    CommandWithoutEventsIsRememberedAndChangesNothing,
    LoserOfAVersionRaceComesBackAsARowAndTheRestCommits,
    RefusalStandsOnlyWhereItsStreamStandsAndWritesNothing,
    TakenClaimComesBackAsARowWithItsHolderAndTheRestCommits,
    FreedClaimCanBeTakenAlsoLaterInTheSameBatch, FullQuotaComesBackAsARowAndTheRestCommits,
    HonestRepeatGetsTheFirstReplyAndWritesNothing, SameCommandIdWithAnotherBodyIsRefused,
    UnitsStandOrFallTogetherAndGiveTheirClaimsBack, RepeatedCommandDoesNotHoldBackItsUnit,
    CursorMovesOnlyFromWhereItStandsAndUnderItsEpoch, CursorMovesAlsoAfterItsFirstMoveWasInVain,
    ParkedRecordsAreListedUntilResolved, RecordedAtNeverGoesBack,
    ClosedFederationRefusesAndTheOthersGoOn, ClosedFederationTakesNothingThatStandsBesideItsLog,
    DoubtAboutACommandEndsWithOneThatIsDoneOrCanComeNoMore,
    IncarnationIsStampedFromTheHeadAndNeverRewritten,
    RowChangesPutAddAndRemoveAlsoSeveralOfOneKeyInABatch, EveryTypeOfColumnComesBackEqual,
    RowsOfLosersAreNotWritten, ProjectorThatThrowsLeavesNothingBehind,
    TimersComeInOrderOfDueDateStreamAndKey, BusinessDateNeverGoesBack, LostCommitAnswerIsResolved);

}  // namespace haven::spec
