#include <grpcpp/grpcpp.h>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/rpc/client.hpp"
#include "libs/rpc/handler.hpp"
#include "tools/haven/client/progress.hpp"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
using Stream =
    grpc::ClientReaderWriter<registry::ImportOldFilesRequest, registry::ImportOldFilesResponse>;

constexpr std::size_t kPieceBytes = 512 * 1024;
constexpr int kImportTimeoutMs = 600'000;

// Uploads a file in pieces, an empty one as an empty piece. False when the stream broke off: its
// status says why.
bool upload(Stream& stream, registry::ImportOldFilesRequest& request, const std::string& bytes) {
    std::size_t start = 0;
    do {
        request.set_piece(bytes.substr(start, kPieceBytes));
        if (!stream.Write(request)) return false;
        start += kPieceBytes;
    } while (start < bytes.size());
    return true;
}

bool upload_both(Stream& stream, const std::string& households, const std::string& members,
                 bool dry_run) {
    registry::ImportOldFilesRequest request;
    request.set_command_id(new_command_id());
    request.set_dry_run(dry_run);
    request.set_file(registry::IMPORT_FILE_HOUSEHOLDS);
    if (!upload(stream, request, households)) return false;
    request.set_file(registry::IMPORT_FILE_MEMBERS);
    return upload(stream, request, members) && stream.WritesDone();
}

// What the service told; the rejects as a table.
struct Told {
    Table rejects{{{"file", "文件", "file"},
                   {"row", "行", "row", Align::Right},
                   {"column", "列", "column"},
                   {"kind", "类型", "kind"},
                   {"reason", "原因", "reason"}}};
    registry::ImportSummary summary;
};

Told listen(Stream& stream) {
    Told told;
    registry::ImportOldFilesResponse response;
    Progress progress;
    while (stream.Read(&response)) {
        if (response.has_progress()) {
            const auto& step = response.progress();
            progress.show(step.stage(), step.done_count(), step.total_count());
        }
        if (response.has_summary()) told.summary = response.summary();
        if (!response.has_reject()) continue;
        const auto& reject = response.reject();
        told.rejects.add({reject.file(), Cell::count(reject.row()), reject.column(), reject.kind(),
                          reject.reason()});
    }
    return told;
}

}  // namespace

int run_import(Session& session, const Given& given) {
    const Language language = session.settings().spoken();
    const auto households = read_file(given.text("households"));
    if (!households) return print_error(households.error(), language);
    const auto members = read_file(given.text("members"));
    if (!members) return print_error(members.error(), language);
    const auto token = session.token();
    if (!token) return print_error(token.error(), language);
    const auto channel = session.channel("registry");
    if (!channel) return print_error(channel.error(), language);
    const auto stub = registry::RegistryService::NewStub(*channel);
    grpc::ClientContext context;
    rpc::prepare_stream(context,
                        {.bearer = *token, .traceparent = {}, .timeout_ms = kImportTimeoutMs});
    const auto stream = stub->ImportOldFiles(&context);
    upload_both(*stream, *households, *members, given.is_on("--dry-run"));
    const Told told = listen(*stream);
    const grpc::Status status = stream->Finish();
    if (told.rejects.size() > 0) show(session, told.rejects);
    if (!status.ok()) return print_error(rpc::to_error(status), language);
    if (told.rejects.size() > 0 && told.summary.lost_count() == 0) return 1;
    show(session, table_of(told.summary, "",
                           {{"file_count", "档案数", "files"},
                            {"imported_count", "已导入", "imported"},
                            {"unchanged_count", "无变化", "unchanged"},
                            {"lost_count", "未写入", "lost"},
                            {"dry_run", "只检查", "dry run"}}));
    return told.summary.lost_count() > 0 ? 1 : 0;
}

}  // namespace haven::client
