#include "libs/audit/plain_numbers.hpp"

#include <gtest/gtest.h>

#include "libs/base/resident_id.hpp"

namespace haven::spec {
namespace {

constexpr const char* kNumber = "610399198001010015";

std::int64_t faults(const std::string& payload, const std::string& meta = {}) {
    log::Record record;
    record.payload = payload;
    record.meta = meta;
    record.recorded_at = Instant{1'577'836'800'000'000};
    audit::PlainNumbers oracle;
    oracle.see(record);
    EXPECT_EQ(oracle.verdict().counted, 1);
    return oracle.verdict().faults;
}

TEST(PlainNumbers, I35_AnIdNumberInAnEventIsSeen) {
    const std::string number =
        std::string("61039919800101001") + resident_id_check("61039919800101001");
    EXPECT_EQ(faults("\x0a\x12" + number + "\x12\x04"), 1);
    EXPECT_EQ(faults(number), 1);
    EXPECT_EQ(faults("", "x" + number), 1);
}

TEST(PlainNumbers, OtherNumbersAreNot) {
    EXPECT_EQ(faults("6103010000000001"), 0);
    EXPECT_EQ(faults("123456789012345678"), 0);
    EXPECT_EQ(faults(std::string("9") + kNumber), 0);
    EXPECT_EQ(faults("0190b6f2-0000-7000-8000-000000000017"), 0);
}

}  // namespace
}  // namespace haven::spec
