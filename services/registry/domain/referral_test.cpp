#include "services/registry/domain/referral.hpp"

#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

Referral caller() {
    return {
        .referral = haven::spec::id<HouseholdId>(80).uuid,
        .origin = {ReferralSource::Hotline, FederationNo{1}, haven::spec::id<HouseholdId>(81).uuid},
        .source_no = "12351-1",
        .person = person(1),
        .name = {person(1), "name"},
        .phone = {person(1), "phone"},
        .identified = true,
        .union_node = "610302",
        .signs = {"JOB_LOSS"},
        .heard_on = day("2023-10-09")};
}
const ReferralReceived kDraft{caller(), ReferralState::Draft};

TEST(Referral, OfAKnownPersonIsADraftApplicationAndHeardAgainTheSame) {
    given<ReferralRecord>().when(ReceiveReferral{caller()}).then({kDraft});
    given<ReferralRecord>({kDraft}).when(ReceiveReferral{caller()}).then_nothing();
}

TEST(Referral, OfAnUnknownPersonIsAVisitAndNoFile) {
    Referral unnamed = caller();
    unnamed.identified = false;
    given<ReferralRecord>()
        .when(ReceiveReferral{unnamed})
        .then({ReferralReceived{unnamed, ReferralState::Visit}});
    Referral homeless = caller();
    homeless.union_node.clear();
    given<ReferralRecord>()
        .when(ReceiveReferral{homeless})
        .then({ReferralReceived{homeless, ReferralState::Visit}});
}

// Whoever referred hears of it by the origin.
TEST(Referral, EndsWithTheApplicationOfThatPersonOrWithAReason) {
    const ReferralApplied applied{kHousehold, caller().origin};
    given<ReferralRecord>({kDraft})
        .when(TakeUpReferral{kHousehold, {person(2)}})
        .refused("NO_SUCH_MEMBER");
    given<ReferralRecord>({kDraft})
        .when(TakeUpReferral{kHousehold, {person(2), person(1)}})
        .then({applied});
    given<ReferralRecord>({kDraft, applied})
        .when(SetReferralAside{"NOT_IN_HARDSHIP"})
        .refused("REFERRAL_SETTLED");
    given<ReferralRecord>({kDraft})
        .when(SetReferralAside{"NOT_IN_HARDSHIP"})
        .then({ReferralPutAside{"NOT_IN_HARDSHIP", caller().origin}});
    given<ReferralRecord>({kDraft}).when(SetReferralAside{""}).refused("REASON_MISSING");
    given<ReferralRecord>().when(SetReferralAside{"X"}).refused("REFERRAL_MISSING");
    // Of somebody who gave no ID number, whoever visited says whose application it is.
    Referral unnamed = caller();
    unnamed.identified = false;
    given<ReferralRecord>({ReferralReceived{unnamed, ReferralState::Visit}})
        .when(TakeUpReferral{kHousehold, {person(2)}})
        .then({applied});
}

}  // namespace
}  // namespace haven::registry::spec
