#include "tests/transport/transport_conformance.hpp"

namespace haven::spec {

INSTANTIATE_TYPED_TEST_SUITE_P(Embedded, TransportConformance, EmbeddedWorld);

}  // namespace haven::spec
