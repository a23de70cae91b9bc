// The whole suite in this process on fresh databases, and calls to it by method name with the token
// of any role. For tests that walk every rpc.
#pragma once

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "libs/access/token.hpp"
#include "libs/base/result.hpp"
#include "libs/host/host.hpp"
#include "libs/rpc/raw_call.hpp"

namespace google::protobuf {
class Message;
class MethodDescriptor;
}  // namespace google::protobuf

namespace haven::spec {

class Suite {
  public:
    Suite();
    ~Suite();

    // Every method of every service that the suite serves.
    [[nodiscard]] std::vector<const google::protobuf::MethodDescriptor*> methods() const;
    // A token of a member of staff of one county, or of a peer service for PeerService.
    [[nodiscard]] std::string token(access::Role role, FederationNo county) const;
    // The members of staff of each role and county are people of their own.
    [[nodiscard]] static StaffId staff(access::Role role, FederationNo county);
    RawAnswer call(const google::protobuf::MethodDescriptor& method,
                   const google::protobuf::Message& request, const std::string& bearer);
    RawAnswer call(const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                   const std::string& bearer);

  private:
    std::string prefix_;
    std::filesystem::path folder_;
    std::unique_ptr<host::Host> host_;
    std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace haven::spec
