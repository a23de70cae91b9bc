"""The include rules catch what they are there for."""
import unittest

from include_rules import breach


class IncludeRules(unittest.TestCase):
    def test_catches_each_kind_of_breach(self) -> None:
        for path, header in [
                ("services/registry/domain/household.cpp", "libs/log/log.hpp"),
                ("services/registry/domain/household.cpp", "haven/registry/v1/registry_events.pb.h"),
                ("services/registry/api/files.cpp", "services/disbursement/domain/types.hpp"),
                ("libs/base/text.cpp", "libs/crypto/hash.hpp"),
                ("libs/log/record.cpp", "services/registry/projection/tables.hpp"),
                ("libs/writer/writer.cpp", "libpq-fe.h"),
                ("services/registry/queries/files.cpp", "grpcpp/grpcpp.h")]:
            self.assertIsNotNone(breach(path, header), f"{path} {header}")

    def test_lets_what_is_allowed_pass(self) -> None:
        for path, header in [
                ("services/registry/domain/household.cpp", "libs/base/money.hpp"),
                ("services/registry/domain/household.cpp", "vector"),
                ("services/registry/api/files.cpp", "grpcpp/grpcpp.h"),
                ("libs/log/postgres_log.cpp", "libs/postgres/connection.hpp"),
                ("libs/postgres/session.cpp", "libpq-fe.h")]:
            self.assertIsNone(breach(path, header), f"{path} {header}")


if __name__ == "__main__":
    unittest.main()
