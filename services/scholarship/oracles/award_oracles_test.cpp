// A sound history of pledge and award, and one damage for each oracle, which that oracle and no
// other sees.
#include "services/scholarship/oracles/award_oracles.hpp"

#include <gmock/gmock.h>

#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/testing/rolls.hpp"

namespace haven::scholarship::testing {
namespace {

using spec::id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Funding kPledged{id<FundLineId>(6), id<PledgeId>(7)};
const AwardYearRef kYear{id<AwardId>(101), 2023};
const Date kDay = day("2023-09-20");

AwardApproved approved() {
    return {"R-1/1", union_scheme().scheme, SchemeKind::Charity, 2023, true,
            true,    row(1, kPledged)};
}
AwardPaid paid() {
    return {2023, yuan(5'000), kPledged.pledge, "B-1", kDay, false};
}

class Reader {
  public:
    template <class Codec, class Event>
    Reader& stream(std::uint8_t number, const std::vector<Event>& events) {
        return stream<Codec>(id<AwardId>(number).uuid, events);
    }
    template <class Codec, class Event>
    Reader& stream(const Uuid& stream, const std::vector<Event>& events) {
        for (const Event& event : events) {
            const log::NewEvent stored = Codec::encode(event);
            log::Record record;
            record.federation = FederationNo{1};
            record.offset = ++offset_;
            record.stream_id = stream;
            record.type = stored.type;
            record.payload = stored.payload;
            oracles_.see(record);
        }
        return *this;
    }
    Reader& pledge(const std::vector<Pledge::Event>& events) {
        return stream<PledgeCodec>(7, events);
    }
    Reader& application(const std::vector<Application::Event>& events) {
        return stream<ApplicationCodec>(50, events);
    }
    Reader& scheme(const std::vector<Scheme::Event>& events) {
        return stream<SchemeCodec>(union_scheme().scheme.uuid, events);
    }
    Reader& award(std::uint8_t number, const std::vector<Award::Event>& events) {
        return stream<AwardCodec>(number, events);
    }
    [[nodiscard]] std::vector<std::string> broken() const {
        std::vector<std::string> names;
        for (const audit::Oracle& oracle : oracles_.verdicts()) {
            if (!oracle.holds()) names.push_back(oracle.name);
        }
        return names;
    }
    [[nodiscard]] const AwardOracles& oracles() const { return oracles_; }

  private:
    AwardOracles oracles_;
    std::int64_t offset_ = 0;
};

std::vector<Pledge::Event> sound_pledge() {
    return {PledgeReceived{yuan(10'000), "V-1", kDay, kPledged.fund_line},
            AwardAllotted{kYear, yuan(5'000)},
            AllotmentPaid{kYear, yuan(5'000), "B-1", kDay},
            PledgeGivenBack{yuan(5'000), "V-2"},
            GiftInKindReceived{"SUITCASE", 2, "G-1"},
            GiftHandedOut{"SUITCASE", kYear.award, kDay}};
}
std::vector<Award::Event> sound_award() {
    return {AwardGranted{approved()}, AwardPayable{.year = 2023, .amount = yuan(5'000)}, paid()};
}

TEST(AwardOracles, ASoundHistoryHolds) {
    Reader reader;
    reader.pledge(sound_pledge()).award(101, sound_award());
    EXPECT_THAT(reader.broken(), IsEmpty());
    EXPECT_EQ(reader.oracles().awards_paid().at({id<AwardId>(101).uuid, 2023}), yuan(5'000));
}

TEST(AwardOracles, I28_MoreThanWasReceivedIsSeen) {
    Reader reader;
    auto pledge = sound_pledge();
    pledge.emplace_back(AwardAllotted{{id<AwardId>(102), 2023}, yuan(1)});
    reader.pledge(pledge).award(101, sound_award());
    EXPECT_THAT(reader.broken(), ElementsAre("PLEDGES_CONSERVE"));
}

TEST(AwardOracles, I31_MoreGoodsThanCameInAndASecondPieceToAnAwardAreSeen) {
    Reader twice;
    auto pledge = sound_pledge();
    pledge.emplace_back(GiftHandedOut{"SUITCASE", kYear.award, kDay});
    twice.pledge(pledge).award(101, sound_award());
    EXPECT_THAT(twice.broken(), ElementsAre("GIFTS_CONSERVE"));
    Reader none;
    pledge = sound_pledge();
    pledge.emplace_back(GiftHandedOut{"LAPTOP", kYear.award, kDay});
    none.pledge(pledge).award(101, sound_award());
    EXPECT_THAT(none.broken(), ElementsAre("GIFTS_CONSERVE"));
}

TEST(AwardOracles, I27_TwoAwardsOfAStudentYearAndStageAreSeenAndAReleasedOneIsNone) {
    Reader reader;
    reader.award(101, sound_award()).award(102, {AwardGranted{approved()}});
    EXPECT_THAT(reader.broken(), ElementsAre("ONE_HARDSHIP_AWARD"));
    reader.award(102, {AwardYearReleased{2023, {}, {}}});
    EXPECT_THAT(reader.broken(), IsEmpty());
}

TEST(AwardOracles, I8_ASecondCreditOfAYearAndOneThatNobodyAskedForAreSeen) {
    Reader twice;
    auto award = sound_award();
    award.emplace_back(paid());
    twice.award(101, award);
    EXPECT_THAT(twice.broken(), ElementsAre("AWARD_PAID_ONCE"));
    Reader unasked;
    unasked.award(101, {AwardGranted{approved()}, paid()});
    EXPECT_THAT(unasked.broken(), ElementsAre("AWARD_PAID_ONCE"));
}

// An application that was checked and awarded; `late_decision` as the check wrote it.
std::vector<Application::Event> awarded(const ScholarshipApplied& applied,
                                        const std::string& late_decision = "") {
    return {applied, ApplicationChecked{kChecker, late_decision},
            ApplicationAwarded{id<RollId>(1), id<AwardId>(101)}};
}
std::vector<Scheme::Event> opened() {
    SchemeTerms terms = union_scheme();
    terms.excluded = {ProgrammeKind::Military};
    return {SchemeOpened{terms}};
}
std::vector<std::string> broken_by(const std::vector<Application::Event>& events,
                                   const std::vector<Scheme::Event>& scheme = opened()) {
    Reader reader;
    return reader.application(events).scheme(scheme).broken();
}

TEST(AwardOracles, I29_AnAwardForWhatTheSchemeExcludesIsSeen) {
    EXPECT_THAT(broken_by(awarded(stored(from_file()))), IsEmpty());
    ScholarshipApplied cadet = stored(from_file());
    cadet.programme = ProgrammeKind::Military;
    EXPECT_THAT(broken_by(awarded(cadet)), ElementsAre("AWARDED_WITHIN_SCHEME"));
    auto refused = awarded(stored(from_file()));
    refused.insert(refused.begin() + 2, ApplicationExcluded{ExclusionReason::Late, kChecker});
    EXPECT_THAT(broken_by(refused), ElementsAre("AWARDED_WITHIN_SCHEME"));
    EXPECT_THAT(broken_by(awarded(stored(from_file())), {}), ElementsAre("AWARDED_WITHIN_SCHEME"))
        << "of a scheme that nobody opened";
}

TEST(AwardOracles, I30_AnAwardThatCameLateWithoutADecisionIsSeen) {
    const auto late = stored(from_file(), "2023-09-02");
    EXPECT_THAT(broken_by(awarded(late)), ElementsAre("AWARDED_WITHIN_SCHEME"));
    EXPECT_THAT(broken_by(awarded(late, "D-1")), IsEmpty());
    auto longer = opened();
    longer.emplace_back(WindowExtended{day("2023-09-05"), "D-2"});
    EXPECT_THAT(broken_by(awarded(late), longer), IsEmpty());
}

}  // namespace
}  // namespace haven::scholarship::testing
