#include "services/scholarship/oracles/award_oracles.hpp"

#include <algorithm>

#include "services/scholarship/codec/codec.hpp"

namespace haven::scholarship {

using audit::Oracle;

void AwardOracles::see(const log::Record& record) {
    const std::string where = "federation " + std::to_string(record.federation.value) +
                              ", offset " + std::to_string(record.offset);
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto event = PledgeCodec::decode(type, schema, payload)) {
        pledge(record, *event, where);
    } else if (const auto of_award = AwardCodec::decode(type, schema, payload)) {
        award(record, *of_award, where);
    } else if (const auto of_scheme = SchemeCodec::decode(type, schema, payload)) {
        scheme(record, *of_scheme);
    } else if (const auto applied = ApplicationCodec::decode(type, schema, payload)) {
        application(record, *applied);
    }
}

void AwardOracles::scheme(const log::Record& record, const Scheme::Event& event) {
    if (const auto* opened = std::get_if<SchemeOpened>(&event)) {
        schemes_[record.stream_id] = opened->terms;
    } else if (const auto* extended = std::get_if<WindowExtended>(&event)) {
        schemes_[record.stream_id].last_day = extended->last_day;
    }
}

void AwardOracles::application(const log::Record& record,
                               const scholarship::Application::Event& event) {
    Application& one = applications_[record.stream_id];
    if (const auto* applied = std::get_if<ScholarshipApplied>(&event)) {
        one.applied = *applied;
    } else if (const auto* checked = std::get_if<ApplicationChecked>(&event)) {
        one.passed = true;
        one.late_decision = checked->late_decision;
    } else if (std::holds_alternative<ApplicationExcluded>(event)) {
        one.passed = false;
    } else if (std::holds_alternative<ApplicationAwarded>(event)) {
        one.awarded = true;
    }
}

bool AwardOracles::within_scheme(const Application& application) const {
    const auto found = schemes_.find(application.applied.scheme.uuid);
    if (found == schemes_.end() || !application.passed) return false;
    const SchemeTerms& terms = found->second;
    const bool late = application.applied.applied_on > terms.last_day;
    return std::ranges::find(terms.excluded, application.applied.programme) ==
               terms.excluded.end() &&
           !(terms.excludes_other_aid && application.applied.other_aid > Money{}) &&
           !(late && application.late_decision.empty());
}

void AwardOracles::pledge(const log::Record& record, const Pledge::Event& event,
                          const std::string& where) {
    Purse& purse = purses_[record.stream_id];
    match(
        event, [](const PledgeMade&) {},
        [&](const PledgeReceived& e) { purse.received += e.amount; }, [](const PledgeDefaulted&) {},
        [&](const PledgeGivenBack& e) { purse.given_back += e.amount; },
        [&](const AwardAllotted& e) { purse.kept += e.amount; }, [](const AllotmentRefused&) {},
        [&](const AllotmentReleased& e) { purse.kept -= e.amount; },
        [&](const AllotmentPaid& e) {
            purse.kept -= e.amount;
            purse.paid += e.amount;
        },
        [&](const AllotmentReturned& e) {
            purse.paid -= e.amount;
            purse.kept += e.amount;
        },
        [&](const GiftInKindReceived& e) {
            purse.goods[e.goods] += e.pieces;
            gifts_.see(e.pieces > 0, where);
        },
        [&](const GiftHandedOut& e) {
            const bool first = purse.gifts.emplace(e.goods, e.award).second;
            gifts_.see(--purse.goods[e.goods] >= 0 && first, where);
        });
    const Money spent = purse.kept + purse.paid + purse.given_back;
    conserve_.see(purse.kept >= Money{} && purse.paid >= Money{} && spent <= purse.received, where);
}

void AwardOracles::award(const log::Record& record, const scholarship::Award::Event& event,
                         const std::string& where) {
    Award& one = awards_[record.stream_id];
    if (const auto* granted = std::get_if<AwardGranted>(&event)) {
        one.approved = granted->approved;
        one.years[granted->approved.year] = granted->approved.row.stage;
    } else if (const auto* proposed = std::get_if<RenewalProposed>(&event)) {
        one.years[proposed->year] = proposed->stage;
    } else if (const auto* released = std::get_if<AwardYearReleased>(&event)) {
        one.years.erase(released->year);
    } else if (const auto* payable = std::get_if<AwardPayable>(&event)) {
        one.asked.insert(payable->year);
    } else if (const auto* paid = std::get_if<AwardPaid>(&event)) {
        Money& standing = paid_[{record.stream_id, paid->year}];
        once_.see(standing == Money{} && one.asked.contains(paid->year), where);
        standing += paid->amount;
    } else if (const auto* back = std::get_if<AwardPaymentReturned>(&event)) {
        Money& standing = paid_[{record.stream_id, back->year}];
        once_.see(standing == back->amount, where);
        standing -= back->amount;
    }
}

std::vector<Oracle> AwardOracles::verdicts() const {
    Oracle one{"ONE_HARDSHIP_AWARD", 0, "students' years"};
    std::map<std::string, int> held;
    for (const auto& [_, award] : awards_) {
        if (!award.approved.counts_as_hardship_aid) continue;
        for (const auto& [year, stage] : award.years) {
            ++held[hardship_claim(award.approved.row.student, year, stage)];
        }
    }
    for (const auto& [key, count] : held) {
        one.see(count <= 1, "claim " + key + " is held by " + std::to_string(count) + " awards");
    }
    Oracle within{"AWARDED_WITHIN_SCHEME", 0, "applications"};
    for (const auto& [id, application] : applications_) {
        if (application.awarded) {
            within.see(within_scheme(application), "application " + id.to_string());
        }
    }
    return {conserve_, gifts_, one, once_, within};
}

}  // namespace haven::scholarship
