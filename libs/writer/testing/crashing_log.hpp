// CrashingLog: a Log whose every call may crash, before its effect or after the effect and before
// the answer (design §8). For test programs only.
//
//     Crashes crashes{.at = 7, .point = CallPoint::AfterEffect};   // the seventh call, afterwards
//     CrashingLog log(std::make_unique<MemoryLog>(database), crashes);
//
// Several logs may share one Crashes: it counts the calls of all of them. One thread.
#pragma once

#include <memory>
#include <stdexcept>
#include <utility>

#include "libs/log/log.hpp"

namespace haven::spec {

enum class CallPoint { BeforeEffect, AfterEffect };

struct Crashes {
    int at = 0;  // 0: never
    CallPoint point = CallPoint::BeforeEffect;
    int calls = 0;

    // Runs one call of a port.
    template <class Call>
    auto through(Call&& call) {
        const bool now = ++calls == at;
        if (now && point == CallPoint::BeforeEffect) throw std::runtime_error("crash before");
        if constexpr (std::is_void_v<decltype(call())>) {
            call();
            if (now) throw std::runtime_error("crash after");
        } else {
            auto answer = call();
            if (now) throw std::runtime_error("crash after");
            return answer;
        }
    }
};

class CrashingLog : public log::Log {
  public:
    CrashingLog(std::unique_ptr<log::Log> log, Crashes& crashes)
        : log_(std::move(log)), crashes_(crashes) {}

    Appended append(const log::Batch& batch, Instant now, const log::Projector& project) override {
        return crashes_.through([&] { return log_->append(batch, now, project); });
    }
    std::vector<std::optional<log::Reply>> resolve(
        std::span<const log::Proposal> proposals) override {
        return crashes_.through([&] { return log_->resolve(proposals); });
    }
    std::vector<log::Record> read_stream(FederationNo federation, Uuid stream_id,
                                         std::int32_t after_version) override {
        return crashes_.through(
            [&] { return log_->read_stream(federation, stream_id, after_version); });
    }
    std::vector<std::vector<log::Record>> read_streams(
        std::span<const log::StreamPosition> streams) override {
        return crashes_.through([&] { return log_->read_streams(streams); });
    }
    std::vector<log::Record> read(FederationNo federation, std::int64_t after, int limit) override {
        return crashes_.through([&] { return log_->read(federation, after, limit); });
    }
    std::vector<log::Head> heads() override {
        return crashes_.through([&] { return log_->heads(); });
    }
    log::Cursor cursor(const std::string& consumer, const std::string& source,
                       FederationNo federation) override {
        return crashes_.through([&] { return log_->cursor(consumer, source, federation); });
    }
    std::int64_t take_over(const std::string& consumer, const std::string& source,
                           FederationNo federation) override {
        return crashes_.through([&] { return log_->take_over(consumer, source, federation); });
    }
    std::vector<log::ParkedRecord> parked(const std::string& consumer) override {
        return crashes_.through([&] { return log_->parked(consumer); });
    }
    void unpark(const log::ParkedRecord& record, const std::string& resolution) override {
        crashes_.through([&] { log_->unpark(record, resolution); });
    }
    log::Settlement settle(const log::Doubt& doubt) override {
        return crashes_.through([&] { return log_->settle(doubt); });
    }
    std::vector<log::DueTimer> due_timers(Date date, int limit) override {
        return crashes_.through([&] { return log_->due_timers(date, limit); });
    }
    std::optional<Date> next_timer() override {
        return crashes_.through([&] { return log_->next_timer(); });
    }
    std::optional<Date> business_date() override {
        return crashes_.through([&] { return log_->business_date(); });
    }
    void set_business_date(Date date) override {
        crashes_.through([&] { log_->set_business_date(date); });
    }

  private:
    std::unique_ptr<log::Log> log_;
    Crashes& crashes_;
};

}  // namespace haven::spec
