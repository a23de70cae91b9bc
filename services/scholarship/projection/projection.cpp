#include "services/scholarship/projection/projection.hpp"

#include "libs/log/cells.hpp"
#include "services/scholarship/projection/tables.hpp"

namespace haven::scholarship {
namespace {

using log::Bytes;
using log::EventContext;
using log::fen;
using log::number;
using log::optional_date;
using log::optional_id;
using log::RowSink;
using log::Value;

// A movement of a pledge in money, with the award that it is for: a line of the sponsor's
// statement.
struct Entry {
    std::string kind = {};
    Money amount = {};
    std::string reference = {};
    AwardYearRef award = {};
    Date happened_on = {};
};

Entry entry_of(const Pledge::Event& event) {
    return match(
        event, [](const PledgeMade&) { return Entry{}; },
        [](const PledgeReceived& e) {
            return Entry{"RECEIVED", e.amount, e.voucher_no, {}, e.received_on};
        },
        [](const PledgeDefaulted& e) { return Entry{"DEFAULTED", e.missing, e.reason, {}, {}}; },
        [](const PledgeGivenBack& e) {
            return Entry{"GIVEN_BACK", e.amount, e.voucher_no, {}, {}};
        },
        [](const AwardAllotted& e) { return Entry{"ALLOTTED", e.amount, "", e.award, {}}; },
        [](const AllotmentRefused& e) {
            return Entry{"ALLOTMENT_REFUSED", e.amount, e.reason, e.award, {}};
        },
        [](const AllotmentReleased& e) { return Entry{"RELEASED", e.amount, "", e.award, {}}; },
        [](const AllotmentPaid& e) {
            return Entry{"PAID", e.amount, e.bank_serial, e.award, e.credited_on};
        },
        [](const AllotmentReturned& e) {
            return Entry{"PAYMENT_RETURNED", e.amount, e.return_serial, e.award, e.returned_on};
        },
        [](const GiftInKindReceived&) { return Entry{}; },
        [](const GiftHandedOut&) { return Entry{}; });
}

// The same in goods.
void put_goods(const Pledge::State& after, const std::string& goods, int pieces, const char* kind,
               const std::string& receipt, const AwardId& award, const EventContext& context,
               RowSink& sink) {
    const Pledge::Goods& now = after.goods.at(goods);
    sink.put(kPledgeGoodsTable,
             {context.stream_id, goods, number(now.received), number(now.handed_out)});
    sink.put(kPledgeGoodsEntryTable, {context.stream_id, context.offset, context.business_date,
                                      kind, goods, number(pieces), receipt, optional_id(award)});
}

void put_row(const AwardRoll::State& state, const RollId& roll, const ApplicationId& application,
             RowSink& sink) {
    const AwardRoll::Row& row = state.rows.at(application);
    sink.put(kRollRowTable,
             {roll.uuid, application.uuid, number(row.position), row.row.award.uuid,
              row.row.student.uuid, row.row.tier, fen(row.row.amount), number(row.state)});
}

void put_year(const Award::State& state, const AwardId& award, int year, RowSink& sink) {
    const Award::Year& of = state.years.at(year);
    sink.put(kAwardYearTable,
             {award.uuid, number(year), number(of.state), fen(state.approved.row.amount),
              optional_id(of.funding.fund_line), optional_id(of.funding.pledge), of.unfunded,
              of.bank_serial, optional_date(of.credited_on), of.return_serial,
              optional_date(of.returned_on), of.to_recover});
}

// The year that an event is about; 0: the award as a whole.
int year_of(const Award::Event& event) {
    return match(
        event, [](const AwardGranted& e) { return e.approved.year; },
        [](const AwardFundsAsked& e) { return e.year; },
        [](const AwardFunded& e) { return e.year; }, [](const AwardUnfunded& e) { return e.year; },
        [](const FundingChanged& e) { return e.year; },
        [](const AwardPayable& e) { return e.year; }, [](const AwardPaid& e) { return e.year; },
        [](const AwardPaymentReturned& e) { return e.year; },
        [](const RenewalProposed& e) { return e.year; },
        [](const AwardRenewed& e) { return e.year; }, [](const AwardDeferred&) { return 0; },
        [](const YearRepeated& e) { return e.year; }, [](const AwardRevoked&) { return 0; },
        [](const AwardStopAsked& e) { return e.year; },
        [](const AwardYearReleased& e) { return e.year; },
        [](const AwardPayeeProposed&) { return 0; }, [](const AwardPayeeChanged&) { return 0; });
}

}  // namespace

void project_scheme(const Scheme::Event& event, const Scheme::State& after,
                    const EventContext& context, RowSink& sink) {
    const SchemeTerms& terms = *after.terms;
    const auto* end = std::get_if<SchemeClosed>(&event);
    sink.put(kSchemeTable,
             {context.stream_id, terms.code, number(terms.kind), number(terms.year), terms.sponsor,
              terms.counts_as_hardship_aid, terms.first_day, terms.last_day, number(terms.places),
              number(terms.per_family), after.window_closed, after.closed,
              number(end ? end->awards : 0), fen(end ? end->total : Money{})});
    if (!std::holds_alternative<SchemeOpened>(event)) return;
    for (const AwardTier& tier : terms.tiers) {
        sink.put(kSchemeTierTable, {context.stream_id, tier.code, fen(tier.amount),
                                    number(tier.for_whom), tier.entrants_only});
    }
}

void project_pledge(const Pledge::Event& event, const Pledge::State& after,
                    const EventContext& context, RowSink& sink) {
    const PledgeMade& pledge = after.pledge;
    sink.put(kPledgeTable,
             {context.stream_id, pledge.code, pledge.sponsor, optional_id(pledge.scheme),
              optional_id(pledge.fund_line), fen(pledge.promised), fen(after.received),
              fen(after.allotted), fen(after.paid), fen(after.given_back), fen(after.balance()),
              after.defaulted});
    if (const auto* in = std::get_if<GiftInKindReceived>(&event)) {
        put_goods(after, in->goods, in->pieces, "GIFT_RECEIVED", in->receipt_no, {}, context, sink);
    } else if (const auto* out = std::get_if<GiftHandedOut>(&event)) {
        put_goods(after, out->goods, 1, "GIFT_HANDED_OUT", "", out->award, context, sink);
    }
    Entry entry = entry_of(event);
    if (entry.kind.empty()) return;
    sink.put(kPledgeEntryTable,
             {context.stream_id, context.offset, context.business_date, std::move(entry.kind),
              fen(entry.amount), std::move(entry.reference), optional_id(entry.award.award),
              number(entry.award.year), optional_date(entry.happened_on)});
}

void project_application(const Application::Event& event, const Application::State& after,
                         const EventContext& context, RowSink& sink) {
    const ScholarshipApplied& applied = after.applied;
    const auto* excluded = std::get_if<ApplicationExcluded>(&event);
    const StudentNominated nomination = after.nomination.value_or(StudentNominated{});
    sink.put(kApplicationTable, {context.stream_id,
                                 applied.scheme.uuid,
                                 number(applied.kind),
                                 number(applied.year),
                                 applied.student.uuid,
                                 applied.parent.uuid,
                                 optional_id(applied.file.household),
                                 number(applied.file.federation.value),
                                 applied.union_node,
                                 number(applied.stage),
                                 number(after.phase),
                                 number(excluded ? excluded->reason : ExclusionReason::Unset),
                                 nomination.tier,
                                 fen(nomination.amount),
                                 optional_date(after.notice ? after.notice->last_day : Date{}),
                                 number(after.open_objections.size()),
                                 optional_id(after.roll),
                                 optional_id(after.award),
                                 applied.applied_on,
                                 number(applied.intake.value),
                                 applied.sponsor_may_know});
}

void project_family(const FamilyFile::Event&, const FamilyFile::State& after,
                    const EventContext& context, RowSink& sink) {
    sink.put(kFamilyTable, {context.stream_id, optional_id(after.family.head),
                            number(after.family.members.size()), after.open});
}

void project_roll(const AwardRoll::Event& event, const AwardRoll::State& after,
                  const EventContext& context, RowSink& sink) {
    const RollId id{context.stream_id};
    const auto row = [&](const ApplicationId& application) {
        put_row(after, id, application, sink);
    };
    match(
        event, [](const RollSealed&) {}, [&](const RowSealed& e) { row(e.row.application); },
        [&](const RowConfirmed& e) { row(e.application); },
        [&](const RowStruck& e) { row(e.application); }, [](const RollApproved&) {},
        [](const AwardApproved&) {}, [](const CeremonyHeld&) {});
    const RollSealed& roll = after.roll;
    sink.put(kRollTable, {id.uuid, roll.roll_no, roll.scheme.uuid, number(roll.kind),
                          number(roll.year), number(roll.row_count), fen(roll.total),
                          Bytes{std::string(roll.hash.begin(), roll.hash.end())}, roll.maker.uuid,
                          optional_id(after.approver), number(after.ceremonies.size())});
}

void project_award(const Award::Event& event, const Award::State& after,
                   const EventContext& context, RowSink& sink) {
    const AwardId id{context.stream_id};
    const AwardApproved& approved = after.approved;
    if (const int year = year_of(event); year != 0) put_year(after, id, year, sink);
    sink.put(kAwardTable, {id.uuid, approved.award_no, approved.scheme.uuid, number(approved.kind),
                           approved.counts_as_hardship_aid, approved.row.student.uuid,
                           approved.row.application.uuid, number(approved.row.stage),
                           number(after.graduates), number(after.deferred_until), after.revoked});
}

}  // namespace haven::scholarship
