// StreamCache: the states of recently used streams. An entry is trusted only as far as the version
// check of the next append confirms it, so a stale one costs time and nothing else. One thread.
#pragma once

#include <list>
#include <optional>
#include <unordered_map>

#include "libs/writer/writer.hpp"

namespace haven::writer {

struct StreamKey {
    FederationNo federation;
    Uuid stream;

    bool operator==(const StreamKey&) const = default;
};
struct StreamKeyHash {
    std::size_t operator()(const StreamKey& key) const noexcept {
        return std::hash<Uuid>{}(key.stream) ^ std::hash<FederationNo>{}(key.federation);
    }
};

inline StreamKey key_of(const Submission& submission) {
    return {submission.federation, submission.stream};
}

struct CachedStream {
    std::int32_t version = 0;
    StatePtr state;
};

class StreamCache {
  public:
    explicit StreamCache(std::size_t limit) : limit_(limit) {}

    // nullptr when it is not there; the pointer is good until the next put().
    const CachedStream* find(const StreamKey& key) {
        const auto found = entries_.find(key);
        if (found == entries_.end()) return nullptr;
        recent_.splice(recent_.begin(), recent_, found->second);
        return &found->second->second;
    }
    void put(const StreamKey& key, CachedStream stream) {
        drop(key);
        recent_.emplace_front(key, std::move(stream));
        entries_[key] = recent_.begin();
        if (recent_.size() > limit_) {
            entries_.erase(recent_.back().first);
            recent_.pop_back();
        }
    }
    void drop(const StreamKey& key) {
        const auto found = entries_.find(key);
        if (found == entries_.end()) return;
        recent_.erase(found->second);
        entries_.erase(found);
    }
    void clear() {
        recent_.clear();
        entries_.clear();
    }

  private:
    using Entry = std::pair<StreamKey, CachedStream>;

    std::size_t limit_;
    std::list<Entry> recent_;
    std::unordered_map<StreamKey, std::list<Entry>::iterator, StreamKeyHash> entries_;
};

}  // namespace haven::writer
