// Fold: a log folded through its service's aggregates into row changes, exactly as the Writer did
// when the events were written (design §4, invariant I39).
//
//     Fold fold(service.aggregates());
//     HAVEN_CHECKED(fold.apply(record, sink));
//
// Records of a federation come in offset order from 1. Errors (Refused): UNKNOWN_EVENT_TYPE, and
// LOG_BROKEN where an offset or a version of a stream is missing or doubled. An event that its
// codec cannot read aborts, as it does in the service itself. Thread rule: one thread.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "libs/writer/aggregate.hpp"

namespace haven::audit {

// Who writes the row, at which offset, and the change.
using RowChangeSink = std::function<void(FederationNo, std::int64_t, const log::RowChange&)>;

class Fold {
  public:
    explicit Fold(std::span<const writer::Aggregate* const> aggregates);

    Result<void> apply(const log::Record& record, const RowChangeSink& sink);
    // Of the last record applied; 0 = none yet.
    [[nodiscard]] std::int64_t last_offset(FederationNo federation) const;
    // Drops the states of a federation that is done.
    void forget(FederationNo federation) { federations_.erase(federation); }

  private:
    struct Stream {
        const writer::Aggregate* aggregate = nullptr;
        writer::StatePtr state;
        std::int32_t version = 0;
    };
    struct Federation {
        std::int64_t last_offset = 0;
        std::unordered_map<Uuid, Stream> streams;
    };

    std::map<std::string, const writer::Aggregate*, std::less<>> by_type_;
    std::map<FederationNo, Federation> federations_;
};

}  // namespace haven::audit
