#include "services/scholarship/oracles/award_oracles.hpp"

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
    }
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
    return {conserve_, gifts_, one, once_};
}

}  // namespace haven::scholarship
