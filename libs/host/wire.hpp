// What would let somebody on the way listen in or answer in another's place. The production profile
// starts with none of it (design §6): gRPC with TLS, PostgreSQL by socket or with its name
// verified, Kafka with TLS.
#pragma once

#include <string>

#include "libs/host/config.hpp"

namespace haven::host {

// Refuses what is not safe on a network. Reasons: INSECURE_GRPC (other machines without
// certificates), INSECURE_POSTGRES (neither a socket of this machine nor sslmode=verify-full),
// INSECURE_KAFKA (neither ssl nor sasl_ssl, or brokers whose names are not verified).
Result<void> check_wire(const Config& config);

}  // namespace haven::host
