// Small batches in one round trip, and what becomes of them when somebody else was there first: the
// same as of any other batch.
#include <thread>

#include "libs/log/postgres_backend.hpp"

namespace haven::spec {
namespace {

class ForeseenAppend : public ::testing::Test {
  protected:
    // Ours knows the heads of both federations, having appended to them.
    ForeseenAppend() {
        EXPECT_EQ(ours(event(900, 900, 0)).verdict, Verdict::Committed);
        EXPECT_EQ(ours(event(901, 901, 0, kCounty)).verdict, Verdict::Committed);
    }
    static Proposal event(std::uint64_t id, std::uint64_t stream, std::int32_t expected_version,
                          FederationNo federation = kCity) {
        Proposal proposal;
        proposal.unit = static_cast<std::int32_t>(id);
        proposal.federation = federation;
        proposal.stream_id = uuid_of(stream, 1);
        proposal.expected_version = expected_version;
        proposal.command_id = uuid_of(id, 2);
        proposal.request_hash = hash_of(id);
        proposal.events = {{"Happened", 1, ""}};
        return proposal;
    }
    static Proposal claiming(Proposal proposal, const std::string& key) {
        proposal.claims = {take(key)};
        return proposal;
    }
    static Outcome append(Log& log, const Proposal& proposal) {
        return log.append({.proposals = {proposal}}, kNow, no_rows()).outcomes[0];
    }
    Outcome ours(const Proposal& proposal) { return append(*log_, proposal); }
    Outcome theirs(const Proposal& proposal) { return append(*other_, proposal); }
    int trips_of(const Batch& batch) {
        const int before = backend.trips();
        log_->append(batch, kNow, no_rows());
        return backend.trips() - before;
    }

    Log& log() { return *log_; }

    PostgresBackend backend;

  private:
    std::unique_ptr<Log> log_ = backend.open();
    std::unique_ptr<PostgresLog> other_ = backend.open_directly();
};

TEST_F(ForeseenAppend, TakesOneRoundTrip) {
    EXPECT_EQ(trips_of({.proposals = {event(1, 1, 0)}}), 1);
    EXPECT_EQ(trips_of({.proposals = {event(2, 1, 1), claiming(event(3, 3, 0, kCounty), "c")}}), 1);
}

TEST_F(ForeseenAppend, IsNotTriedWhereMuchIsAskedAtOnce) {
    Proposal paid = event(1, 1, 0);
    paid.quotas = {{"quota", 1, 10}};
    EXPECT_EQ(trips_of({.proposals = {paid}}), 2);
    Proposal freed = event(2, 2, 0);
    freed.claims = {free_claim("c")};
    EXPECT_EQ(trips_of({.proposals = {freed}}), 2);
    Batch many;
    for (std::uint64_t i = 0; i < 256; ++i) many.proposals.push_back(event(10 + i, 10 + i, 0));
    EXPECT_EQ(trips_of(many), 1);
    many.proposals.push_back(event(9, 9, 0));
    for (Proposal& proposal : many.proposals) ++proposal.command_id.bytes[1];
    for (Proposal& proposal : many.proposals) ++proposal.stream_id.bytes[1];
    EXPECT_EQ(trips_of(many), 2);
}

TEST_F(ForeseenAppend, GoesTheUsualWayAfterAnotherWriter) {
    EXPECT_EQ(theirs(event(1, 1, 0)).reply.offset, 2);
    const Outcome outcome = ours(event(2, 2, 0));
    EXPECT_EQ(outcome.verdict, Verdict::Committed);
    EXPECT_EQ(outcome.reply.offset, 3);
    // A while later it is foreseen again.
    int trips = 0;
    for (std::uint64_t i = 3; i < 10; ++i) trips = trips_of({.proposals = {event(i, i, 0)}});
    EXPECT_EQ(trips, 1);
}

TEST_F(ForeseenAppend, LosesByAStaleVersion) {
    ours(event(1, 1, 0));
    EXPECT_EQ(ours(event(2, 1, 0)).verdict, Verdict::VersionConflict);
    EXPECT_EQ(ours(event(3, 1, 1)).verdict, Verdict::Committed);
}

TEST_F(ForeseenAppend, LosesAClaimAloneAndLearnsWhoHoldsIt) {
    ours(claiming(event(1, 1, 0), "open-file/p"));
    const auto outcomes = [&] {
        const auto log = backend.open();
        append(*log, event(2, 2, 0));
        return log
            ->append({.proposals = {event(3, 3, 0), claiming(event(4, 4, 0), "open-file/p")}}, kNow,
                     no_rows())
            .outcomes;
    }();
    EXPECT_EQ(outcomes[0].verdict, Verdict::Committed);
    EXPECT_EQ(outcomes[1].verdict, Verdict::ClaimTaken);
    EXPECT_EQ(outcomes[1].holder, uuid_of(1, 1));
}

TEST_F(ForeseenAppend, MayTakeAClaimOfItsOwnStreamAgain) {
    ours(claiming(event(1, 1, 0), "open-file/p"));
    EXPECT_EQ(ours(claiming(event(2, 1, 1), "open-file/p")).verdict, Verdict::Committed);
}

TEST_F(ForeseenAppend, AnswersARepeatAsTheFirstTime) {
    const Outcome first = ours(event(1, 1, 0));
    const Outcome repeated = ours(event(1, 1, 1));
    EXPECT_EQ(repeated.verdict, Verdict::Repeated);
    EXPECT_EQ(repeated.reply, first.reply);
    Proposal other = event(1, 1, 1);
    other.request_hash = hash_of(77);
    EXPECT_EQ(ours(other).verdict, Verdict::CommandIdReused);
}

TEST_F(ForeseenAppend, DoesNotEnterAFederationThatIsClosed) {
    backend.set_open(kCity, false);
    EXPECT_EQ(ours(event(1, 1, 0)).verdict, Verdict::FederationClosed);
    backend.set_open(kCity, true);
    EXPECT_EQ(ours(event(2, 2, 0)).verdict, Verdict::Committed);
}

TEST_F(ForeseenAppend, AsksWhetherARefusalStandsInTheSameTrip) {
    const auto refused = [](Proposal proposal) {
        proposal.events.clear();
        proposal.refused = true;
        return proposal;
    };
    const Outcome first = ours(event(1, 1, 0));
    const auto outcomes = [&](const Batch& batch) {
        const int before = backend.trips();
        auto answers = log().append(batch, kNow, no_rows()).outcomes;
        EXPECT_EQ(backend.trips() - before, 1);
        return answers;
    };
    const auto mixed =
        outcomes({.proposals = {refused(event(2, 1, 1)), event(3, 3, 0), refused(event(4, 4, 7)),
                                refused(event(5, 5, 0, kCounty))}});
    EXPECT_EQ(mixed[0].verdict, Verdict::Refused);
    EXPECT_EQ(mixed[1].verdict, Verdict::Committed);
    EXPECT_EQ(mixed[2].verdict, Verdict::VersionConflict);
    EXPECT_EQ(mixed[3].verdict, Verdict::Refused);
    // Another writer's event makes a refusal one of yesterday, or a repeat.
    theirs(event(6, 1, 1));
    EXPECT_EQ(outcomes({.proposals = {refused(event(7, 1, 1))}})[0].verdict,
              Verdict::VersionConflict);
    EXPECT_EQ(outcomes({.proposals = {refused(event(6, 1, 1))}})[0].verdict, Verdict::Repeated);
    EXPECT_EQ(outcomes({.proposals = {refused(event(1, 1, 2))}})[0].reply, first.reply);
    backend.set_open(kCounty, false);
    EXPECT_EQ(outcomes({.proposals = {refused(event(8, 8, 0, kCounty))}})[0].verdict,
              Verdict::FederationClosed);
}

// A unit: commands of ours, and the move of a cursor.
TEST_F(ForeseenAppend, MovesCursorsInTheSameTripAndOnlyFromWhereTheyStand) {
    const auto unit = [](std::int64_t from, std::int64_t to, std::vector<Proposal> commands,
                         FederationNo federation = kCity) {
        for (Proposal& command : commands) command.unit = 7;
        CursorMove move{.unit = 7, .consumer = "c", .source = "s", .federation = federation};
        move.from.offset = from;
        move.to.offset = to;
        return Batch{.proposals = std::move(commands), .cursor_moves = {move}};
    };
    const auto verdict = [&](const Batch& batch) {
        return log().append(batch, kNow, no_rows()).cursor_outcomes.at(0).verdict;
    };
    EXPECT_EQ(verdict(unit(0, 1, {event(1, 1, 0)})), Verdict::Committed);  // makes its row
    EXPECT_EQ(trips_of(unit(1, 2, {event(2, 1, 1)})), 1);
    EXPECT_EQ(trips_of(unit(2, 3, {})), 1);
    EXPECT_EQ(log().cursor("c", "s", kCity).offset, 3);
    // A unit falls with its cursor.
    EXPECT_EQ(verdict(unit(2, 4, {event(4, 1, 2)})), Verdict::CursorMoved);
    EXPECT_EQ(log().cursor("c", "s", kCity).offset, 3);
    EXPECT_EQ(log().read_stream(kCity, uuid_of(1, 1), 0).size(), 2U);
    // And the cursor with its unit.
    for (std::uint64_t id = 10; id < 15; ++id) ours(event(id, id, 0));
    EXPECT_EQ(verdict(unit(3, 4, {event(16, 1, 0)})), Verdict::UnitLost);
    EXPECT_EQ(log().cursor("c", "s", kCity).offset, 3);
    for (std::uint64_t id = 20; id < 25; ++id) ours(event(id, id, 0));
    backend.set_open(kCity, false);
    EXPECT_EQ(verdict(unit(3, 4, {})), Verdict::FederationClosed);
    backend.set_open(kCity, true);
    // Somebody took it over.
    for (std::uint64_t id = 30; id < 35; ++id) ours(event(id, id, 0));
    backend.open_directly()->take_over("c", "s", kCity);
    EXPECT_EQ(verdict(unit(3, 4, {})), Verdict::CursorMoved);
}

TEST_F(ForeseenAppend, IsTriedAgainAtOnceAfterATakenClaim) {
    ours(claiming(event(1, 1, 0), "open-file/p"));
    EXPECT_EQ(ours(claiming(event(2, 2, 0), "open-file/p")).verdict, Verdict::ClaimTaken);
    EXPECT_EQ(trips_of({.proposals = {event(3, 3, 0)}}), 1);
}

TEST_F(ForeseenAppend, LocksHeadsInTheOrderOfTheirFederations) {
    // Whoever locked them in another order would meet us, and one of us would be ended.
    std::vector<std::jthread> writers;
    for (std::uint64_t writer = 1; writer <= 2; ++writer) {
        writers.emplace_back([&, writer] {
            const auto log = backend.open_directly();
            for (std::uint64_t i = 0; i < 200; ++i) {
                const std::uint64_t id = writer * 10'000 + i * 2;
                Batch batch{.proposals = {event(id, id, 0), event(id + 1, id + 1, 0, kCounty)}};
                if (writer == 2) std::swap(batch.proposals[0], batch.proposals[1]);
                for (const Outcome& outcome : log->append(batch, kNow, no_rows()).outcomes) {
                    EXPECT_EQ(outcome.verdict, Verdict::Committed);
                }
            }
        });
    }
}

TEST_F(ForeseenAppend, WritesRowsOnce) {
    const auto projector =
        rows_of({{0, {add(kAccounts, {std::string("sum"), std::int64_t{1}, std::monostate{}})}}});
    theirs(event(1, 1, 0));
    const auto log = backend.open();
    append(*log, event(2, 2, 0));
    theirs(event(3, 3, 0));  // which is not foreseen
    log->append({.proposals = {event(4, 4, 0)}}, kNow, projector);
    EXPECT_EQ(std::get<std::int64_t>(backend.rows(kAccounts).at(0).values[1]), 1);
}

TEST_F(ForeseenAppend, NeverGoesBackInTime) {
    const auto log = backend.open();
    log->append({.proposals = {event(1, 1, 0)}}, Instant{kNow.micros + 5}, no_rows());
    log->append({.proposals = {event(2, 2, 0)}}, kNow, no_rows());
    const auto records = log->read(kCity, 1, 10);
    EXPECT_EQ(records.at(1).recorded_at, records.at(0).recorded_at);
}

}  // namespace
}  // namespace haven::spec
