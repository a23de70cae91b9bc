// Streams of a service's own log, read within a caller's scope and folded: what a command is judged
// by that the read side does not have (terms of a scheme, sealed fields of an application).
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::api {

struct StoredEvent {
    FederationNo federation;
    Uuid stream;
    int version = 0;
    Date day;  // business date of its command
    std::string type;
    int schema_version = 0;
    std::string payload;
};
// By stream and version.
std::vector<StoredEvent> stored_events(access::ScopedRead& read, std::span<const Uuid> streams);

template <class D>
struct Stored {
    FederationNo federation;
    int version = 0;  // 0: there is no such stream
    typename D::State state;
};
// `before` set: as they were when that day began.
template <class D, class Codec>
std::map<Uuid, Stored<D>> stored(access::ScopedRead& read, std::span<const Uuid> streams,
                                 Date before = {}) {
    std::map<Uuid, Stored<D>> found;
    for (const StoredEvent& event : stored_events(read, streams)) {
        if (before.is_set() && event.day >= before) continue;
        auto decoded = Codec::decode(event.type, event.schema_version, event.payload);
        if (!decoded) continue;  // the stream is of another kind
        Stored<D>& one = found[event.stream];
        one.federation = event.federation;
        one.version = event.version;
        one.state = D::evolve(std::move(one.state), *decoded);
    }
    return found;
}
template <class D, class Codec>
Stored<D> stored(access::ScopedRead& read, const Uuid& stream, Date before = {}) {
    auto found = stored<D, Codec>(read, std::span(&stream, 1), before);
    return found.empty() ? Stored<D>{} : std::move(found.begin()->second);
}

}  // namespace haven::api
