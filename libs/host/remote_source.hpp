// RemoteSource: the log of a service that another process serves, by gRPC (design §5): what a
// consumer on Kafka asks when the topic has a hole, and where its cursor stands.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "libs/bus/kafka_bus.hpp"

namespace haven::host {

struct RemoteSourceOptions {
    std::string service;
    std::function<std::string()> address;  // "" while nobody serves it; asked again after a failure
    std::function<std::string()> bearer;   // token of a peer service
};

// Every failure is thrown as std::runtime_error, whose text is the rpc's code.
class RemoteSource final : public bus::Source {
  public:
    explicit RemoteSource(RemoteSourceOptions options);
    ~RemoteSource() override;

    std::vector<log::Record> read(FederationNo federation, std::int64_t after, int limit) override;
    std::vector<log::Head> heads() override;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// What the proto of a service's event says (protocols §4); true for one that this program does not
// know.
bool is_critical_event(std::string_view service, std::string_view type);

}  // namespace haven::host
