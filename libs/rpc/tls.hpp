// Tls: by what the processes of a suite know each other on a network: each has a certificate that
// one authority of theirs has signed, and shows it, as a server and as a caller.
//
//     rpc::use_tls({.certificate = "tls.crt", .key = "tls.key", .authority = "ca.crt"});
//     rpc::Server server({.address = "0.0.0.0:50051"});     // from here on with TLS, as connect()
//
// Who may call what is still said by tokens: a certificate only lets in. Files are read here and
// not again, so a renewed certificate wants a restart. Thread rule: use_tls() before anything else.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

namespace haven::rpc {

// PEM; all three, or none: loopback without TLS.
struct TlsFiles {
    std::filesystem::path certificate = {};
    std::filesystem::path key = {};
    std::filesystem::path authority = {};

    bool operator==(const TlsFiles&) const = default;
};

// For every server and channel that this process makes from now on. Throws std::runtime_error that
// begins with TLS_INCOMPLETE when one of the files is missing or empty.
void use_tls(const TlsFiles& files);
[[nodiscard]] bool has_tls();

// For libs/rpc.
[[nodiscard]] std::shared_ptr<grpc::ServerCredentials> server_credentials();
[[nodiscard]] std::shared_ptr<grpc::ChannelCredentials> channel_credentials();

}  // namespace haven::rpc
