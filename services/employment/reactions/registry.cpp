#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/family/told.hpp"
#include "services/employment/codec/values.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/reactions/reactions.hpp"

namespace haven::employment {
namespace {

FamilyNoted noted(const family::FamilyTold& file) {
    return {HouseholdId{file.household}, file.members, static_cast<FileRound>(file.round)};
}

std::vector<consumer::ReactionCommand> react(const Aggregates& aggregates,
                                             const log::Record& record) {
    if (record.type != "HardshipResolved") {
        return family::heard<FamilyFile>(*aggregates.family, record, noted);
    }
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

}  // namespace

consumer::Subscription registry_subscription(const Aggregates& aggregates) {
    std::vector<std::string> types = family::file_events();
    types.emplace_back("HardshipResolved");
    return consumer::told_by("registry", *reg::HouseholdEnrolled::descriptor()->file(),
                             std::move(types),
                             [&](const log::Record& record) { return react(aggregates, record); });
}

}  // namespace haven::employment
