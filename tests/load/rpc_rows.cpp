// The same commands through gRPC: token, deadline, guard and handler of the product. Beside it what
// the parts allow: an echo of the same size and the writer alone, one after the other on the same
// cores.
#include <fmt/core.h>
#include <grpcpp/grpcpp.h>

#include <chrono>

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
    Calls(const std::string& address, std::string bearer) : bearer_(std::move(bearer)) {
        for (int i = 0; i < 4; ++i) {
            stubs_.push_back(ops::OpsService::NewStub(rpc::connect(address)));
        }
        request_.set_resolution(std::string(kNoteBytes, 'v'));
    }

    Run run(double seconds, int calls) {
        Run run;
        const auto start = Clock::now();
        const auto end = start + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>(seconds));
        for (int i = 0; i < calls; ++i) send();
        int in_flight = calls;
        void* tag = nullptr;
        bool ok = false;
        while (in_flight > 0 && queue_.Next(&tag, &ok)) {
            const std::unique_ptr<Call> call(static_cast<Call*>(tag));
            const auto now = Clock::now();
            if (call->status.ok()) {
                run.latency.record(std::chrono::nanoseconds(now - call->sent).count());
            }
            if (now < end) {
                send();
            } else {
                --in_flight;
            }
        }
        const std::chrono::duration<double> took = Clock::now() - start;
        run.per_second = static_cast<double>(run.latency.count()) / took.count();
        return run;
    }

  private:
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

    std::string bearer_;
    std::vector<std::unique_ptr<ops::OpsService::Stub>> stubs_;
    ops::ResolveParkedRequest request_;
    grpc::CompletionQueue queue_;
    std::size_t next_ = 0;
};

}  // namespace

void rpc_rows(const Plan& plan, Report& report) {
    const spec::TestDatabase database("bench_rpc");
    create_visits(database.conninfo());
    WriterLoad load(database.conninfo());
    const crypto::KeyPair key = crypto::new_key_pair();
    access::Keyring keys;
    keys.add(std::string(access::kStaffKeyId), key.public_key);
    rpc::Guard guard({.domain = "bench.haven", .keys = &keys, .now = machine_now});
    guard.allow_services(std::vector<std::string>{"haven.ops.v1.OpsService"});
    VisitsApi visits_api(guard, load);
    Echo echo_api;
    rpc::Server haven({});
    rpc::Server echo({});
    haven.add(visits_api);
    echo.add(echo_api);
    haven.start();
    echo.start();
    const access::TokenIssuer issuer(std::string(access::kStaffKeyId), key.seed, machine_now);

    for (const int calls : {1, 64, 256}) {
        if (plan.quick && calls == 256) continue;
        const std::string token = issuer
                                      .issue({.staff = StaffId{crypto::uuid_of_code("staff", "1")},
                                              .roles = {access::Role::Administrator},
                                              .home = {1},
                                              .union_node = "610300",
                                              .scope = {{1}}})
                                      .text;
        Calls to_haven(haven.address(), token);
        Calls to_echo(echo.address(), token);
        VisitCommands commands(kFederations, kStreams);
        Contest contest;
        contest.enter(kHaven, [&] { return to_haven.run(plan.seconds, calls); });
        contest.enter(kEcho, [&] { return to_echo.run(plan.seconds, calls); });
        contest.enter(kWriter, [&] {
            return load.closed(plan.seconds, static_cast<std::size_t>(calls), commands);
        });
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
        report.add(compare("gRPC echo of the same size", "calls/s", size, contest.rates(kEcho),
                           "the writer alone", alone, std::nullopt));
    }
    haven.stop(1'000);
    echo.stop(1'000);
}

}  // namespace haven::load
