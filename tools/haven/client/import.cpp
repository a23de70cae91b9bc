#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/client.hpp"
#include "libs/rpc/handler.hpp"
#include "tools/haven/client/commands.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
using Stream =
    grpc::ClientReaderWriter<registry::ImportOldFilesRequest, registry::ImportOldFilesResponse>;

constexpr std::size_t kPieceBytes = 512 * 1024;
constexpr int kImportTimeoutMs = 600'000;

// Uploads the files in pieces. False when the stream broke off: its status says why.
bool upload(Stream& stream, const std::vector<std::string>& files, bool dry_run) {
    const std::string command_id = crypto::new_uuid_v4().to_string();
    for (const std::string& name : files) {
        const bool members = name.find("member") != std::string::npos;
        std::ifstream in(name, std::ios::binary);
        std::string piece(kPieceBytes, '\0');
        while (in) {
            in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
            if (in.gcount() == 0) break;
            registry::ImportOldFilesRequest request;
            request.set_command_id(command_id);
            request.set_dry_run(dry_run);
            request.set_file(members ? registry::IMPORT_FILE_MEMBERS
                                     : registry::IMPORT_FILE_HOUSEHOLDS);
            request.set_piece(piece.substr(0, static_cast<std::size_t>(in.gcount())));
            if (!stream.Write(request)) return false;
        }
    }
    return stream.WritesDone();
}

// A bar with rate and time left; silent without a terminal.
class Progress {
  public:
    void show(const registry::ImportProgress& progress) {
        if (!terminal_ || progress.total_count() == 0) return;
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
        const auto done = static_cast<double>(progress.done_count());
        const double rate = done / std::max(spent.count(), 0.001);
        const double left =
            (static_cast<double>(progress.total_count()) - done) / std::max(rate, 0.001);
        std::cerr << "\r" << progress.stage() << ' ' << progress.done_count() << '/'
                  << progress.total_count() << "  " << static_cast<int>(rate) << "/s  "
                  << static_cast<int>(left) << " s   " << std::flush;
        shown_ = true;
    }
    ~Progress() {
        if (shown_) std::cerr << '\n';
    }

  private:
    const bool terminal_ = ::isatty(STDERR_FILENO) == 1;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    bool shown_ = false;
};

}  // namespace

int run_import(Session& session, const std::vector<std::string>& files, bool dry_run) {
    const Language language = session.settings().spoken();
    const auto token = session.token();
    if (!token) return print_error(token.error(), language);
    const auto channel = session.channel("registry");
    if (!channel) return print_error(channel.error(), language);
    const auto stub = registry::RegistryService::NewStub(*channel);
    grpc::ClientContext context;
    rpc::prepare(context, {.bearer = *token, .traceparent = {}, .timeout_ms = kImportTimeoutMs});
    const auto stream = stub->ImportOldFiles(&context);
    upload(*stream, files, dry_run);
    Table rejects({{"file", "文件", "file"},
                   {"row", "行", "row", Align::Right},
                   {"column", "列", "column"},
                   {"kind", "类型", "kind"},
                   {"reason", "原因", "reason"}});
    registry::ImportSummary summary;
    registry::ImportOldFilesResponse response;
    Progress progress;
    while (stream->Read(&response)) {
        if (response.has_progress()) progress.show(response.progress());
        if (response.has_summary()) summary = response.summary();
        if (!response.has_reject()) continue;
        const auto& reject = response.reject();
        rejects.add({reject.file(), Cell::count(reject.row()), reject.column(), reject.kind(),
                     reject.reason()});
    }
    const grpc::Status status = stream->Finish();
    if (rejects.size() > 0) {
        rejects.print(std::cout, session.settings().format(), language, session.business_date());
    }
    if (!status.ok()) return print_error(rpc::to_error(status), language);
    if (rejects.size() > 0) return 1;
    std::cout << summary.ShortDebugString() << '\n';
    return 0;
}

}  // namespace haven::client
