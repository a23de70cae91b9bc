#include "libs/host/ops_api.hpp"

#include <unistd.h>

#include <algorithm>

#include "libs/log/record.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"

#include "haven/ops/v1/ops_service.grpc.pb.h"

namespace haven::host {
namespace {

namespace proto = haven::ops::v1;
using rpc::Caller;

// An answer stays well under the largest message.
constexpr std::size_t kMaxAnswerBytes = 900'000;
// What is left for the answer itself after waiting for the calendar.
constexpr int kAnswerMarginMs = 250;
constexpr std::size_t kMaxWordBytes = 40;

bool is_word(const std::string& text) {
    return !text.empty() && text.size() <= kMaxWordBytes &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
}

std::string text_of(const std::optional<Date>& date) {
    return date ? date->to_string() : "";
}

Result<Date> read_date(const std::string& text) {
    HAVEN_TRY(const Date date, Date::parse(text));
    return date;
}

class OpsServiceApi final : public OpsApi, public proto::OpsService::Service {
  public:
    OpsServiceApi(std::span<const std::unique_ptr<Runtime>> runtimes, Calendar& calendar,
                  Activity& activity, rpc::Guard& guard, bool production)
        : runtimes_(runtimes),
          calendar_(calendar),
          activity_(activity),
          guard_(guard),
          production_(production) {}

    grpc::Service* service() override { return this; }

    grpc::Status GetStatus(grpc::ServerContext* c, const proto::GetStatusRequest* q,
                           proto::GetStatusResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller&) -> Result<void> {
            r->set_production(production_);
            r->set_pid(::getpid());
            for (const auto& runtime : runtimes_) {
                if (!q->service().empty() && q->service() != runtime->name()) continue;
                write_status(*runtime, *r->add_services());
            }
            if (r->services().empty() && !q->service().empty()) return no_such_service();
            return {};
        });
    }

    grpc::Status AdvanceCalendar(grpc::ServerContext* c, const proto::AdvanceCalendarRequest* q,
                                 proto::AdvanceCalendarResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Date date, read_date(q->date()));
            const int wait = std::max(1, caller.deadline_ms - kAnswerMarginMs);
            HAVEN_TRY(const Advanced advanced, calendar_.advance(date, wait));
            r->set_business_date(advanced.date.to_string());
            r->set_done(advanced.done);
            r->set_stop_count(advanced.stops);
            for (const std::string& busy : advanced.waiting_for) r->add_waiting_for(busy);
            return {};
        });
    }

    grpc::Status ReadLog(grpc::ServerContext* c, const proto::ReadLogRequest* q,
                         proto::ReadLogResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(Runtime* const runtime, find(q->service()));
            const FederationNo federation{static_cast<std::int16_t>(q->federation())};
            HAVEN_CHECKED(caller.may_touch(federation));
            HAVEN_TRY(const rpc::Page page, rpc::read_page(q->page_size(), "", "", 0));
            runtime->with_log([&](log::Log& log) {
                for (const log::Head& head : log.heads()) {
                    if (head.federation == federation) r->set_head_offset(head.last_offset);
                }
                std::size_t bytes = 0;
                for (const auto& record : log.read(federation, q->after_offset(), page.size)) {
                    std::string encoded = log::encode_record(record);
                    bytes += encoded.size();
                    if (bytes > kMaxAnswerBytes) break;
                    r->add_records(std::move(encoded));
                }
            });
            return {};
        });
    }

    grpc::Status ListLogHeads(grpc::ServerContext* c, const proto::ListLogHeadsRequest* q,
                              proto::ListLogHeadsResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(Runtime* const runtime, find(q->service()));
            const auto heads = runtime->with_log([](log::Log& log) { return log.heads(); });
            for (const log::Head& head : heads) {
                if (!caller.may_touch(head.federation)) continue;
                auto* to = r->add_heads();
                to->set_federation(head.federation.value);
                to->set_last_offset(head.last_offset);
                to->set_incarnation(head.incarnation);
            }
            return {};
        });
    }

    grpc::Status ListParked(grpc::ServerContext* c, const proto::ListParkedRequest* q,
                            proto::ListParkedResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            for (const auto& runtime : runtimes_) {
                if (!q->service().empty() && q->service() != runtime->name()) continue;
                for (const log::ParkedRecord& parked : parked_of(*runtime)) {
                    if (!caller.may_touch(parked.federation)) continue;
                    auto* to = r->add_parked();
                    to->set_consumer(parked.consumer);
                    to->set_source(parked.source);
                    to->set_federation(parked.federation.value);
                    to->set_offset(parked.offset);
                    to->set_stream_id(parked.stream_id.to_string());
                    to->set_reason(parked.reason);
                }
            }
            return {};
        });
    }

    grpc::Status RetryParked(grpc::ServerContext* c, const proto::RetryParkedRequest* q,
                             proto::RetryParkedResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller&) -> Result<void> {
            HAVEN_TRY(Runtime* const runtime, find(q->service()));
            runtime->retry_parked();
            r->set_still_parked_count(static_cast<std::int32_t>(parked_of(*runtime).size()));
            return {};
        });
    }

    grpc::Status ResolveParked(grpc::ServerContext* c, const proto::ResolveParkedRequest* q,
                               proto::ResolveParkedResponse*) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            // It stays in the table for good: a word, so that nobody's name is in it.
            if (!is_word(q->resolution())) {
                return invalid("INVALID_WORD", "resolution",
                               "why it may be passed over, [A-Z0-9_]{1,40}");
            }
            HAVEN_TRY(Runtime* const runtime, find(q->record().consumer()));
            for (const log::ParkedRecord& parked : parked_of(*runtime)) {
                if (parked.source != q->record().source() ||
                    parked.federation.value != q->record().federation() ||
                    parked.offset != q->record().offset()) {
                    continue;
                }
                HAVEN_CHECKED(caller.may_touch(parked.federation));
                runtime->with_log([&](log::Log& log) {
                    log.unpark(parked, caller.staff.to_string() + ": " + q->resolution());
                });
                // What waited behind it may go on now.
                runtime->retry_parked();
                return {};
            }
            return failure(ErrorKind::Missing, "NOT_PARKED", "no such record is parked");
        });
    }

  private:
    static std::unexpected<Error> no_such_service() {
        return failure(ErrorKind::Missing, "NO_SUCH_SERVICE", "this process has no such service");
    }

    Result<Runtime*> find(const std::string& name) {
        for (const auto& runtime : runtimes_) {
            if (runtime->name() == name) return runtime.get();
        }
        return no_such_service();
    }

    static std::vector<log::ParkedRecord> parked_of(Runtime& runtime) {
        return runtime.with_log([&](log::Log& log) { return log.parked(runtime.name()); });
    }

    void write_status(Runtime& runtime, proto::ServiceStatus& to) {
        const RuntimeStatus status = runtime.status();
        to.set_service(runtime.name());
        to.set_business_date(status.business_date.to_string());
        to.set_next_timer_date(text_of(status.next_timer));
        to.set_next_peer_date(text_of(status.next_peer_day));
        to.set_consumers_caught_up(status.consumers_idle);
        to.set_timers_idle(status.timers_idle);
        to.set_peers_idle(status.peers_idle);
        to.set_parked_count(static_cast<std::int32_t>(parked_of(runtime).size()));
        for (const std::string& stopped : status.stopped) to.add_stopped(stopped);
        to.set_activity(activity_.done());
    }

    std::span<const std::unique_ptr<Runtime>> runtimes_;
    Calendar& calendar_;
    Activity& activity_;
    rpc::Guard& guard_;
    const bool production_;
};

}  // namespace

std::unique_ptr<OpsApi> make_ops_api(std::span<const std::unique_ptr<Runtime>> runtimes,
                                     Calendar& calendar, Activity& activity, rpc::Guard& guard,
                                     bool production) {
    return std::make_unique<OpsServiceApi>(runtimes, calendar, activity, guard, production);
}

}  // namespace haven::host
