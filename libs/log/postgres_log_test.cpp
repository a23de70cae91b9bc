#include "libs/log/postgres_log.hpp"

#include "libs/log/postgres_backend.hpp"

namespace haven::spec {
namespace {

INSTANTIATE_TYPED_TEST_SUITE_P(PostgresLog, LogConformance, PostgresBackend);

}  // namespace
}  // namespace haven::spec
