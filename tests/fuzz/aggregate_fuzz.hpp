// Fuzzing an aggregate: bytes → commands, days and timers; each is decided, and what it gives is
// folded, projected, encoded and read back, by the same code as in the Writer and in replay. Checks
// (HAVEN_CHECK), after every command:
//
//   decide answers the same twice, and the same command again changes nothing;
//   every event is one of those the codec names, and comes back from its bytes as it was;
//   replay from the bytes gives the rows of the first time;
//   a due timer is known, and moves or is refused with a reason;
//   holds(), what else is true of every state of this aggregate.
#pragma once

#include <algorithm>
#include <cstdio>
#include <map>

#include "libs/writer/aggregate.hpp"
#include "tests/fuzz/tape.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {

// One line of a story: days pass, somebody commands; or the first timer falls due.
template <Decider D>
struct Step {
    std::uint8_t actor = 1;  // 0 is a service
    std::uint8_t days = 0;   // since the step before
    bool timer = false;
    typename D::Command command;
};

template <Decider D>
void carry(Tape& tape, Step<D>& step) {
    constexpr std::array<std::uint8_t, 8> kDays = {0, 1, 2, 7, 30, 92, 200, 255};
    std::uint8_t head = static_cast<std::uint8_t>((step.timer ? 0x80 : 0) | (step.actor & 0x0f));
    const auto* exact = std::ranges::find(kDays, step.days);
    const bool near = exact != kDays.end();
    head |= static_cast<std::uint8_t>((near ? exact - kDays.begin() : 0) << 4);
    HAVEN_CHECK(!tape.writing() || near);
    tape.octet(head);
    step.timer = (head & 0x80) != 0;
    step.actor = head & 0x0f;
    step.days = kDays.at((head >> 4) & 7);
    if (!step.timer) carry(tape, step.command);
}

// What a target says of its aggregate; these are the defaults.
//     struct Subject : AnySubject<FundLine> {
//         static const writer::Aggregate& aggregate();
//         static constexpr std::array<std::string_view, n> kWords = {…};  // likely texts
//     };
template <Decider Decider_>
struct AnySubject {
    using D = Decider_;
    using State = typename D::State;
    using Command = typename D::Command;

    // What signatures are about.
    static Hash hash(const State&) { return {}; }
    // What is true of every state: aborts where it is not.
    static void holds(const State&) {}
    // False for what no caller makes, such as a sum out of range from one of our own reactions.
    static bool may_send(const State&, const Command&) { return true; }
    // Whether the same command again, as another one, changes nothing or is refused.
    static bool settles(const Command&) { return true; }
};

template <class Subject, class Codec>
class AggregateFuzz {
  public:
    using D = typename Subject::D;
    using State = typename D::State;

    static constexpr std::size_t kMostSteps = 64;

    static int run_once(const std::uint8_t* data, std::size_t size) {
        Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
        AggregateFuzz().run(tape);
        return 0;
    }

    void run(Tape& tape) {
        tape.words = Subject::kWords;
        for (std::size_t i = 0; i < kMostSteps && !tape.done(); ++i) {
            prepare(tape);
            Step<D> step;
            carry(tape, step);
            take(step);
        }
    }

    // A story as bytes. Each of its steps must be accepted.
    std::string tell(std::vector<Step<D>> story) {
        Tape tape;
        tape.words = Subject::kWords;
        for (Step<D>& step : story) {
            prepare(tape);
            carry(tape, step);
            HAVEN_CHECK(take(step));
        }
        return tape.bytes();
    }

    [[nodiscard]] const State& state() const { return *static_cast<const State*>(state_.get()); }

  private:
    void prepare(Tape& tape) const {
        tape.today = today_;
        tape.hash = Subject::hash(state());
    }

    // False when it was refused.
    bool take(const Step<D>& step) {
        today_ = std::min(today_.plus_days(step.days), Date::of(2060, 1, 1));
        Context by{StaffId{}, Instant{}, today_, FederationNo{1}};
        by.actor.uuid.bytes[15] = step.actor;
        if (step.timer) return fire(by);
        stamp(by);
        if (!Subject::may_send(state(), step.command)) return false;
        const std::any command = step.command;
        const auto decided = aggregate_.decide(state_, command, by);
        same(decided, aggregate_.decide(state_, command, by));
        if (!decided) return false;
        apply(*decided, by);
        const auto again = aggregate_.decide(state_, command, by);
        const bool settled = !Subject::settles(step.command) || !again || again->events.empty();
        if (!settled) std::fprintf(stderr, "command %zu changes more\n", step.command.index());
        HAVEN_CHECK(settled);
        return true;
    }

    bool fire(Context by) {
        const auto first = std::ranges::min_element(
            timers_, {}, [](const auto& timer) { return std::pair(timer.second, timer.first); });
        if (first == timers_.end()) return false;
        today_ = std::max(today_, first->second);
        by.actor = {};
        by.business_date = today_;
        stamp(by);
        const TimerFired fired{first->first, first->second};
        const auto decided = aggregate_.decide(state_, fired, by);
        if (!decided) {
            const std::string& reason = decided.error().reason;
            HAVEN_CHECK(reason != "TIMER_UNKNOWN" && reason != "TIMER_NOT_MOVED");
            timers_.erase(fired.key);  // as the timer loop does: for that day it is settled
            return false;
        }
        apply(*decided, by);
        const auto now = timers_.find(fired.key);
        HAVEN_CHECK(now == timers_.end() || now->second > fired.due);
        return true;
    }

    void stamp(Context& by) const {
        by.at = Instant{(static_cast<std::int64_t>(today_.days()) * 24 + 4) * 3'600'000'000};
    }

    static void same(const Result<writer::Decided>& one, const Result<writer::Decided>& other) {
        HAVEN_CHECK(one.has_value() == other.has_value());
        if (!one) {
            HAVEN_CHECK(one.error() == other.error());
            return;
        }
        HAVEN_CHECK(
            std::ranges::equal(one->events, other->events, [](const auto& a, const auto& b) {
                return a.type == b.type && a.payload == b.payload;
            }));
    }

    void apply(const writer::Decided& decided, const Context& by) {
        const log::EventContext context{by.federation, Uuid{},   version_ + 1,     version_ + 1,
                                        by.at,         by.actor, by.business_date, by.at};
        auto [after, rows] = aggregate_.project(state_, decided.domain_events, context);
        replay(decided, by, rows);
        for (const auto& [offset, change] : rows) keep_timer(change);
        state_ = after;
        Subject::holds(state());
    }

    // What the bytes say must be what was decided.
    void replay(const writer::Decided& decided, const Context& by,
                const writer::RowsByOffset& rows) {
        log::Record record;
        record.service = "fuzz";
        record.federation = by.federation;
        log::Meta meta;
        meta.actor = by.actor;
        meta.at = by.at;
        meta.business_date = by.business_date;
        record.meta = log::encode_meta(meta);
        record.recorded_at = by.at;
        writer::StatePtr state = state_;
        auto row = rows.begin();
        for (std::size_t i = 0; i < decided.events.size(); ++i) {
            const log::NewEvent& stored = decided.events[i];
            record.type = stored.type;
            record.schema_version = stored.schema_version;
            record.payload = stored.payload;
            record.version = ++version_;
            record.offset = version_;
            HAVEN_CHECK(std::ranges::count(Codec::types(), stored.type) == 1);
            const auto read = Codec::decode(stored.type, stored.schema_version, stored.payload);
            HAVEN_CHECK(read == std::any_cast<typename D::Event>(decided.domain_events[i]));
            auto [next, changes] = aggregate_.replay(state, record);
            state = next;
            for (const log::RowChange& change : changes) {
                HAVEN_CHECK(row != rows.end() && row->first == record.offset);
                HAVEN_CHECK(row->second.kind == change.kind && row->second.table == change.table);
                HAVEN_CHECK(row->second.values == change.values);
                ++row;
            }
        }
        HAVEN_CHECK(row == rows.end());
    }

    void keep_timer(const log::RowChange& change) {
        if (change.table != &log::kTimerTable) return;
        const auto& key = std::get<std::string>(change.values.at(1));
        if (change.kind == log::RowChange::Kind::Remove) {
            timers_.erase(key);
        } else {
            timers_[key] = std::get<Date>(change.values.at(2));
        }
    }

    const writer::Aggregate& aggregate_ = Subject::aggregate();
    writer::StatePtr state_ = aggregate_.initial();
    std::int32_t version_ = 0;
    Date today_ = Date::of(2020, 3, 2);
    std::map<std::string, Date> timers_;
};

// The name of an aggregate, as a parameter of its type.
template <std::size_t N>
struct Name {
    char text[N] = {};
    consteval Name(const char (&from)[N]) { std::ranges::copy(from, text); }
};

// A subject of a target with several aggregates, which differ in name, codec and projection.
template <Decider D_, class Codec_, auto project, Name name, const auto& words>
struct NamedSubject : AnySubject<D_> {
    using Codec = Codec_;
    static constexpr const auto& kWords = words;

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<D_, Codec_>(name.text, project);
        return *made;
    }
};

// Several aggregates in one target: the first byte says which. Their order is that of the corpus.
template <class... Subjects>
struct OneOf {
    static int run_once(const std::uint8_t* data, std::size_t size) {
        using Run = void (*)(Tape&);
        constexpr std::array<Run, sizeof...(Subjects)> kRuns = {
            [](Tape& tape) { AggregateFuzz<Subjects, typename Subjects::Codec>().run(tape); }...};
        Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
        std::uint8_t which = 0;
        tape.octet(which);
        kRuns.at(which % kRuns.size())(tape);
        return 0;
    }
    // A short one of each.
    static std::vector<std::string> stories() {
        std::vector<std::string> all;
        for (std::size_t which = 0; which < sizeof...(Subjects); ++which) {
            all.push_back({static_cast<char>(which), 1, 0, 1, 1, 1, 1, 1, 1, 0});
        }
        return all;
    }
};

}  // namespace haven::fuzz
