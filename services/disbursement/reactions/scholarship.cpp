#include <algorithm>

#include "haven/scholarship/v1/scholarship_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/log/record.hpp"
#include "services/disbursement/codec/values.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

namespace sch = haven::scholarship::v1;
using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

constexpr const char* kProgramme = "SCHOLARSHIP";
constexpr const char* kStopped = "AWARD_STOPPED";

// Records of before the count are of the first time.
template <class Message>
int which(const Message& message) {
    return std::max(message.asked(), 1);
}

Commands to_entitlement(const Aggregates& aggregates, const Record& record,
                        const EntitlementId& entitlement, Entitlement::Command command) {
    return {{.aggregate = aggregates.entitlement.get(),
             .federation = record.federation,
             .stream = entitlement.uuid,
             .command = std::move(command)}};
}

// The whole award of a year at once, from the day on which it was asked for.
Commands on_payable(const Aggregates& aggregates, const WorkingCalendar& calendar,
                    const Record& record) {
    const auto payable = parsed<sch::AwardPayable>(record.payload);
    const AwardRef award{AwardId{record.stream_id}, payable.year()};
    const Date due = log::decode_meta(record.meta).business_date;
    const Money amount = Money::fen(payable.amount_fen());
    EntitlementGranted grant{.entitlement = entitlement_id(award, which(payable)),
                             .household = {},
                             .file_federation = record.federation,
                             .measure_id = payable.award_no(),
                             .year = payable.year(),
                             .item = AidItem::Schooling,
                             .programme = kProgramme,
                             .person = id_of<PersonId>(payable.student_id()),
                             .fund_line = id_of<FundLineId>(payable.fund_line_id()),
                             .annual = amount,
                             .instalments = {{1, due, calendar.on_or_before(due), amount}},
                             .payee = read_payee(payable.payee()),
                             .review_valid_until = {},
                             .file_tier = FileTier::Unset,
                             .hardship_class = 0,
                             .cap = {},
                             .file_round = FileRound::Unset,
                             .award = award};
    const EntitlementId id = grant.entitlement;
    return to_entitlement(aggregates, record, id, GrantEntitlement{std::move(grant)});
}

Commands react(const Aggregates& aggregates, const WorkingCalendar& calendar,
               const Record& record) {
    const AwardId award{record.stream_id};
    if (record.type == "AwardPayable") return on_payable(aggregates, calendar, record);
    if (record.type == "AwardStopAsked") {
        const auto stop = parsed<sch::AwardStopAsked>(record.payload);
        return to_entitlement(aggregates, record,
                              entitlement_id(AwardRef{award, stop.year()}, which(stop)),
                              StopEntitlement{kStopped});
    }
    if (record.type == "AwardPayeeChanged") {
        const auto changed = parsed<sch::AwardPayeeChanged>(record.payload);
        Commands commands;
        for (const auto& open : changed.open_years()) {
            auto more = to_entitlement(aggregates, record,
                                       entitlement_id(AwardRef{award, open.year()}, which(open)),
                                       ChangeEntitlementPayee{read_payee(changed.payee())});
            commands.push_back(std::move(more.front()));
        }
        return commands;
    }
    return {};
}

}  // namespace

EntitlementId entitlement_id(const AwardRef& award, int asked) {
    return EntitlementId{crypto::derive_uuid(
        award.award.uuid,
        "award-year|" + std::to_string(award.year) + '|' + std::to_string(asked))};
}

consumer::Subscription scholarship_subscription(const Aggregates& aggregates,
                                                const WorkingCalendar& calendar) {
    return consumer::told_by(
        "scholarship", *sch::AwardPayable::descriptor()->file(),
        {"AwardPayable", "AwardStopAsked", "AwardPayeeChanged"},
        [&](const Record& record) { return react(aggregates, calendar, record); });
}

}  // namespace haven::disbursement
