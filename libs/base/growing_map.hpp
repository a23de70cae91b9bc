// GrowingMap, GrowingSet: for the state of a stream that remembers ever more keys. Nothing is ever
// taken out, and a copy shares what is old: it costs O(kRecent + log n), not O(n), since every
// decision keeps the state before it beside the one after it.
//
// Sorted runs that copies share; one that is full is merged with those that are not longer. Looking
// up is O(log² n), adding O(log n) on average. Values, not references: what at() answers lives as
// long as any copy that holds it and is not added to. Thread rule: as a std::map; copies are
// independent of each other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/result.hpp"

namespace haven {

template <class Key, class Value>
class GrowingMap {
  public:
    // False, and nothing is changed, when the key is there.
    bool emplace(const Key& key, Value value) {
        if (contains(key)) return false;
        const auto place = std::ranges::lower_bound(recent_, key, {}, &Entry::first);
        recent_.insert(place, Entry(key, std::move(value)));
        ++size_;
        if (recent_.size() == kRecent) settle();
        return true;
    }
    [[nodiscard]] bool contains(const Key& key) const { return find(key) != nullptr; }
    // Of a key that is there.
    [[nodiscard]] const Value& at(const Key& key) const {
        const Value* value = find(key);
        HAVEN_CHECK(value != nullptr);
        return *value;
    }
    [[nodiscard]] std::size_t size() const { return size_; }

    static constexpr std::size_t kRecent = 16;

  private:
    using Entry = std::pair<Key, Value>;
    using Run = std::vector<Entry>;

    static const Value* find_in(const Run& run, const Key& key) {
        const auto place = std::ranges::lower_bound(run, key, {}, &Entry::first);
        return place != run.end() && place->first == key ? &place->second : nullptr;
    }
    const Value* find(const Key& key) const {
        if (const Value* value = find_in(recent_, key)) return value;
        for (const auto& run : runs_) {
            if (const Value* value = find_in(*run, key)) return value;
        }
        return nullptr;
    }
    void settle() {
        Run run = std::exchange(recent_, {});
        while (!runs_.empty() && runs_.back()->size() <= run.size()) {
            Run merged;
            merged.reserve(run.size() + runs_.back()->size());
            std::ranges::merge(*runs_.back(), run, std::back_inserter(merged), {}, &Entry::first,
                               &Entry::first);
            run = std::move(merged);
            runs_.pop_back();
        }
        runs_.push_back(std::make_shared<const Run>(std::move(run)));
    }

    std::vector<std::shared_ptr<const Run>> runs_;  // longest first
    Run recent_;
    std::size_t size_ = 0;
};

template <class Key>
class GrowingSet {
  public:
    bool insert(const Key& key) { return keys_.emplace(key, {}); }
    [[nodiscard]] bool contains(const Key& key) const { return keys_.contains(key); }
    [[nodiscard]] std::size_t size() const { return keys_.size(); }

  private:
    GrowingMap<Key, std::monostate> keys_;
};

}  // namespace haven
