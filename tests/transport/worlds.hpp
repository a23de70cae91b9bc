// The two transports, as the conformance suite sees them: what brings the records of `pair.source`
// to those who consume them.
#pragma once

#include "libs/bus/embedded_bus.hpp"
#include "libs/bus/kafka_bus.hpp"
#include "libs/kafka/testing.hpp"
#include "libs/relay/relay.hpp"
#include "tests/transport/site.hpp"

namespace haven::spec {

class EmbeddedWorld {
  public:
    explicit EmbeddedWorld(Pair& pair) : pair_(pair) {}
    // What the source says that must not be overlooked; here the consumer asks its own build.
    static constexpr bool kSaysWhatIsCritical = false;

    std::unique_ptr<bus::Bus> make_bus() {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace("registry", pair_.source.open());
        return std::make_unique<bus::EmbeddedBus>(std::move(sources),
                                                  std::make_shared<bus::Wakeup>());
    }
    // A bounded part of the transport's own work; true if there was any.
    static bool step() { return false; }

  private:
    Pair& pair_;
};

class KafkaWorld {
  public:
    explicit KafkaWorld(Pair& pair) : pair_(pair) { make_relay(); }
    static constexpr bool kSaysWhatIsCritical = true;

    std::unique_ptr<bus::Bus> make_bus() { return make_kafka_bus(); }
    std::unique_ptr<bus::KafkaBus> make_kafka_bus() {
        return std::make_unique<bus::KafkaBus>(
            bus::KafkaBusOptions{.kafka = topics.settings(),
                                 .service = "registry",
                                 .topic = topics.of("registry"),
                                 .check_every = std::chrono::milliseconds(200)},
            std::make_unique<bus::LogSource>(pair_.source.open()), std::make_shared<bus::Wakeup>());
    }
    // What the environment throws is tried again by the next step.
    bool step() {
        try {
            return relay->step();
        } catch (const std::runtime_error& error) {
            last_error = error.what();
            return false;
        }
    }

    relay::Options options(const std::string& owner = "relay-1") const {
        return {.service = "registry",
                .topic = topics.of("registry"),
                .kafka = topics.settings(),
                .policy = {.replication = 1, .min_insync = 1, .strict = true},
                .owner = owner,
                .conninfo = pair_.source.database().conninfo(),
                .is_critical = [](std::string_view type) { return type == kUnknownType; },
                .lease_life = std::chrono::milliseconds(1'000),
                .store_every = std::chrono::milliseconds(0),
                .check_every = std::chrono::milliseconds(200)};
    }
    std::unique_ptr<relay::Relay> another_relay(const relay::Options& options) const {
        return std::make_unique<relay::Relay>(options, pair_.source.open(),
                                              std::make_shared<bus::Wakeup>());
    }
    void make_relay() {
        relay.reset();
        relay = another_relay(options());
    }
    // Until everything that is in the log has been acknowledged.
    void relay_all() {
        const auto all = [&] {
            const auto lag = relay->lag();
            return !lag.empty() &&
                   std::ranges::all_of(lag, [](const auto& one) { return one.second == 0; });
        };
        const auto until = Clock::now() + kPatience;
        bool moved = true;
        while ((moved || !all()) && Clock::now() < until) {
            moved = step();
            if (!moved) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        EXPECT_TRUE(all()) << last_error;
    }

    TestTopics topics;
    std::unique_ptr<relay::Relay> relay;
    std::string last_error;

  private:
    Pair& pair_;
};

// Steps world and sites until every site says that all is done; false after too long a time.
template <class World, class... Sites>
bool settle(World& world, Sites&... sites) {
    const auto until = Clock::now() + kPatience;
    int rounds = 0;
    while (Clock::now() < until) {
        bool moved = world.step();
        ((moved = sites.step() || moved), ...);
        if (moved) continue;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (++rounds % 5 == 0 && (sites.is_done() && ...)) return true;
    }
    return false;
}

// Steps world and sites until `condition` holds; false after too long a time.
template <class Condition, class World, class... Sites>
bool run_until(Condition condition, World& world, Sites&... sites) {
    const auto until = Clock::now() + kPatience;
    while (Clock::now() < until) {
        bool moved = world.step();
        ((moved = sites.step() || moved), ...);
        if (condition()) return true;
        if (!moved) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

}  // namespace haven::spec
