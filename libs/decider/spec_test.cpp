#include "libs/decider/spec.hpp"

#include <gtest/gtest-spi.h>

namespace haven::spec {
namespace {

struct Opened {
    Money limit;
    bool operator==(const Opened&) const = default;
};
struct Spent {
    Money amount;
    bool operator==(const Spent&) const = default;
};
struct Open {
    Money limit;
};
struct Spend {
    Money amount;
};

// The smallest decider that has a rule: a purse that never goes below zero.
struct Purse {
    struct State {
        bool open = false;
        Money left;
    };
    using Command = std::variant<Open, Spend>;
    using Event = std::variant<Opened, Spent>;

    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context&) {
        return match(
            command,
            [&](const Open& open) -> Result<std::vector<Event>> {
                if (state.open) return std::vector<Event>{};
                return std::vector<Event>{Opened{open.limit}};
            },
            [&](const Spend& spend) -> Result<std::vector<Event>> {
                if (spend.amount > state.left) return refused("PURSE_EMPTY", "not enough left");
                return std::vector<Event>{Spent{spend.amount}};
            });
    }
    static State evolve(State state, const Event& event) {
        match(
            event,
            [&](const Opened& opened) {
                state.open = true;
                state.left = opened.limit;
            },
            [&](const Spent& spent) { state.left -= spent.amount; });
        return state;
    }
};
static_assert(Decider<Purse>);
static_assert(!HasEffects<Purse> && !HasTimers<Purse>);

const Opened kOpened{Money::fen(100)};

TEST(Spec, AcceptsExactlyTheEventsNamed) {
    given<Purse>().when(Open{Money::fen(100)}).then({kOpened});
    given<Purse>({kOpened}).when(Open{Money::fen(100)}).then_nothing();
    given<Purse>({kOpened}).when(Spend{Money::fen(40)}).then({Spent{Money::fen(40)}});
}

TEST(Spec, NamesTheRefusal) {
    given<Purse>({kOpened, Spent{Money::fen(61)}})
        .when(Spend{Money::fen(40)})
        .refused("PURSE_EMPTY");
}

TEST(Spec, FoldsTheStateAfter) {
    EXPECT_EQ(given<Purse>({kOpened}).when(Spend{Money::fen(40)}).state().left, Money::fen(60));
}

void expect_the_wrong_refusal() {
    given<Purse>({kOpened}).when(Spend{Money::fen(40)}).refused("PURSE_EMPTY");
}
void expect_what_is_refused() {
    given<Purse>().when(Spend{Money::fen(40)}).then({});
}
void expect_another_amount() {
    given<Purse>({kOpened}).when(Spend{Money::fen(40)}).then({Spent{Money::fen(41)}});
}
void spend_twice() {
    const Purse::State before{true, Money::fen(100)};
    same_command_twice_changes_nothing<Purse>(before, Spend{Money::fen(1)}, {});
}

TEST(Spec, FailsWhereTheDomainDisagrees) {
    EXPECT_NONFATAL_FAILURE(expect_the_wrong_refusal(), "accepted with 1 events");
    EXPECT_NONFATAL_FAILURE(expect_what_is_refused(), "refused with PURSE_EMPTY");
    EXPECT_NONFATAL_FAILURE(expect_another_amount(), "content of event 0");
}

TEST(Spec, NoticesACommandThatActsTwice) {
    same_command_twice_changes_nothing<Purse>({}, Open{Money::fen(1)}, {});
    EXPECT_NONFATAL_FAILURE(spend_twice(), "the second time gave events");
}

}  // namespace
}  // namespace haven::spec
