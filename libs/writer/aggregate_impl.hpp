// The implementation behind make_aggregate(); included by aggregate.hpp only.
#pragma once

namespace haven::writer {

namespace detail {

inline log::EventContext context_of(const log::Record& record) {
    const log::Meta meta = log::decode_meta(record.meta);
    return {record.federation,  record.stream_id, record.version,     record.offset,
            record.recorded_at, meta.actor,       meta.business_date, meta.at};
}

inline void append_timer_rows(const std::vector<TimerChange>& timers, std::string_view aggregate,
                              const log::EventContext& context, log::RowSink& sink) {
    for (const TimerChange& timer : timers) {
        if (timer.due) {
            sink.put(log::kTimerTable,
                     {context.stream_id, timer.key, *timer.due, std::string(aggregate)});
        } else {
            sink.remove(log::kTimerTable, {context.stream_id, timer.key});
        }
    }
}

template <Decider D, class Codec, class Projection>
class TypedAggregate final : public Aggregate {
  public:
    using State = typename D::State;
    using Event = typename D::Event;
    using Command = typename D::Command;

    TypedAggregate(std::string_view name, Projection projection)
        : name_(name), projection_(std::move(projection)) {}

    std::string_view name() const override { return name_; }
    std::span<const std::string_view> event_types() const override { return Codec::types(); }
    StatePtr initial() const override { return std::make_shared<const State>(); }

    StatePtr evolve(StatePtr state, const log::Record& record) const override {
        return next(std::move(state), decode(record));
    }

    Result<Decided> decide(const StatePtr& state, const std::any& command,
                           const Context& by) const override {
        if (const auto* fired = std::any_cast<TimerFired>(&command)) return fire(state, *fired, by);
        const auto* typed = std::any_cast<Command>(&command);
        HAVEN_CHECK(typed != nullptr);
        HAVEN_TRY(auto events, D::decide(of(state), *typed, by));
        return decided(state, std::move(events), nullptr);
    }

    std::pair<StatePtr, RowsByOffset> project(StatePtr before,
                                              std::span<const std::any> domain_events,
                                              log::EventContext context) const override {
        RowsByOffset rows;
        StatePtr current = std::move(before);
        for (const std::any& domain_event : domain_events) {
            const auto* event = std::any_cast<Event>(&domain_event);
            HAVEN_CHECK(event != nullptr);
            current = next(std::move(current), *event);
            for (auto& change : rows_of(*event, of(current), context)) {
                rows.emplace_back(context.offset, std::move(change));
            }
            ++context.offset;
            ++context.version;
        }
        return {std::move(current), std::move(rows)};
    }

    std::pair<StatePtr, std::vector<log::RowChange>> replay(
        StatePtr before, const log::Record& record) const override {
        const Event event = decode(record);
        StatePtr after = next(std::move(before), event);
        auto rows = rows_of(event, of(after), context_of(record));
        return {std::move(after), std::move(rows)};
    }

    std::pair<StatePtr, Effects> effects(StatePtr before,
                                         const log::Record& record) const override {
        const Event event = decode(record);
        StatePtr after = next(std::move(before), event);
        Effects effects;
        if constexpr (HasEffects<D>) effects = D::effects(of(after), event);
        return {std::move(after), std::move(effects)};
    }

  private:
    Result<Decided> fire(const StatePtr& state, const TimerFired& fired, const Context& by) const {
        if constexpr (HasTimers<D> && HasEffects<D>) {
            if (const auto command = D::on_timer(of(state), fired)) {
                HAVEN_TRY(auto events, D::decide(of(state), *command, by));
                bool moved = false;
                auto result = decided(state, std::move(events), [&](const TimerChange& change) {
                    if (change.key == fired.key) moved = !change.due || *change.due > fired.due;
                });
                if (moved) return result;
                return refused("TIMER_NOT_MOVED", "timer " + fired.key + " stays where it is");
            }
        }
        return refused("TIMER_UNKNOWN", "no decision belongs to timer " + fired.key);
    }

    // Encodes a decision and gathers its effects; `see` is shown each change of a timer.
    static Decided decided(const StatePtr& state, std::vector<Event> events,
                           const std::function<void(const TimerChange&)>& see) {
        Decided result;
        if constexpr (HasEffects<D>) add_effects(state, events, see, result);
        for (Event& event : events) {
            result.events.push_back(Codec::encode(event));
            result.domain_events.emplace_back(std::move(event));
        }
        return result;
    }

    static void add_effects(StatePtr state, const std::vector<Event>& events,
                            const std::function<void(const TimerChange&)>& see, Decided& result) {
        for (const Event& event : events) {
            state = next(std::move(state), event);
            Effects effects = D::effects(of(state), event);
            if (see) std::ranges::for_each(effects.timers, see);
            std::ranges::move(effects.claims, std::back_inserter(result.claims));
            std::ranges::move(effects.quotas, std::back_inserter(result.quotas));
        }
    }

    static const State& of(const StatePtr& state) {
        return *static_cast<const State*>(state.get());
    }

    // The only holder of a state may be moved from: folding a long stream copies nothing.
    static StatePtr next(StatePtr state, const Event& event) {
        if (state.use_count() == 1) {
            auto& own = const_cast<State&>(of(state));
            own = D::evolve(std::move(own), event);
            return state;
        }
        return std::make_shared<const State>(D::evolve(State(of(state)), event));
    }

    static Event decode(const log::Record& record) {
        auto event = Codec::decode(record.type, record.schema_version, record.payload);
        HAVEN_CHECK(event.has_value());
        return *std::move(event);
    }

    std::vector<log::RowChange> rows_of(const Event& event, const State& after,
                                        const log::EventContext& context) const {
        log::RowSink sink;
        projection_(event, after, context, sink);
        if constexpr (HasEffects<D>) {
            append_timer_rows(D::effects(after, event).timers, name_, context, sink);
        }
        return sink.take();
    }

    std::string_view name_;
    Projection projection_;
};

}  // namespace detail

// `name` is stored in the timer table: it must not change.
template <Decider D, class Codec, class Projection>
std::unique_ptr<const Aggregate> make_aggregate(std::string_view name, Projection projection) {
    return std::make_unique<detail::TypedAggregate<D, Codec, Projection>>(name,
                                                                          std::move(projection));
}

}  // namespace haven::writer
