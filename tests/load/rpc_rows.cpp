// The same commands through gRPC: token, deadline, guard and handler of the product. Beside it what
// the parts allow: an echo of the same size and the writer alone, by arithmetic and in fact, each
// call an echo first and then a command straight into the writer.
#include <fmt/core.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <functional>
#include <mutex>

#include "haven/ops/v1/ops_service.grpc.pb.h"
#include "libs/access/token.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/rpc/client.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/server.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/writer_load.hpp"

namespace haven::load {
namespace {

namespace ops = haven::ops::v1;
using Clock = std::chrono::steady_clock;

constexpr const char* kHaven = "Haven";
constexpr const char* kEcho = "echo";
constexpr const char* kWriter = "writer";
constexpr const char* kInTurn = "in turn";

// One rpc of the product's own protos serves as the envelope of a visit of 300 bytes.
class Echo final : public ops::OpsService::Service {
    grpc::Status ResolveParked(grpc::ServerContext*, const ops::ResolveParkedRequest*,
                               ops::ResolveParkedResponse*) override {
        return grpc::Status::OK;
    }
};

class VisitsApi final : public ops::OpsService::Service {
  public:
    VisitsApi(rpc::Guard& guard, WriterLoad& load) : guard_(guard), load_(load) {}

    grpc::Status ResolveParked(grpc::ServerContext* c, const ops::ResolveParkedRequest* q,
                               ops::ResolveParkedResponse*) override {
        return rpc::handle(guard_, *c, *q, [&](const rpc::Caller&) -> Result<void> {
            writer::Submission submission;
            {
                const std::lock_guard lock(mutex_);
                submission = commands_.next();
            }
            submission.command = Visits::Command(Visits::NoteVisit{q->resolution(), ""});
            HAVEN_CHECKED(writer::submit_and_wait(load_.writer(), std::move(submission),
                                                  rpc::kDefaultDeadlineMs));
            return {};
        });
    }

  private:
    rpc::Guard& guard_;
    WriterLoad& load_;
    std::mutex mutex_;
    VisitCommands commands_{kFederations, kStreams};
};

// `calls` calls in flight over four channels, driven by one thread.
class Calls {
  public:
    // What follows a call's answer before the next is sent: it calls back, from any thread.
    using Then = std::function<void(std::function<void()> done)>;

    Calls(const std::string& address, std::string bearer, Then then = nullptr)
        : bearer_(std::move(bearer)), then_(std::move(then)) {
        for (int i = 0; i < 4; ++i) {
            stubs_.push_back(ops::OpsService::NewStub(rpc::connect(address)));
        }
        request_.set_resolution(std::string(kNoteBytes, 'v'));
    }

    Run run(double seconds, int calls) {
        latency_ = {};
        in_flight_ = calls;
        const auto start = Clock::now();
        end_ = start +
               std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        for (int i = 0; i < calls; ++i) send();
        while (in_flight_ > 0) {
            void* tag = nullptr;
            bool ok = false;
            const auto patience = std::chrono::system_clock::now() + kPatience;
            if (queue_.AsyncNext(&tag, &ok, patience) != grpc::CompletionQueue::GOT_EVENT) continue;
            const std::unique_ptr<Call> call(static_cast<Call*>(tag));
            if (!call->status.ok()) {
                --in_flight_;
            } else if (then_) {
                then_([this, sent = call->sent] { answered(sent); });
            } else {
                answered(call->sent);
            }
        }
        const std::chrono::duration<double> took = Clock::now() - start;
        return {static_cast<double>(latency_.count()) / took.count(), latency_};
    }

  private:
    // For the last answers, which may come from elsewhere than the queue.
    static constexpr auto kPatience = std::chrono::milliseconds(20);

    struct Call {
        grpc::ClientContext context;
        grpc::Status status;
        ops::ResolveParkedResponse response;
        std::unique_ptr<grpc::ClientAsyncResponseReader<ops::ResolveParkedResponse>> reader;
        Clock::time_point sent;
    };

    void send() {
        auto* call = new Call;  // taken back in run()
        rpc::prepare(call->context, {.bearer = bearer_});
        call->sent = Clock::now();
        call->reader =
            stubs_[next_++ % stubs_.size()]->AsyncResolveParked(&call->context, request_, &queue_);
        call->reader->Finish(&call->response, &call->status, call);
    }

    void answered(Clock::time_point sent) {
        const auto now = Clock::now();
        {
            const std::lock_guard lock(mutex_);
            latency_.record(std::chrono::nanoseconds(now - sent).count());
        }
        if (now < end_) {
            send();
        } else {
            --in_flight_;
        }
    }

    std::string bearer_;
    Then then_;
    std::vector<std::unique_ptr<ops::OpsService::Stub>> stubs_;
    ops::ResolveParkedRequest request_;
    grpc::CompletionQueue queue_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<int> in_flight_ = 0;
    Clock::time_point end_;
    std::mutex mutex_;
    Histogram latency_;
};

// The product's server with the visits' handler, an echo beside it, and a member of staff.
class World {
  public:
    World() {
        keys_.add(std::string(access::kStaffKeyId), key_.public_key);
        guard_.allow_services(std::vector<std::string>{"haven.ops.v1.OpsService"});
        haven_.add(visits_api_);
        echo_.add(echo_api_);
        haven_.start();
        echo_.start();
    }
    ~World() {
        haven_.stop(1'000);
        echo_.stop(1'000);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] WriterLoad& load() { return load_; }
    [[nodiscard]] Calls to_haven() const { return {haven_.address(), token()}; }
    [[nodiscard]] Calls to_echo() const { return {echo_.address(), token()}; }
    // An echo, and then one of the commands straight into the writer.
    [[nodiscard]] Calls to_both(VisitCommands& commands) {
        return {echo_.address(), token(), [this, &commands](std::function<void()> done) {
                    std::unique_lock lock(mutex_);
                    writer::Submission submission = commands.next();
                    lock.unlock();
                    load_.writer().submit(
                        std::move(submission),
                        [done = std::move(done)](const Result<log::Reply>&) { done(); });
                }};
    }

  private:
    static std::string with_tables(const spec::TestDatabase& database) {
        create_visits(database.conninfo());
        return database.conninfo();
    }
    [[nodiscard]] std::string token() const {
        return issuer_
            .issue({.staff = StaffId{crypto::uuid_of_code("staff", "1")},
                    .roles = {access::Role::Administrator},
                    .home = {1},
                    .union_node = "610300",
                    .scope = {{1}}})
            .text;
    }

    spec::TestDatabase database_{"bench_rpc"};
    WriterLoad load_{with_tables(database_)};
    crypto::KeyPair key_ = crypto::new_key_pair();
    access::Keyring keys_;
    rpc::Guard guard_{{.domain = "bench.haven", .keys = &keys_, .now = machine_now}};
    VisitsApi visits_api_{guard_, load_};
    Echo echo_api_;
    rpc::Server haven_{{}};
    rpc::Server echo_{{}};
    std::mutex mutex_;
    access::TokenIssuer issuer_{std::string(access::kStaffKeyId), key_.seed, machine_now};
};

}  // namespace

int profile_rpc(double seconds, int in_flight) {
    World world;
    Calls calls = world.to_haven();
    const std::clock_t start = std::clock();
    const Run run = calls.run(seconds, in_flight);
    const double cpu_us = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC * 1e6;
    fmt::print("{:.0f} commands/s, {:.1f} us of the client's and our processor time a command\n",
               run.per_second, cpu_us / static_cast<double>(run.latency.count()));
    return 0;
}

void rpc_rows(const Plan& plan, Report& report) {
    World world;
    for (const int calls : {1, 64, 256}) {
        if (plan.quick && calls == 256) continue;
        Calls to_haven = world.to_haven();
        Calls to_echo = world.to_echo();
        VisitCommands commands(kFederations, kStreams);
        Calls to_both = world.to_both(commands);
        to_haven.run(plan.seconds, 64);  // until the streams are in the cache
        Contest contest;
        contest.enter(kHaven, [&] { return to_haven.run(plan.seconds, calls); });
        contest.enter(kEcho, [&] { return to_echo.run(plan.seconds, calls); });
        contest.enter(kWriter, [&] {
            return world.load().closed(plan.seconds, static_cast<std::size_t>(calls), commands);
        });
        contest.enter(kInTurn, [&] { return to_both.run(plan.seconds, calls); });
        contest.hold(plan.rounds);
        std::vector<double> allowed = contest.rates(kEcho);
        const std::vector<double> alone = contest.rates(kWriter);
        for (std::size_t i = 0; i < allowed.size(); ++i) {
            allowed[i] = 1 / (1 / allowed[i] + 1 / alone[i]);
        }
        const std::string size = fmt::format("{} calls in flight, 13 federations", calls);
        report.add(compare("durable commands through gRPC", "commands/s", size,
                           contest.rates(kHaven), "1 / (1/echo + 1/writer)", allowed,
                           Goal{Goal::Sense::AtLeast, 0.8}));
        report.add(compare("durable commands through gRPC", "commands/s", size,
                           contest.rates(kHaven), "an echo, then the writer",
                           contest.rates(kInTurn), std::nullopt));
        report.add(compare("gRPC echo of the same size", "calls/s", size, contest.rates(kEcho),
                           "the writer alone", alone, std::nullopt));
    }
}

}  // namespace haven::load
