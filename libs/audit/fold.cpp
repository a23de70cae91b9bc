#include "libs/audit/fold.hpp"

namespace haven::audit {

namespace {

std::unexpected<Error> broken(const log::Record& record, const std::string& what) {
    const std::string federation = std::to_string(record.federation.value);
    const std::string offset = std::to_string(record.offset);
    return refused("LOG_BROKEN", "federation " + federation + ", offset " + offset + ": " + what,
                   {{"federation", federation}, {"offset", offset}});
}

}  // namespace

Fold::Fold(std::span<const writer::Aggregate* const> aggregates) {
    for (const writer::Aggregate* aggregate : aggregates) {
        for (const std::string_view type : aggregate->event_types()) {
            HAVEN_CHECK(by_type_.emplace(type, aggregate).second);
        }
    }
}

Result<void> Fold::apply(const log::Record& record, const RowChangeSink& sink) {
    const auto aggregate = by_type_.find(record.type);
    if (aggregate == by_type_.end()) {
        return refused("UNKNOWN_EVENT_TYPE", "no aggregate of this build knows " + record.type,
                       {{"type", record.type}});
    }
    Federation& federation = federations_[record.federation];
    if (record.offset != federation.last_offset + 1) {
        return broken(record, "follows offset " + std::to_string(federation.last_offset));
    }
    Stream& stream = federation.streams[record.stream_id];
    if (record.version != stream.version + 1) {
        return broken(record, "version " + std::to_string(record.version) +
                                  " of its stream follows " + std::to_string(stream.version));
    }
    if (stream.aggregate == nullptr) {
        stream.aggregate = aggregate->second;
        stream.state = aggregate->second->initial();
    } else if (stream.aggregate != aggregate->second) {
        return broken(record, "is an event of another aggregate than its stream");
    }
    auto [after, changes] = stream.aggregate->replay(std::move(stream.state), record);
    stream.state = std::move(after);
    stream.version = record.version;
    federation.last_offset = record.offset;
    for (const log::RowChange& change : changes) sink(record.federation, record.offset, change);
    return {};
}

std::int64_t Fold::last_offset(FederationNo federation) const {
    const auto found = federations_.find(federation);
    return found == federations_.end() ? 0 : found->second.last_offset;
}

}  // namespace haven::audit
