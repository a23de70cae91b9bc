// What the tests of transports share: a source of purses, and processes that mirror it.
#pragma once

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

#include "libs/bus/lease.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/writer/testing/purse_database.hpp"

namespace haven::spec {

using Clock = std::chrono::steady_clock;
inline constexpr auto kPatience = std::chrono::seconds(40);

// The type that the consumer's build does not know.
inline constexpr std::string_view kUnknownType = "PurseScheduled";

// Each event of "registry" becomes the same command here.
std::vector<consumer::ReactionCommand> mirror(const log::Record& record);

// The log of "registry", in eight federations, and the database of "pay".
class Pair {
  public:
    Pair();
    ~Pair() { std::filesystem::remove(dump_); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    static constexpr std::int16_t kFederations = 8;

    // Accepted commands in one federation of the source.
    void open_purses(std::int16_t federation, int count, std::int64_t limit = 1'000'000);
    void spend(std::int16_t federation, int rounds, std::int64_t amount = 1);
    void write(std::int16_t federation, std::uint8_t purse, Purse::Command what);
    // As a process that is started again: it sees federations that were added.
    void renew_writer() { writer_ = source.make_writer(); }

    // The source as it is now, and back to it under the next incarnation.
    void dump() { source.database().dump_to(dump_); }
    void restore() { source.restore_in_place(dump_); }

    [[nodiscard]] std::int64_t offset(std::int16_t federation) const {
        return own.open()->cursor("pay", "registry", FederationNo{federation}).offset;
    }
    // What every purse has left on both sides must be the same.
    void expect_mirrored();

    PurseDatabase source{"registry"};
    PurseDatabase own{"pay"};

  private:
    void submit(std::int16_t federation, int purse, Purse::Command what);
    void write_all();

    std::filesystem::path dump_;
    std::unique_ptr<writer::Writer> writer_;
    std::map<std::int16_t, int> purses_;
    std::uint32_t commands_ = 0;
    std::uint32_t accepted_ = 0;
};

// A process of "pay": consumer and writer on one thread.
class Site {
  public:
    // With `owner` it shares the federations with others by leases of `life`.
    Site(Pair& pair, std::unique_ptr<bus::Bus> bus, const std::string& owner = "",
         std::chrono::milliseconds life = std::chrono::milliseconds(1'000));

    // One pass; true if it moved. What the environment throws at the start is tried again.
    bool step();
    [[nodiscard]] bool is_done();
    std::vector<std::pair<FederationNo, std::string>> stopped() { return consumer_->stopped(); }
    std::int64_t unknown_passed() { return consumer_->unknown_passed(); }
    // An orderly end; without it the process was killed.
    void release() { leases_->release(); }
    [[nodiscard]] std::size_t held() { return leases_->hold().size(); }

  private:
    std::unique_ptr<writer::Writer> writer_;
    std::unique_ptr<bus::Leases> leases_;
    std::unique_ptr<consumer::Consumer> consumer_;
    bool started_ = false;
};

}  // namespace haven::spec
