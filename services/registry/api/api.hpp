// The registry's gRPC services, made from their surroundings. Live as long as the host serves.
#pragma once

#include <memory>
#include <string>

namespace grpc {
class Service;
}
namespace haven::access {
class TokenIssuer;
}

namespace haven::registry {

struct Surroundings;

std::unique_ptr<grpc::Service> make_file_api(Surroundings& around);
std::unique_ptr<grpc::Service> make_query_api(Surroundings& around);
std::unique_ptr<grpc::Service> make_referral_api(Surroundings& around);
// `issuer` signs the tokens that RequestToken gives out.
std::unique_ptr<grpc::Service> make_directory_api(Surroundings& around,
                                                  const access::TokenIssuer& issuer);

}  // namespace haven::registry
