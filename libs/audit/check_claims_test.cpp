#include <gmock/gmock.h>

#include <array>

#include "libs/audit/check_log.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A locker: whoever rents holds its number, and draws on the hall's quota.
struct Locker {
    struct State {
        int rents = 0;
    };
    struct Rented {
        std::string number;
        bool operator==(const Rented&) const = default;
    };
    struct Left {
        std::string number;
        bool operator==(const Left&) const = default;
    };
    using Event = std::variant<Rented, Left>;
    using Command = std::variant<Rented, Left>;
    static Result<std::vector<Event>> decide(const State&, const Command& command, const Context&) {
        return match(
            command, [](const Rented& c) { return std::vector<Event>{c}; },
            [](const Left& c) { return std::vector<Event>{c}; });
    }
    static State evolve(State state, const Event& event) {
        state.rents += std::holds_alternative<Rented>(event) ? 1 : -1;
        return state;
    }
    static Effects effects(const State&, const Event& event) {
        return match(
            event,
            [](const Rented& e) {
                return Effects{.claims = {{ClaimChange::Kind::Take, e.number}},
                               .quotas = {{"hall", 100, 1'000}}};
            },
            [](const Left& e) {
                return Effects{.claims = {{ClaimChange::Kind::Free, e.number}},
                               .quotas = {{"hall", -100, 1'000}}};
            });
    }
};
struct LockerCodec {
    static std::span<const std::string_view> types() {
        static constexpr std::array<std::string_view, 2> kTypes{"Rented", "Left"};
        return kTypes;
    }
    static log::NewEvent encode(const Locker::Event&) { return {}; }
    static std::optional<Locker::Event> decode(std::string_view type, int,
                                               std::string_view payload) {
        if (type == "Rented") return Locker::Rented{std::string(payload)};
        return Locker::Left{std::string(payload)};
    }
};

Uuid stream(std::uint8_t number) {
    Uuid id;
    id.bytes[15] = number;
    return id;
}

class CheckClaims : public ::testing::Test {
  protected:
    CheckClaims() {
        const std::vector<log::FederationRow> federations{{FederationNo{1}, "610300", "city", {}}};
        EXPECT_TRUE(log::create_schema(db_, federations).has_value());
        see(1, "Rented", "a");
        see(2, "Rented", "b");
        see(1, "Left", "a");
        see(3, "Rented", "a");
        claim("a", 3);
        claim("b", 2);
        db_.exec("INSERT INTO quota VALUES ('hall', 1, 200)");
    }
    void see(std::uint8_t who, const std::string& type, const std::string& number) {
        log::Record record;
        record.federation = FederationNo{1};
        record.stream_id = stream(who);
        record.type = type;
        record.payload = number;
        fold_.apply(record);
    }
    void claim(const std::string& key, std::uint8_t who) {
        db_.query("INSERT INTO claim VALUES ($1, 1, $2)",
                  postgres::Params().text(key).uuid(stream(who)));
    }
    std::vector<std::string> broken() {
        std::vector<std::string> names;
        for (const audit::Oracle& oracle : audit::check_claims(db_, fold_)) {
            EXPECT_GT(oracle.counted, 0) << oracle.name;
            if (!oracle.holds()) names.push_back(oracle.name + ": " + oracle.first.front());
        }
        return names;
    }

    TestDatabase database_{"claims"};
    postgres::Connection db_{database_.conninfo()};
    const std::unique_ptr<const writer::Aggregate> locker_ =
        writer::make_aggregate<Locker, LockerCodec>("locker", [](const auto&...) {});
    const std::array<const writer::Aggregate*, 1> all_{locker_.get()};
    audit::ClaimsFold fold_{all_};
};

TEST_F(CheckClaims, ClaimsAndQuotasThatTheEventsGiveHold) {
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(CheckClaims, AClaimHeldByAnotherStreamIsNamed) {
    db_.query("UPDATE claim SET stream_id = $1 WHERE key = 'b'",
              postgres::Params().uuid(stream(9)));
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("CLAIMS_EQUAL_REPLAY: claim b is held by")));
}

TEST_F(CheckClaims, AClaimThatIsGoneAndOneThatNobodyTookAreNamed) {
    db_.exec("UPDATE claim SET key = 'c' WHERE key = 'b'");
    EXPECT_EQ(audit::check_claims(db_, fold_)[0].faults, 2);
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("CLAIMS_EQUAL_REPLAY: claim c is held by")));
}

TEST_F(CheckClaims, AKeyThatTwoStreamsTookIsNamed) {
    see(4, "Rented", "b");
    db_.exec("UPDATE quota SET sum_fen = 300");
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("CLAIMS_EQUAL_REPLAY: claim b of stream")));
}

TEST_F(CheckClaims, AQuotaWithAnotherSumIsNamed) {
    db_.exec("UPDATE quota SET sum_fen = 199");
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("QUOTAS_EQUAL_REPLAY: quota hall stands at 199")));
}

}  // namespace
}  // namespace haven::spec
