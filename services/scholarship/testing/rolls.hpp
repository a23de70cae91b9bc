// A roll with the Zhaos and the Qians on it, and how far it has come.
#pragma once

#include "services/scholarship/domain/award_roll.hpp"
#include "services/scholarship/testing/applications.hpp"

namespace haven::scholarship::testing {

using RollEvents = std::vector<AwardRoll::Event>;

inline const StaffId kMaker = spec::staff(20);
inline const StaffId kApprover = spec::staff(21);

inline RollRow row(std::uint8_t number, Funding funding = {spec::id<FundLineId>(5), {}}) {
    return {.application = spec::id<ApplicationId>(number),
            .award = spec::id<AwardId>(number),
            .student = spec::id<PersonId>(number),
            .stage = StudyStage::Undergraduate,
            .tier = "HIGHER-FILED",
            .amount = yuan(5'000),
            .payee = account_of(spec::id<PersonId>(number)),
            .funding = funding,
            .graduates = 2027,
            .surveyor = kSurveyor,
            .checker = kChecker,
            .nominator = kNominator};
}
inline SealRoll seal_roll(std::vector<RollRow> rows = {row(1), row(2)}) {
    return {{.roll_no = "610304-2023-1",
             .scheme = union_scheme().scheme,
             .kind = SchemeKind::UnionHardship,
             .year = 2023,
             .counts_as_hardship_aid = true,
             .renewable = true},
            std::move(rows)};
}
inline RollEvents sealed_roll() {
    return spec::given<AwardRoll>().by(kMaker).when(seal_roll()).events();
}
inline RollEvents confirmed_roll() {
    return with(sealed_roll(), {RowConfirmed{spec::id<ApplicationId>(1)},
                                RowConfirmed{spec::id<ApplicationId>(2)}});
}
inline RollHash hash_after(const RollEvents& events) {
    return spec::given<AwardRoll>(events).state().roll.hash;
}

}  // namespace haven::scholarship::testing
