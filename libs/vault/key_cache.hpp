// KeyCache: opened keys of people, for at most 60 s (protocols §9). Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>

#include "libs/base/time.hpp"
#include "libs/vault/sealing.hpp"

namespace haven::vault {

class KeyCache {
  public:
    static constexpr std::int64_t kLifeMicros = 60LL * 1'000'000;
    static constexpr std::size_t kMaxKeys = 20'000;

    [[nodiscard]] std::optional<FieldKeys> find(PersonId person, Instant now) {
        const std::lock_guard lock(mutex_);
        const auto found = keys_.find(person);
        if (found == keys_.end()) return std::nullopt;
        if (found->second.opened.micros + kLifeMicros <= now.micros) {
            keys_.erase(found);
            return std::nullopt;
        }
        return found->second.keys;
    }

    void add(PersonId person, const FieldKeys& keys, Instant opened) {
        const std::lock_guard lock(mutex_);
        if (keys_.size() >= kMaxKeys) keys_.clear();
        keys_.insert_or_assign(person, Entry{keys, opened});
    }

    void forget(PersonId person) {
        const std::lock_guard lock(mutex_);
        keys_.erase(person);
    }

  private:
    struct Entry {
        FieldKeys keys;
        Instant opened;
    };
    std::mutex mutex_;
    std::unordered_map<PersonId, Entry> keys_;
};

}  // namespace haven::vault
