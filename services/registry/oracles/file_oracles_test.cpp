// A sound file's history, and one damage for each oracle, which that oracle and no other sees.
#include "services/registry/oracles/file_oracles.hpp"

#include <gmock/gmock.h>

#include "services/registry/codec/codec.hpp"
#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AidRecorded aid() {
    return {.entitlement_id = "e1", .instalment = 1, .amount = yuan(3600)};
}
AidReturned aid_back() {
    return {.entitlement_id = "e1", .instalment = 1, .amount = yuan(3600)};
}

Events sound() {
    return with(on_file(), {aid(), aid_back(), aid()});
}

class Reader {
  public:
    Reader& stream(std::uint8_t number, FederationNo federation, const Events& events) {
        for (const HouseholdEvent& event : events) {
            const log::NewEvent stored = Codec<Household>::encode(event);
            log::Record record;
            record.federation = federation;
            record.offset = ++offset_;
            record.stream_id = uuid(number);
            record.type = stored.type;
            record.payload = stored.payload;
            oracles_.see(record);
        }
        return *this;
    }
    std::vector<std::string> broken() {
        std::vector<std::string> names;
        for (const auto& oracle : oracles_.verdicts()) {
            EXPECT_GT(oracle.counted, 0) << oracle.name;
            if (!oracle.holds()) names.push_back(oracle.name);
        }
        return names;
    }

  private:
    FileOracles oracles_;
    std::int64_t offset_ = 0;
};

constexpr FederationNo kHere{2};
constexpr FederationNo kThere{3};

std::vector<std::string> broken(const Events& events) {
    return Reader().stream(1, kHere, events).broken();
}

TEST(FileOracles, HoldOfASoundFile) {
    EXPECT_THAT(broken(sound()), IsEmpty());
}

TEST(FileOracles, I1_APersonInTwoOpenFilesIsSeenAndOneWhoseFirstEndedIsNot) {
    EXPECT_THAT(Reader().stream(1, kHere, sound()).stream(2, kThere, {submitted()}).broken(),
                ElementsAre("ONE_OPEN_FILE_PER_PERSON"));
    EXPECT_THAT(
        Reader()
            .stream(1, kHere,
                    with(sound(), {FileCancelled{kHousehold, ExitKind::Moved, day("2020-11-12")}}))
            .stream(2, kThere, {submitted()})
            .broken(),
        IsEmpty());
}

TEST(FileOracles, I1_AFileThatIsReopenedIsOpen) {
    const Events cancelled =
        with(sound(), {FileCancelled{kHousehold, ExitKind::Moved, day("2020-11-12")},
                       FileReopened{kHousehold, day("2021-03-01"), day("2022-03-01"), meeting()}});
    EXPECT_THAT(Reader().stream(1, kHere, cancelled).stream(2, kThere, {submitted()}).broken(),
                ElementsAre("ONE_OPEN_FILE_PER_PERSON"));
}

TEST(FileOracles, AnEnrolmentWithoutItsNoticeIsSeen) {
    Events events = sound();
    std::erase_if(events,
                  [](const auto& event) { return std::holds_alternative<NoticeClosed>(event); });
    EXPECT_THAT(broken(events), ElementsAre("ENROLLED_AFTER_ITS_NOTICE"));
}

TEST(FileOracles, AnEnrolmentOverAnOpenObjectionIsSeen) {
    Events events = with(until_notice(), {ObjectionRaised{uuid(9), "INCOME", true, {}}});
    events = with(events, {taken_down(), enrolled(), aid()});
    EXPECT_THAT(broken(events), ElementsAre("ENROLLED_AFTER_ITS_NOTICE"));
    Events heard = with(until_notice(), {ObjectionRaised{uuid(9), "INCOME", true, {}},
                                         ObjectionDismissed{uuid(9), staff(5)}});
    EXPECT_THAT(broken(with(heard, {taken_down(), enrolled(), aid()})), IsEmpty());
}

TEST(FileOracles, AMeetingOfTwoOrWithAnInvestigatorIsSeen) {
    for (const StaffId third : {staff(22), kVisitorA}) {
        HouseholdEnrolled decided = enrolled();
        decided.meeting.present = {staff(21), staff(22), third};
        EXPECT_THAT(broken(with(until_notice(), {taken_down(), decided, aid()})),
                    ElementsAre("DECIDED_BY_OTHERS"));
    }
}

TEST(FileOracles, I8_AidRecordedTwiceOrReturnedBeforeItCameIsSeen) {
    EXPECT_THAT(broken(with(sound(), {aid()})), ElementsAre("AID_RECORDED_ONCE"));
    EXPECT_THAT(broken(with(on_file(), {aid_back()})), ElementsAre("AID_RECORDED_ONCE"));
}

}  // namespace
}  // namespace haven::registry::spec
