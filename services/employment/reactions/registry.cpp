#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/family/told.hpp"
#include "services/employment/codec/values.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/domain/service_case.hpp"
#include "services/employment/reactions/reactions.hpp"

namespace haven::employment {
namespace {

using consumer::ReactionCommand;

FamilyNoted noted(const family::FamilyTold& file) {
    return {HouseholdId{file.household}, file.members, static_cast<FileRound>(file.round)};
}

// Of a referral, whose stream the record is of; only a case's is answered.
std::vector<ReactionCommand> answered(const Aggregates& aggregates, const log::Record& record,
                                      const reg::ReferralOrigin& origin, ReferralResult result) {
    if (origin.source() != reg::REFERRAL_SOURCE_CASE) return {};
    return {{.aggregate = aggregates.service_case.get(),
             .federation = federation_of(origin.from_federation()),
             .stream = uuid_of(origin.source_id()),
             .command = ServiceCase::Command{NoteReferral{ReferralId{record.stream_id}, result}}}};
}

ReferralResult result_of(const reg::ReferralPutAside& e) {
    return e.reason() == "DECLINED" ? ReferralResult::Declined : ReferralResult::TurnedDown;
}

std::vector<ReactionCommand> left_by_work(const Aggregates& aggregates, const log::Record& record) {
    const auto resolved = parsed<reg::HardshipResolved>(record.payload);
    if (!resolved.has_job()) return {};  // it ended for another reason than work
    const auto& job = resolved.job();
    return {{.aggregate = aggregates.family.get(),
             .federation = record.federation,
             .stream = record.stream_id,
             .command = FamilyFile::Command{
                 NoteLeavingByWork{{.hire = id_of<HireId>(job.hire_id()),
                                    .person = id_of<PersonId>(job.person_id()),
                                    .monthly_wage = Money::fen(job.monthly_wage_fen()),
                                    .resolved_on = date_of(resolved.resolved_on())}}}}};
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const log::Record& record) {
    if (record.type == "HardshipResolved") return left_by_work(aggregates, record);
    if (record.type == "ReferralApplied") {
        const auto e = parsed<reg::ReferralApplied>(record.payload);
        return answered(aggregates, record, e.origin(), ReferralResult::TakenUp);
    }
    if (record.type == "ReferralPutAside") {
        const auto e = parsed<reg::ReferralPutAside>(record.payload);
        return answered(aggregates, record, e.origin(), result_of(e));
    }
    return family::heard<FamilyFile>(*aggregates.family, record, noted);
}

}  // namespace

consumer::Subscription registry_subscription(const Aggregates& aggregates) {
    std::vector<std::string> types = family::file_events();
    types.insert(types.end(), {"HardshipResolved", "ReferralApplied", "ReferralPutAside"});
    return consumer::told_by("registry", *reg::HouseholdEnrolled::descriptor()->file(),
                             std::move(types),
                             [&](const log::Record& record) { return react(aggregates, record); });
}

}  // namespace haven::employment
