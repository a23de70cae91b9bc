#include "libs/relay/relay.hpp"

#include <algorithm>
#include <mutex>

#include "libs/relay/session.hpp"

namespace haven::relay {
namespace {

constexpr const char* kLease = "relay";
// At a start, and before the first record under a lease: brokers that are away are tried again.
constexpr int kAdminMs = 3'000;

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += (all.empty() ? "" : "; ") + part;
    return all;
}

}  // namespace

class Relay::Impl {
  public:
    Impl(Options options, std::unique_ptr<log::Log> log, std::shared_ptr<bus::Wakeup> wakeup)
        : options_(std::move(options)),
          log_(std::move(log)),
          wakeup_(std::move(wakeup)),
          leases_(options_.conninfo, kLease, options_.owner, {0}, options_.lease_life) {}

    void check_topic() {
        int partitions = 0;
        for (const log::Head& head : log_->heads()) {
            partitions = std::max(partitions, head.federation.value + 1);
        }
        kafka::Admin admin(options_.kafka, kAdminMs);
        auto topic = admin.describe(options_.topic);
        if (!topic) {
            admin.create(options_.topic, wanted_topic(options_.policy, partitions));
            topic = admin.describe(options_.topic);
        }
        if (!topic) throw kafka::KafkaError("_UNKNOWN_TOPIC", "making a topic");
        const auto unsafe = unsafe_settings(*topic, options_.policy);
        if (!unsafe.empty()) {
            const std::string text = "UNSAFE_TOPIC: " + options_.topic + ": " + joined(unsafe);
            if (options_.policy.strict) throw UnsafeTopic(text);
            options_.warn(text);
        }
        if (topic->partitions < partitions) admin.grow(options_.topic, partitions);
    }

    bool step() {
        try {
            const auto& held = leases_.hold();
            const auto lease = held.find(0);
            if (lease == held.end()) {
                end_session();
                return false;
            }
            if (!session_ || epoch_ != lease->second) begin_session(lease->second);
            const bool moved = session_->step();
            note_lag(session_->lag());
            return moved;
        } catch (const LeaseOver&) {
            end_session();
            return false;
        } catch (...) {
            end_session();
            throw;
        }
    }

    void stop() {
        store();
        end_session();
        leases_.release();
    }

    std::map<FederationNo, std::int64_t> lag() const {
        const std::lock_guard lock(mutex_);
        return lag_;
    }

    void break_producer() {
        if (session_) session_->break_producer();
    }

  private:
    void begin_session(std::int64_t epoch) {
        session_.reset();
        check_topic();
        session_ = std::make_unique<Session>(options_, *log_, leases_, epoch,
                                             [wakeup = wakeup_] { wakeup->ring(); });
        epoch_ = epoch;
    }

    void store() {
        try {
            if (session_) session_->store();
        } catch (const LeaseOver&) {
            return;  // who has it now goes on from what we stored before
        }
    }

    void end_session() {
        session_.reset();
        note_lag({});
    }

    void note_lag(std::map<FederationNo, std::int64_t> lag) {
        const std::lock_guard lock(mutex_);
        lag_ = std::move(lag);
    }

    const Options options_;
    std::unique_ptr<log::Log> log_;
    std::shared_ptr<bus::Wakeup> wakeup_;
    bus::Leases leases_;
    std::unique_ptr<Session> session_;
    std::int64_t epoch_ = 0;
    mutable std::mutex mutex_;
    std::map<FederationNo, std::int64_t> lag_;
};

Relay::Relay(Options options, std::unique_ptr<log::Log> log, std::shared_ptr<bus::Wakeup> wakeup)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(log), std::move(wakeup))) {}
Relay::~Relay() = default;

void Relay::check_topic() {
    impl_->check_topic();
}
bool Relay::step() {
    return impl_->step();
}
void Relay::stop() {
    impl_->stop();
}
std::map<FederationNo, std::int64_t> Relay::lag() const {
    return impl_->lag();
}
void Relay::break_producer() {
    impl_->break_producer();
}

}  // namespace haven::relay
