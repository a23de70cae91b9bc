#include "tools/haven/client/session.hpp"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "haven/ops/v1/ops_service.pb.h"
#include "haven/registry/v1/directory_requests.pb.h"
#include "libs/access/sign_in.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/host/run_file.hpp"
#include "libs/rpc/client.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "tools/haven/client/words.hpp"

namespace haven::client {
namespace {

namespace fs = std::filesystem;

grpc::ByteBuffer to_buffer(const google::protobuf::Message& message) {
    const std::string bytes = message.SerializeAsString();
    const grpc::Slice slice(bytes);
    return {&slice, 1};
}

bool from_buffer(grpc::ByteBuffer& buffer, google::protobuf::Message& message) {
    std::vector<grpc::Slice> slices;
    if (!buffer.Dump(&slices).ok()) return false;
    std::string bytes;
    for (const grpc::Slice& slice : slices) {
        bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return message.ParseFromString(bytes);
}

}  // namespace

Language Settings::spoken() const {
    std::string wanted = language;
    if (wanted.empty()) {
        const char* environment = std::getenv("LANG");
        wanted = environment ? environment : "";
    }
    return wanted.starts_with("en") || wanted.starts_with("C") || wanted.starts_with("POSIX")
               ? Language::English
               : Language::Chinese;
}

Session::Session(Settings settings) : settings_(std::move(settings)) {}
Session::~Session() = default;

std::string service_of(const std::string& method) {
    const std::size_t begin = method.find('.') + 1;
    return method.substr(begin, method.find('.', begin) - begin);
}

std::vector<StaffKey> Session::staff() const {
    std::vector<StaffKey> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(settings_.run_dir / "staff", none)) {
        if (entry.path().extension() != ".key") continue;
        const std::string login = entry.path().stem().string();
        found.push_back({login, StaffId{crypto::uuid_of_code("staff", login)}, entry.path()});
    }
    std::ranges::sort(found, {}, &StaffKey::login);
    // The first administrator has no login: the id comes from the key that was made at the first
    // start.
    for (const host::RunFile& process : host::read_run_files(settings_.run_dir)) {
        const fs::path file = fs::path(process.data_dir) / "first-administrator.key";
        const auto seed = crypto::read_secret(file);
        if (!seed) continue;
        const std::string public_key = crypto::key_pair_of(*seed).public_key;
        found.push_back({"first-administrator",
                         StaffId{crypto::uuid_of_code("staff", crypto::hex(public_key))}, file});
        break;
    }
    return found;
}

Result<std::shared_ptr<grpc::Channel>> Session::channel(const std::string& service) {
    auto& channel = channels_[service];
    if (!channel) {
        HAVEN_TRY(const std::string address, host::address_of(settings_.run_dir, service));
        channel = rpc::connect(address);
    }
    return channel;
}

Result<std::string> Session::token() {
    if (!token_.empty()) return token_;
    const auto everybody = staff();
    const auto me = std::ranges::find(everybody, settings_.as, &StaffKey::login);
    if (me == everybody.end()) {
        return failure(ErrorKind::Unauthenticated, "NO_SUCH_KEY",
                       "--as names nobody whose key lies here; see: haven token list",
                       {{"as", settings_.as}});
    }
    HAVEN_TRY(const std::string seed, crypto::read_secret(me->key_file));
    const access::SignInRequest signed_in = access::make_sign_in(me->staff, seed, machine_now());
    registry::v1::RequestTokenRequest request;
    request.set_staff_id(signed_in.staff.to_string());
    request.set_at_micros(signed_in.at.micros);
    request.set_nonce(signed_in.nonce);
    request.set_signature(signed_in.signature);
    registry::v1::RequestTokenResponse reply;
    HAVEN_TRY(const auto registry, channel("registry"));
    HAVEN_CHECKED(invoke(registry, "haven.registry.v1.DirectoryService/RequestToken", "", request,
                         reply, 10'000));
    token_ = reply.token();
    return token_;
}

Result<void> Session::call(const std::string& method, const google::protobuf::Message& request,
                           google::protobuf::Message& reply, int timeout_ms) {
    HAVEN_TRY(const std::string bearer, token());
    HAVEN_TRY(const auto to, channel(service_of(method)));
    return invoke(to, method, bearer, request, reply, timeout_ms);
}

std::vector<std::string> Session::ops_addresses() const {
    std::vector<std::string> addresses;
    for (const host::RunFile& process : host::read_run_files(settings_.run_dir)) {
        const auto ops = process.services.find("ops");
        if (ops != process.services.end()) addresses.push_back(ops->second);
    }
    return addresses;
}

Result<void> Session::call_at(const std::string& address, const std::string& method,
                              const google::protobuf::Message& request,
                              google::protobuf::Message& reply, int timeout_ms) {
    HAVEN_TRY(const std::string bearer, token());
    auto& to = channels_[address];
    if (!to) to = rpc::connect(address);
    return invoke(to, method, bearer, request, reply, timeout_ms);
}

bool Session::health(const std::string& address, const std::string& what) {
    auto& to = channels_[address];
    if (!to) to = rpc::connect(address);
    return rpc::health_of(to, what) == rpc::Health::Serving;
}

Result<void> Session::invoke(const std::shared_ptr<grpc::Channel>& to, const std::string& method,
                             const std::string& bearer, const google::protobuf::Message& request,
                             google::protobuf::Message& reply, int timeout_ms) {
    grpc::GenericStub stub(to);
    grpc::ClientContext context;
    rpc::prepare(context, {.bearer = bearer, .traceparent = {}, .timeout_ms = timeout_ms});
    grpc::CompletionQueue queue;
    grpc::ByteBuffer answer;
    grpc::Status status;
    const auto pending = stub.PrepareUnaryCall(&context, "/" + method, to_buffer(request), &queue);
    pending->StartCall();
    pending->Finish(&answer, &status, &queue);
    void* tag = nullptr;
    bool ok = false;
    HAVEN_CHECK(queue.Next(&tag, &ok));
    if (!status.ok()) return std::unexpected(rpc::to_error(status));
    HAVEN_CHECK(from_buffer(answer, reply));
    return {};
}

std::string Session::business_date() {
    std::string earliest;
    for (const std::string& address : ops_addresses()) {
        ops::v1::GetStatusRequest request;
        ops::v1::GetStatusResponse reply;
        if (!call_at(address, "haven.ops.v1.OpsService/GetStatus", request, reply)) return {};
        for (const auto& service : reply.services()) {
            if (earliest.empty() || service.business_date() < earliest) {
                earliest = service.business_date();
            }
        }
    }
    return earliest;
}

std::string error_text(const Error& error, Language language) {
    const bool chinese = language == Language::Chinese;
    const std::string words = chinese ? chinese_reason(error.reason) : error.message;
    std::string text = (chinese ? "未办理:" : "refused: ") + error.reason +
                       (words.empty() ? "" : "  " + words) + '\n';
    for (const FieldViolation& field : error.fields) {
        text += "  " + field.field +
                (chinese ? " 应为:" + chinese_expected(field.description)
                         : " must be: " + field.description) +
                '\n';
    }
    // The service speaks English only; its sentence has the figures.
    if (chinese) text += "  原文:" + error.message + '\n';
    return text;
}

int print_error(const Error& error, Language language) {
    std::cerr << error_text(error, language);
    return error.kind == ErrorKind::Unavailable ? 3 : 1;
}

}  // namespace haven::client
