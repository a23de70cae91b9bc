// ClaimsFold: which stream holds which key, and what was drawn on which quota, as the events say
// it; check_claims() compares that with the tables `claim` and `quota`, which the log does not
// write by replay but beside the events (protocols §3).
//
//     ClaimsFold fold;
//     fold.add<FundLine, FundLineCodec>();
//     for (const log::Record& record : …) fold.apply(record);
//
// A stream's events come in order. An event of an aggregate that was not added has no effects here.
// A decider that aborts on events which contradict each other aborts here too: other oracles first.
#pragma once

#include <any>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "libs/decider/decider.hpp"
#include "libs/log/record.hpp"

namespace haven::audit {

class ClaimsFold {
  public:
    template <Decider D, class Codec>
    void add() {
        for (const std::string_view type : Codec::types()) {
            appliers_.emplace(type, [this](const log::Record& record) { fold<D, Codec>(record); });
        }
    }
    void apply(const log::Record& record) {
        const auto applier = appliers_.find(record.type);
        if (applier != appliers_.end()) applier->second(record);
    }

    // By key: the streams that hold it. More than one is a fault in itself.
    [[nodiscard]] const std::multimap<std::string, Uuid>& held() const { return held_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& drawn_fen() const { return drawn_; }

  private:
    template <Decider D, class Codec>
    void fold(const log::Record& record) {
        using State = typename D::State;
        const auto event = Codec::decode(record.type, record.schema_version, record.payload);
        HAVEN_CHECK(event.has_value());
        std::any& kept = states_[{record.federation, record.stream_id}];
        State state = kept.has_value() ? std::any_cast<State>(std::move(kept)) : State{};
        state = D::evolve(std::move(state), *event);
        if constexpr (HasEffects<D>) note(record.stream_id, D::effects(state, *event));
        kept = std::move(state);
    }
    void note(const Uuid& stream, const Effects& effects);

    std::map<std::string, std::function<void(const log::Record&)>, std::less<>> appliers_;
    std::map<std::pair<FederationNo, Uuid>, std::any> states_;
    std::multimap<std::string, Uuid> held_;
    std::map<std::string, std::int64_t> drawn_;
};

}  // namespace haven::audit
