// Histogram of latencies: counts in buckets one sixty-fourth apart, so that a quantile is right to
// 1.6 % from a nanosecond to minutes, and recording costs the same whatever the value.
//
//     histogram.record(nanoseconds);   histogram.quantile(0.99)
//
// Thread rule: one thread at a time; add() joins those of several.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace haven::load {

class Histogram {
  public:
    void record(std::int64_t nanoseconds) {
        ++counts_[bucket(static_cast<std::uint64_t>(nanoseconds < 0 ? 0 : nanoseconds))];
        ++count_;
    }
    void add(const Histogram& other) {
        for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
        count_ += other.count_;
    }
    [[nodiscard]] std::int64_t count() const { return count_; }
    // In milliseconds; 0 when nothing was recorded.
    [[nodiscard]] double quantile(double share) const {
        auto left = static_cast<std::int64_t>(share * static_cast<double>(count_));
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            left -= counts_[i];
            if (left < 0) return static_cast<double>(lower_bound(i)) / 1e6;
        }
        return 0;
    }

  private:
    static constexpr unsigned kBits = 6;
    static std::size_t bucket(std::uint64_t value) {
        const unsigned width = static_cast<unsigned>(std::bit_width(value));
        if (width <= kBits) return value;
        const unsigned shift = width - kBits - 1;
        return (static_cast<std::size_t>(shift + 1) << kBits) + (value >> shift) - (1U << kBits);
    }
    static std::uint64_t lower_bound(std::size_t bucket) {
        if (bucket < (1U << kBits)) return bucket;
        const unsigned shift = static_cast<unsigned>(bucket >> kBits) - 1;
        return (static_cast<std::uint64_t>(bucket & ((1U << kBits) - 1)) + (1U << kBits)) << shift;
    }

    std::array<std::int64_t, (64 - kBits + 1) << kBits> counts_{};
    std::int64_t count_ = 0;
};

}  // namespace haven::load
