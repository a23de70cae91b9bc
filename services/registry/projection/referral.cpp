#include "services/registry/projection/projection.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/registry/projection/values.hpp"

namespace haven::registry {

void project_referral(const ReferralRecord::Event&, const ReferralRecord::State& after,
                      const log::EventContext& context, log::RowSink& rows) {
    const Referral& referral = *after.referral;
    rows.put(tables::kReferral,
             {context.stream_id, number(referral.origin.source), referral.source_no,
              cell(referral.person.uuid), cell(referral.name), cell(referral.phone),
              referral.union_node, list_text(referral.signs), cell(referral.heard_on),
              number(after.phase), cell(after.household.uuid), after.reason});
}

}  // namespace haven::registry
