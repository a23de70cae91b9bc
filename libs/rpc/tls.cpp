#include "libs/rpc/tls.hpp"

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace haven::rpc {
namespace {

struct Pem {
    std::string certificate;
    std::string key;
    std::string authority;
};

std::optional<Pem>& ours() {
    static std::optional<Pem> pem;
    return pem;
}

std::string read(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    if (text.str().empty()) {
        throw std::runtime_error("TLS_INCOMPLETE: certificate, key and authority are needed; not " +
                                 std::string("readable: '") + file.string() + "'");
    }
    return text.str();
}

}  // namespace

void use_tls(const TlsFiles& files) {
    if (files == TlsFiles{}) {
        ours().reset();
    } else {
        ours() = Pem{read(files.certificate), read(files.key), read(files.authority)};
    }
}

bool has_tls() {
    return ours().has_value();
}

std::shared_ptr<grpc::ServerCredentials> server_credentials() {
    if (!has_tls()) return grpc::InsecureServerCredentials();
    grpc::SslServerCredentialsOptions options(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_root_certs = ours()->authority;
    options.pem_key_cert_pairs = {{ours()->key, ours()->certificate}};
    return grpc::SslServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> channel_credentials() {
    if (!has_tls()) return grpc::InsecureChannelCredentials();
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ours()->authority;
    options.pem_private_key = ours()->key;
    options.pem_cert_chain = ours()->certificate;
    return grpc::SslCredentials(options);
}

}  // namespace haven::rpc
