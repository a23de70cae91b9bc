#include "services/scholarship/aggregates.hpp"

#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/projection/projection.hpp"

namespace haven::scholarship {

using writer::make_aggregate;

Aggregates::Aggregates()
    : scheme(make_aggregate<Scheme, SchemeCodec>("scheme", project_scheme)),
      pledge(make_aggregate<Pledge, PledgeCodec>("pledge", project_pledge)),
      application(
          make_aggregate<Application, ApplicationCodec>("application", project_application)),
      family(make_aggregate<FamilyFile, FamilyFileCodec>("family", project_family)),
      roll(make_aggregate<AwardRoll, AwardRollCodec>("roll", project_roll)),
      award(make_aggregate<Award, AwardCodec>("award", project_award)),
      all{scheme.get(), pledge.get(), application.get(), family.get(), roll.get(), award.get()} {}

}  // namespace haven::scholarship
