// What only several connections at once can show.
#include <chrono>
#include <mutex>
#include <random>

#include "libs/log/postgres_backend.hpp"

namespace haven::spec {
namespace {

constexpr int kWriters = 16;
constexpr int kFederationCount = 3;

// `./dev test --long` asks for more rounds.
int rounds() {
    const char* text = std::getenv("HAVEN_LONG");
    return text != nullptr && *text == '1' ? 500 : 40;
}

// What the writers were told, to be compared with what the log holds.
struct Told {
    std::mutex mutex;
    std::map<std::pair<FederationNo, Uuid>, Reply> committed;
    std::set<std::pair<FederationNo, Uuid>> absent;
    std::map<FederationNo, std::int64_t> events;
    int losers = 0;
    int failures = 0;
    int resolved_as_committed = 0;

    void commit(const Proposal& proposal, const Reply& reply) {
        const bool first =
            committed.emplace(std::pair(proposal.federation, proposal.command_id), reply).second;
        EXPECT_TRUE(first);
        events[proposal.federation] += static_cast<std::int64_t>(proposal.events.size());
    }
};

class StressWriter {
  public:
    StressWriter(PostgresBackend& backend, Told& told, unsigned seed)
        : log_(backend.open_directly()), told_(told), random_(seed), seed_(seed) {}

    void run(int count) {
        for (int i = 0; i < count; ++i) append(make_batch(i));
    }

  private:
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

    Batch make_batch(int round) {
        Batch batch;
        std::set<std::uint64_t> streams;
        for (int i = 1 + pick(4); i > 0; --i) {
            // Half the streams are contended for by all writers, half are our own.
            const auto stream = static_cast<std::uint64_t>(pick(2) ? pick(6) : 1'000 * seed_ + i);
            if (!streams.insert(stream).second) continue;
            Proposal proposal;
            proposal.unit = pick(3);
            proposal.federation = FederationNo{static_cast<std::int16_t>(
                1 + stream % static_cast<std::uint64_t>(kFederationCount))};
            proposal.stream_id = uuid_of(stream, 1);
            proposal.expected_version = versions_[stream];
            const std::uint64_t id = (seed_ << 32) + static_cast<std::uint64_t>(round * 8 + i);
            proposal.command_id = uuid_of(id, 2);
            proposal.request_hash = hash_of(id);
            proposal.events.assign(static_cast<std::size_t>(1 + pick(3)), {"Happened", 1, "x"});
            for (int k = pick(3); k > 0; --k) {
                const std::string key = "claim/" + std::to_string(pick(12));
                proposal.claims.push_back(pick(2) ? take(key) : free_claim(key));
            }
            if (pick(4) == 0) proposal.quotas = {{"quota/" + std::to_string(pick(4)), 1, 1'000}};
            batch.proposals.push_back(proposal);
        }
        return batch;
    }

    void append(const Batch& batch) {
        const bool rollback = pick(12) == 0;
        const int delay_ms = pick(4) == 0 ? pick(4) : 0;
        const Projector projector = [&](std::size_t, std::int64_t first, Instant) {
            std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
            if (rollback) throw std::runtime_error("rolled back");
            return std::vector<std::pair<std::int64_t, RowChange>>{
                {first, add(kAccounts, {std::string("sum"), std::int64_t{1}, std::monostate{}})}};
        };
        try {
            note(batch, log_->append(batch, kNow, projector).outcomes);
        } catch (const std::runtime_error&) {
            resolve(batch);
        }
        learn_versions(batch);
    }

    void note(const Batch& batch, const std::vector<Outcome>& outcomes) {
        const std::lock_guard lock(told_.mutex);
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const Proposal& proposal = batch.proposals[i];
            if (outcomes[i].verdict == Verdict::Committed) {
                told_.commit(proposal, outcomes[i].reply);
            } else {
                ++told_.losers;
                told_.absent.emplace(proposal.federation, proposal.command_id);
            }
        }
    }

    void resolve(const Batch& batch) {
        for (;;) {
            try {
                const auto replies = log_->resolve(batch.proposals);
                const std::lock_guard lock(told_.mutex);
                ++told_.failures;
                for (std::size_t i = 0; i < replies.size(); ++i) {
                    const Proposal& proposal = batch.proposals[i];
                    if (replies[i]) {
                        ++told_.resolved_as_committed;
                        told_.commit(proposal, *replies[i]);
                    } else {
                        told_.absent.emplace(proposal.federation, proposal.command_id);
                    }
                }
                return;
            } catch (const std::runtime_error&) {
                continue;  // killed again
            }
        }
    }

    void learn_versions(const Batch& batch) {
        for (const Proposal& proposal : batch.proposals) {
            try {
                const auto records = log_->read_stream(proposal.federation, proposal.stream_id, 0);
                const std::uint64_t stream = static_cast<std::uint64_t>(
                    proposal.stream_id.bytes[15] | proposal.stream_id.bytes[14] << 8 |
                    proposal.stream_id.bytes[13] << 16);
                versions_[stream] = static_cast<std::int32_t>(records.size());
            } catch (const std::runtime_error&) {
                continue;  // killed: the next version race is lost
            }
        }
    }

    std::unique_ptr<PostgresLog> log_;
    Told& told_;
    std::mt19937_64 random_;
    const std::uint64_t seed_;
    std::map<std::uint64_t, std::int32_t> versions_;
};

// Reads behind the writers and must never find a hole.
void follow(PostgresBackend& backend, const std::stop_token& stop,
            std::map<FederationNo, std::int64_t>& seen, std::atomic<bool>& hole) {
    const auto log = backend.open_directly();
    while (!stop.stop_requested()) {
        for (std::int16_t number = 1; number <= kFederationCount; ++number) {
            try {
                for (const Record& record : log->read(FederationNo{number}, seen[{number}], 500)) {
                    if (record.offset != ++seen[{number}]) hole = true;
                }
            } catch (const std::runtime_error&) {
                continue;  // killed
            }
        }
    }
}

TEST(PostgresLog, OffsetsAreGapFreeAndInCommitOrderUnder16ConcurrentWriters) {
    PostgresBackend backend;
    Told told;
    std::map<FederationNo, std::int64_t> seen;
    std::atomic<bool> hole = false;
    {
        std::jthread reader(
            [&](const std::stop_token& stop) { follow(backend, stop, seen, hole); });
        std::jthread killer([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(15));
                backend.disturb();
            }
        });
        std::vector<std::jthread> writers;
        for (unsigned i = 1; i <= kWriters; ++i) {
            writers.emplace_back([&, i] { StressWriter(backend, told, i).run(rounds()); });
        }
    }
    EXPECT_FALSE(hole);
    const auto log = backend.open_directly();
    std::int64_t total = 0;
    std::set<std::pair<FederationNo, Uuid>> in_log;
    for (std::int16_t number = 1; number <= kFederationCount; ++number) {
        const FederationNo federation{number};
        const auto records = log->read(federation, 0, 1'000'000);
        std::map<Uuid, std::int32_t> versions;
        std::int64_t offset = 0;
        for (const Record& record : records) {
            ASSERT_EQ(record.offset, ++offset);
            ASSERT_EQ(record.version, ++versions[record.stream_id]);
            in_log.emplace(federation, record.command_id);
        }
        EXPECT_EQ(offset, told.events[federation]);
        EXPECT_EQ(log->heads().at(static_cast<std::size_t>(number - 1)).last_offset, offset);
        total += offset;
    }
    for (const auto& [id, _] : told.committed) EXPECT_TRUE(in_log.contains(id));
    for (const auto& id : told.absent) EXPECT_FALSE(in_log.contains(id));
    EXPECT_EQ(in_log.size(), told.committed.size());
    // The rows, too, are those of exactly the committed commands.
    std::int64_t sum = 0;
    for (const log::Row& row : backend.rows(kAccounts))
        sum += std::get<std::int64_t>(row.values[1]);
    EXPECT_EQ(sum, static_cast<std::int64_t>(told.committed.size()));
    // It was a storm and not a calm.
    EXPECT_GT(total, 100);
    EXPECT_GT(told.losers, 10);
    EXPECT_GT(told.failures, 10);
}

TEST(PostgresLog, WritersOnTheSameClaimsInAnyOrderNeverDeadlock) {
    PostgresBackend backend;
    std::atomic<int> committed = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> writers;
        for (unsigned writer = 1; writer <= 8; ++writer) {
            writers.emplace_back([&, writer] {
                std::mt19937_64 random(writer);
                const auto log = backend.open_directly();
                for (std::uint64_t i = 0; i < 40; ++i) {
                    Proposal proposal;
                    // Different federations: the heads' locks do not order these writers.
                    proposal.federation = FederationNo{static_cast<std::int16_t>(1 + writer % 4)};
                    proposal.stream_id = uuid_of(writer * 1'000 + i, 1);
                    proposal.command_id = uuid_of(writer * 1'000 + i, 2);
                    proposal.events = {{"Happened", 1, ""}};
                    for (int k = 0; k < 6; ++k) {
                        const auto number = std::to_string(random() % 30);
                        proposal.claims.push_back(take("claim/" + number));
                        proposal.claims.push_back(free_claim("claim/" + number));
                        proposal.quotas.push_back({"quota/" + number, 1, 1'000'000});
                    }
                    const auto verdict =
                        log->append({.proposals = {proposal}}, kNow, no_rows()).outcomes[0].verdict;
                    ++(verdict == Verdict::Committed ? committed : refused);
                }
            });
        }
    }
    // Every claim is given back at once, so nobody ever loses; a deadlock would have thrown.
    EXPECT_EQ(committed, 320);
    EXPECT_EQ(refused, 0);
}

TEST(PostgresLog, OneOfManyRivalsGetsTheClaim) {
    PostgresBackend backend;
    std::atomic<int> committed = 0;
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> rivals;
        for (unsigned rival = 1; rival <= kWriters; ++rival) {
            rivals.emplace_back([&, rival] {
                Proposal proposal;
                proposal.federation = FederationNo{static_cast<std::int16_t>(1 + rival % 4)};
                proposal.stream_id = uuid_of(rival, 1);
                proposal.command_id = uuid_of(rival, 2);
                proposal.events = {{"Happened", 1, ""}};
                proposal.claims = {take("open-file/p")};
                const auto log = backend.open_directly();
                const auto outcome =
                    log->append({.proposals = {proposal}}, kNow, no_rows()).outcomes[0];
                ++(outcome.verdict == Verdict::Committed ? committed : taken);
                if (outcome.verdict == Verdict::ClaimTaken) {
                    EXPECT_EQ(outcome.detail, "open-file/p");
                    EXPECT_NE(outcome.holder, proposal.stream_id);
                }
            });
        }
    }
    EXPECT_EQ(committed, 1);
    EXPECT_EQ(taken, kWriters - 1);
}

}  // namespace
}  // namespace haven::spec
