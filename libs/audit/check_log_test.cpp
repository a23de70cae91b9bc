#include "libs/audit/check_log.hpp"

#include <gmock/gmock.h>

#include "libs/audit/audit_world.hpp"

namespace haven::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CheckLog : public ::testing::Test {
  protected:
    CheckLog() : events_(world_.write_some()) {}

    std::vector<std::string> broken() {
        std::vector<std::string> names;
        for (const audit::Oracle& oracle : audit::check_log(world_.db())) {
            if (!oracle.holds()) names.push_back(oracle.name + ": " + oracle.first.front());
        }
        return names;
    }
    // As nobody but the owner of the disk can.
    void tamper(const std::string& sql) { ASSERT_EQ(world_.db().query(sql).affected(), 1) << sql; }

    AuditWorld world_;
    std::int64_t events_;
};

TEST_F(CheckLog, SoundLogHasNoFault) {
    const auto oracles = audit::check_log(world_.db());
    EXPECT_EQ(oracles.size(), 9U);
    for (const audit::Oracle& oracle : oracles) {
        EXPECT_EQ(oracle.counted, oracle.unit == "events"   ? events_
                                  : oracle.unit == "timers" ? 12
                                                            : 0)
            << oracle.name;
    }
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(CheckLog, I38_RemovedEventIsNamed) {
    tamper("DELETE FROM event WHERE federation = 2 AND log_offset = 2");
    EXPECT_THAT(broken(), ElementsAre("OFFSETS_WITHOUT_GAP: federation 2, offset 3",
                                      "VERSIONS_WITHOUT_GAP: federation 2, offset 3"));
}

TEST_F(CheckLog, I38_LogCutAtItsEndIsNamed) {
    const std::int64_t last = world_.last_offset(3);
    tamper("DELETE FROM event WHERE federation = 3 AND log_offset = " + std::to_string(last));
    EXPECT_THAT(broken(),
                ElementsAre("HEAD_IS_LAST_OFFSET: federation 3, offset " + std::to_string(last)));
}

TEST_F(CheckLog, TimeAndIncarnationThatGoBackAreNamed) {
    tamper("UPDATE event SET recorded_at = 'epoch' WHERE federation = 1 AND log_offset = 5");
    tamper("UPDATE event SET incarnation = 0 WHERE federation = 1 AND log_offset = 7");
    EXPECT_THAT(broken(), ElementsAre("RECORDED_AT_NEVER_GOES_BACK: federation 1, offset 5",
                                      "INCARNATION_NEVER_GOES_BACK: federation 1, offset 7"));
}

TEST_F(CheckLog, EventWithoutItsCommandAndAChangedReplyAreNamed) {
    tamper(
        "DELETE FROM command WHERE federation = 1 AND command_id = "
        "(SELECT command_id FROM event WHERE federation = 1 AND log_offset = 1)");
    EXPECT_THAT(broken(), ElementsAre("EVERY_EVENT_HAS_ITS_COMMAND: federation 1, offset 1"));
    tamper(
        "UPDATE command SET reply_version = 9 WHERE federation = 1 AND command_id = "
        "(SELECT command_id FROM event WHERE federation = 1 AND log_offset = 3)");
    EXPECT_EQ(audit::check_log(world_.db())[5].faults, 2);
}

TEST_F(CheckLog, ACommandThatIsNotWholeIsNamed) {
    // Two events of one command, the second of which is given to the command before them.
    tamper(
        "UPDATE event SET command_id = (SELECT command_id FROM event WHERE federation = 1 AND "
        "log_offset = 1) WHERE federation = 1 AND log_offset = 3");
    EXPECT_THAT(broken(), testing::Contains("COMMANDS_ARE_WHOLE: federation 1, offset 3"));
}

TEST_F(CheckLog, ARecordParkedWithoutAReasonIsNamed) {
    tamper("INSERT INTO parked VALUES ('c', 's', 2, 4, gen_random_uuid(), 'NO_SUCH_FILE', NULL)");
    EXPECT_THAT(broken(), IsEmpty());
    tamper("INSERT INTO parked VALUES ('c', 's', 2, 7, gen_random_uuid(), '', NULL)");
    EXPECT_THAT(broken(), ElementsAre("PARKED_FOR_A_REASON: federation 2, offset 7"));
}

TEST_F(CheckLog, ATimerThatDidNotFireIsNamed) {
    tamper("INSERT INTO business_date (day) VALUES ('2020-06-30')");
    EXPECT_THAT(broken(), IsEmpty());
    tamper(
        "UPDATE timer SET due = '2020-06-29' WHERE federation = 1 AND last_offset = "
        "(SELECT min(last_offset) FROM timer WHERE federation = 1)");
    EXPECT_THAT(broken(), ElementsAre("NO_TIMER_OVERDUE: federation 1, offset 1"));
}

}  // namespace
}  // namespace haven::spec
