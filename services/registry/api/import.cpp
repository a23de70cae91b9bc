// RegistryService.ImportOldFiles: the upload as a stream, its progress and rejects as another.
#include "services/registry/api/files.hpp"
#include "services/registry/api/import_files.hpp"

namespace haven::registry {

namespace {

using Stream = grpc::ServerReaderWriter<v1::ImportOldFilesResponse, v1::ImportOldFilesRequest>;

struct Upload {
    std::string households;
    std::string members;
    bool dry_run = false;
};

Result<Upload> receive(Stream& stream) {
    Upload upload;
    v1::ImportOldFilesRequest request;
    bool first = true;
    while (stream.Read(&request)) {
        if (first) {
            HAVEN_CHECKED(asked_uuid(request.command_id(), "command_id"));
            upload.dry_run = request.dry_run();
            first = false;
        }
        if (request.piece().empty()) continue;
        const bool households = request.file() == v1::IMPORT_FILE_HOUSEHOLDS;
        if (!households && request.file() != v1::IMPORT_FILE_MEMBERS) {
            return invalid("IMPORT_FILE_MISSING", "file", "HOUSEHOLDS or MEMBERS");
        }
        std::string& target = households ? upload.households : upload.members;
        if (target.size() + request.piece().size() > kMaxCsvBytes) {
            return invalid("FILE_TOO_LARGE",
                           std::string(households ? import::kHouseholdsFile : import::kMembersFile),
                           "a file of at most 20 MiB");
        }
        target += request.piece();
    }
    if (first) return invalid("INVALID_UUID", "command_id", "a UUID in the first message");
    return upload;
}

void send_reject(Stream& stream, const import::Reject& reject) {
    v1::ImportOldFilesResponse response;
    auto* out = response.mutable_reject();
    out->set_file(reject.file);
    out->set_row(reject.row);
    out->set_column(reject.column);
    out->set_kind(reject.kind);
    out->set_reason(reject.reason);
    stream.Write(response);
}

void send_summary(Stream& stream, const ImportRun& run, bool dry_run) {
    v1::ImportOldFilesResponse response;
    auto* out = response.mutable_summary();
    out->set_file_count(run.counts().files);
    out->set_imported_count(run.counts().imported);
    out->set_unchanged_count(run.counts().unchanged);
    out->set_reject_count(static_cast<std::int64_t>(run.rejects().size()));
    out->set_lost_count(run.counts().lost);
    out->set_dry_run(dry_run);
    stream.Write(response);
}

}  // namespace

Status FileApi::ImportOldFiles(ServerContext* c, Stream* stream) {
    return rpc::handle_stream<v1::ImportOldFilesRequest>(
        guard(), *c, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Upload upload, receive(*stream));
            ImportRun run(desk_, caller,
                          [&](std::string_view stage, std::int64_t done, std::int64_t total) {
                              v1::ImportOldFilesResponse response;
                              auto* progress = response.mutable_progress();
                              progress->set_stage(std::string(stage));
                              progress->set_done_count(done);
                              progress->set_total_count(total);
                              stream->Write(response);
                          });
            HAVEN_CHECKED(run.run(upload.households, upload.members, upload.dry_run));
            for (const import::Reject& reject : run.rejects()) send_reject(*stream, reject);
            send_summary(*stream, run, upload.dry_run);
            return {};
        });
}

}  // namespace haven::registry
