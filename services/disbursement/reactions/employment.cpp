#include "haven/employment/v1/employment_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/crypto/ids.hpp"
#include "services/disbursement/codec/values.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

namespace emp = haven::employment::v1;
using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

constexpr const char* kProgramme = "COURSES";

// An enrolment's stream is in the federation whose fund line pays, and so is its entitlement.
Commands to_entitlement(const Aggregates& aggregates, const Record& record,
                        Entitlement::Command command) {
    return {{.aggregate = aggregates.entitlement.get(),
             .federation = record.federation,
             .stream = entitlement_id(EnrolmentId{record.stream_id}).uuid,
             .command = std::move(command)}};
}

// The whole subsidy at once, from the day on which it was approved.
Commands on_approved(const Aggregates& aggregates, const WorkingCalendar& calendar,
                     const Record& record) {
    const auto approved = parsed<emp::SubsidyApproved>(record.payload);
    const EnrolmentId enrolment{record.stream_id};
    const Date due = date_of(approved.approved_on());
    const Money amount = Money::fen(approved.amount_fen());
    return to_entitlement(
        aggregates, record,
        GrantEntitlement{{.entitlement = entitlement_id(enrolment),
                          .household = {},
                          .file_federation = record.federation,
                          .measure_id = approved.code(),
                          .year = due.year(),
                          .item = AidItem::Training,
                          .programme = kProgramme,
                          .person = id_of<PersonId>(approved.person_id()),
                          .fund_line = id_of<FundLineId>(approved.fund_line_id()),
                          .annual = amount,
                          .instalments = {{1, due, calendar.on_or_before(due), amount}},
                          .payee = read_payee(approved.payee()),
                          .review_valid_until = {},
                          .file_tier = FileTier::Unset,
                          .hardship_class = 0,
                          .cap = {},
                          .file_round = FileRound::Unset,
                          .award = {},
                          .enrolment = enrolment}});
}

Commands react(const Aggregates& aggregates, const WorkingCalendar& calendar,
               const Record& record) {
    if (record.type == "SubsidyApproved") return on_approved(aggregates, calendar, record);
    if (record.type == "SubsidyPayeeChanged") {
        const auto changed = parsed<emp::SubsidyPayeeChanged>(record.payload);
        return to_entitlement(aggregates, record,
                              ChangeEntitlementPayee{read_payee(changed.payee())});
    }
    return {};
}

}  // namespace

EntitlementId entitlement_id(const EnrolmentId& enrolment) {
    return EntitlementId{crypto::derive_uuid(enrolment.uuid, "course-subsidy")};
}

consumer::Subscription employment_subscription(const Aggregates& aggregates,
                                               const WorkingCalendar& calendar) {
    return consumer::told_by("employment", *emp::SubsidyApproved::descriptor()->file(),
                             {"SubsidyApproved", "SubsidyPayeeChanged"}, [&](const Record& record) {
                                 return react(aggregates, calendar, record);
                             });
}

}  // namespace haven::disbursement
