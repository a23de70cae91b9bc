// ClaimsFold: which stream holds which key, and what was drawn on which quota, as the events say
// it; check_claims() compares that with the tables `claim` and `quota`, which the log does not
// write by replay but beside the events (protocols §3).
//
//     ClaimsFold fold(service.aggregates());
//     for (const log::Record& record : …) fold.apply(record);
//
// A stream's events come in order, and one of no aggregate is for replay() to name. A decider that
// aborts on events which contradict each other aborts here too: other oracles first.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "libs/writer/aggregate.hpp"

namespace haven::audit {

class ClaimsFold {
  public:
    explicit ClaimsFold(std::span<const writer::Aggregate* const> aggregates);

    void apply(const log::Record& record);

    // By key: the streams that hold it. More than one is a fault in itself.
    [[nodiscard]] const std::multimap<std::string, Uuid>& held() const { return held_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& drawn_fen() const { return drawn_; }

  private:
    void note(const Uuid& stream, const Effects& effects);

    std::map<std::string, const writer::Aggregate*, std::less<>> by_type_;
    std::map<std::pair<FederationNo, Uuid>, writer::StatePtr> states_;
    std::multimap<std::string, Uuid> held_;
    std::map<std::string, std::int64_t> drawn_;
};

}  // namespace haven::audit
