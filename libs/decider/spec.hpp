// The test language of deciders of all services: tests read like the domain.
//
//     given<FundLine>({opened, received}).by(clerk).on("2018-06-29")
//         .when(ReserveFunds{…}).then({FundsReserved{…}});
//     given<FundLine>({opened}).when(ReserveFunds{…}).refused("FUND_LINE_SHORT");
//
// Each then/refused states a complete expectation; the failure names the line of the test.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <source_location>
#include <string>
#include <vector>

#include "libs/decider/decider.hpp"

namespace haven::spec {

// An id that is easy to read in a test: id<FundLineId>(1), id<FundLineId>(2) …
template <class TypedId>
TypedId id(std::uint8_t number) {
    TypedId typed;
    typed.uuid.bytes[15] = number;
    return typed;
}
// The same of a member of staff: staff(1), staff(2) …
inline StaffId staff(std::uint8_t number) {
    return id<StaffId>(number);
}

template <Decider D>
class Outcome {
  public:
    using Event = typename D::Event;

    Outcome(typename D::State before, Result<std::vector<Event>> result)
        : before_(std::move(before)), result_(std::move(result)) {}

    // Exactly these events, in this order; `then({})` = already so.
    void then(const std::vector<Event>& expected,
              std::source_location at = std::source_location::current()) const {
        const ::testing::ScopedTrace trace(at.file_name(), static_cast<int>(at.line()), "then");
        if (!result_) {
            ADD_FAILURE() << "refused with " << result_.error().reason << ": "
                          << result_.error().message;
            return;
        }
        ASSERT_EQ(result_->size(), expected.size()) << "number of events";
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ((*result_)[i].index(), expected[i].index()) << "kind of event " << i;
            EXPECT_TRUE((*result_)[i] == expected[i]) << "content of event " << i;
        }
    }

    void then_nothing(std::source_location at = std::source_location::current()) const {
        then({}, at);
    }

    void refused(std::string_view reason,
                 std::source_location at = std::source_location::current()) const {
        const ::testing::ScopedTrace trace(at.file_name(), static_cast<int>(at.line()), "refused");
        if (result_) {
            ADD_FAILURE() << "accepted with " << result_->size() << " events, expected " << reason;
            return;
        }
        EXPECT_EQ(result_.error().reason, reason) << result_.error().message;
    }

    // The events of an accepted command, for a closer look; fails the test when it was refused.
    [[nodiscard]] std::vector<Event> events() const {
        if (!result_) {
            ADD_FAILURE() << "refused with " << result_.error().reason;
            return {};
        }
        return *result_;
    }

    // The first event of this kind.
    template <class E>
    [[nodiscard]] E only() const {
        for (const Event& event : events()) {
            if (const auto* found = std::get_if<E>(&event)) return *found;
        }
        ADD_FAILURE() << "no such event";
        return {};
    }

    // The state after an accepted command.
    [[nodiscard]] typename D::State state() const {
        typename D::State state = before_;
        for (const Event& event : events()) state = D::evolve(std::move(state), event);
        return state;
    }

  private:
    typename D::State before_;
    Result<std::vector<Event>> result_;
};

template <Decider D>
class Given {
  public:
    explicit Given(const std::vector<typename D::Event>& history) {
        for (const auto& event : history) state_ = D::evolve(std::move(state_), event);
    }

    Given&& by(StaffId actor) && {
        context_.actor = actor;
        return std::move(*this);
    }
    // The business date; the machine's time is noon of that day in Beijing.
    Given&& on(std::string_view date) && {
        context_.business_date = Date::parse(date).value();
        context_.at = Instant{(static_cast<std::int64_t>(context_.business_date.days()) * 24 + 4) *
                              3'600'000'000};
        return std::move(*this);
    }
    Given&& in(FederationNo federation) && {
        context_.federation = federation;
        return std::move(*this);
    }

    [[nodiscard]] Outcome<D> when(const typename D::Command& command) const {
        return {state_, D::decide(state_, command, context_)};
    }
    [[nodiscard]] const typename D::State& state() const { return state_; }

  private:
    typename D::State state_;
    Context context_{staff(1), Instant{1'577'937'600'000'000}, Date::of(2020, 1, 2),
                     FederationNo{1}};
};

template <Decider D>
Given<D> given(const std::vector<typename D::Event>& history = {}) {
    return Given<D>(history);
}

// The property every decider keeps: what was accepted once, sent again changes nothing or is
// refused.
template <Decider D>
void same_command_twice_changes_nothing(const typename D::State& before,
                                        const typename D::Command& command, const Context& by) {
    auto first = D::decide(before, command, by);
    if (!first) return;
    typename D::State after = before;
    for (const auto& event : *first) after = D::evolve(std::move(after), event);
    const auto second = D::decide(after, command, by);
    EXPECT_TRUE(!second || second->empty()) << "the second time gave events";
}

}  // namespace haven::spec
