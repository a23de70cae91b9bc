#include "libs/host/remote_source.hpp"

#include <stdexcept>

#include "libs/rpc/client.hpp"

#include "haven/ops/v1/ops_service.grpc.pb.h"
#include "haven/options/v1/options.pb.h"

namespace haven::host {

namespace proto = haven::ops::v1;

class RemoteSource::Impl {
  public:
    explicit Impl(RemoteSourceOptions options) : options_(std::move(options)) {}

    std::vector<log::Record> read(FederationNo federation, std::int64_t after, int limit) {
        proto::ReadLogRequest request;
        request.set_service(options_.service);
        request.set_federation(federation.value);
        request.set_after_offset(after);
        request.set_page_size(limit);
        proto::ReadLogResponse response;
        call([&](proto::OpsService::Stub& stub, grpc::ClientContext& context) {
            return stub.ReadLog(&context, request, &response);
        });
        std::vector<log::Record> records;
        for (const std::string& bytes : response.records()) {
            auto record = log::decode_record(bytes);
            if (!record) throw std::runtime_error(record.error().reason + ": ReadLog");
            records.push_back(*std::move(record));
        }
        return records;
    }

    std::vector<log::Head> heads() {
        proto::ListLogHeadsRequest request;
        request.set_service(options_.service);
        proto::ListLogHeadsResponse response;
        call([&](proto::OpsService::Stub& stub, grpc::ClientContext& context) {
            return stub.ListLogHeads(&context, request, &response);
        });
        std::vector<log::Head> heads;
        for (const proto::LogHead& head : response.heads()) {
            heads.push_back({FederationNo{static_cast<std::int16_t>(head.federation())},
                             head.last_offset(), static_cast<std::int16_t>(head.incarnation())});
        }
        return heads;
    }

  private:
    template <class Call>
    void call(Call call) {
        if (!stub_) {
            const std::string address = options_.address();
            if (address.empty()) {
                throw std::runtime_error("UNAVAILABLE: nobody serves " + options_.service);
            }
            stub_ = proto::OpsService::NewStub(rpc::connect(address));
        }
        grpc::ClientContext context;
        rpc::prepare(context, {.bearer = options_.bearer()});
        const grpc::Status status = call(*stub_, context);
        if (status.ok()) return;
        stub_.reset();  // a process that was started again may be elsewhere
        throw std::runtime_error("code " + std::to_string(status.error_code()) + " of " +
                                 options_.service + "'s log");
    }

    const RemoteSourceOptions options_;
    std::unique_ptr<proto::OpsService::Stub> stub_;
};

RemoteSource::RemoteSource(RemoteSourceOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
RemoteSource::~RemoteSource() = default;

std::vector<log::Record> RemoteSource::read(FederationNo federation, std::int64_t after,
                                            int limit) {
    return impl_->read(federation, after, limit);
}
std::vector<log::Head> RemoteSource::heads() {
    return impl_->heads();
}

bool is_critical_event(std::string_view service, std::string_view type) {
    const auto* message = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
        "haven." + std::string(service) + ".v1." + std::string(type));
    return message == nullptr || message->options().GetExtension(haven::options::v1::critical);
}

}  // namespace haven::host
