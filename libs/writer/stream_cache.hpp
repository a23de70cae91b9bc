// StreamCache: the states of recently used streams. An entry is trusted only as far as the version
// check of the next append confirms it, so a stale one costs time and nothing else. Thread-safe:
// the lanes of a writer share one.
#pragma once

#include <list>
#include <mutex>
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

    std::optional<CachedStream> find(const StreamKey& key) {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(key);
        if (found == entries_.end()) return std::nullopt;
        recent_.splice(recent_.begin(), recent_, found->second);
        return found->second->second;
    }
    void put(const StreamKey& key, CachedStream stream) {
        const std::lock_guard lock(mutex_);
        erase(key);
        recent_.emplace_front(key, std::move(stream));
        entries_[key] = recent_.begin();
        if (recent_.size() > limit_) {
            entries_.erase(recent_.back().first);
            recent_.pop_back();
        }
    }
    void drop(const StreamKey& key) {
        const std::lock_guard lock(mutex_);
        erase(key);
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        recent_.clear();
        entries_.clear();
    }

  private:
    using Entry = std::pair<StreamKey, CachedStream>;

    void erase(const StreamKey& key) {
        const auto found = entries_.find(key);
        if (found == entries_.end()) return;
        recent_.erase(found->second);
        entries_.erase(found);
    }

    const std::size_t limit_;
    std::mutex mutex_;
    std::list<Entry> recent_;
    std::unordered_map<StreamKey, std::list<Entry>::iterator, StreamKeyHash> entries_;
};

}  // namespace haven::writer
