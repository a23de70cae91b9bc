#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/reactions/reactions.hpp"

namespace haven::scholarship {
namespace {

using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

// What is not there has no log to answer in: whoever asked hears it all the same.
constexpr const char* kNoPledge = "PLEDGE_MISSING";
constexpr const char* kNoApplication = "APPLICATION_MISSING";

class Reactor {
  public:
    Reactor(const Aggregates& aggregates, const Record& record)
        : aggregates_(aggregates), record_(record) {}

    Commands on(const Pledge::Event& event) {
        if (const auto* allotted = std::get_if<AwardAllotted>(&event)) {
            award(allotted->award.award, ConfirmFunding{allotted->award.year});
        } else if (const auto* no = std::get_if<AllotmentRefused>(&event)) {
            award(no->award.award, RefuseFunding{no->award.year, no->reason});
        }
        return std::move(commands_);
    }

    Commands on(const Application::Event& event) {
        const ApplicationId id{record_.stream_id};
        if (const auto* rolled = std::get_if<ApplicationRolled>(&event)) {
            roll(rolled->roll, ConfirmRow{id});
        } else if (const auto* no = std::get_if<RollEntryRefused>(&event)) {
            roll(no->roll, StrikeRow{id, no->reason});
        }
        return std::move(commands_);
    }

    Commands on(const AwardRoll::Event& event) {
        const RollId id{record_.stream_id};
        if (const auto* sealed = std::get_if<RowSealed>(&event)) {
            const ApplicationId& row = sealed->row.application;
            application(row, EnterRoll{id, sealed->row.tier, sealed->row.amount});
            or_else(kNoApplication, *aggregates_.roll,
                    AwardRoll::Command{StrikeRow{row, kNoApplication}});
        } else if (const auto* struck = std::get_if<RowStruck>(&event)) {
            application(struck->application, LeaveRoll{id});
        } else if (const auto* approved = std::get_if<AwardApproved>(&event)) {
            application(approved->row.application, MarkAwarded{id, approved->row.award});
            award(approved->row.award, GrantAward{*approved});
        }
        return std::move(commands_);
    }

    Commands on(const Award::Event& event) {
        if (const auto* asked = std::get_if<AwardFundsAsked>(&event)) {
            ask_pledge(*asked);
        } else if (const auto* paid = std::get_if<AwardPaid>(&event)) {
            pledge(paid->pledge,
                   PostAllotmentPaid{year(paid->year), paid->bank_serial, paid->credited_on});
        } else if (const auto* back = std::get_if<AwardPaymentReturned>(&event)) {
            pledge(back->pledge,
                   PostAllotmentReturned{year(back->year), back->return_serial, back->returned_on});
        } else if (const auto* released = std::get_if<AwardYearReleased>(&event)) {
            pledge(released->pledge, ReleaseAllotment{year(released->year)});
            if (!released->application.is_nil()) {
                application(released->application, ReleaseAwarded{this_award()});
            }
        }
        return std::move(commands_);
    }

  private:
    [[nodiscard]] AwardId this_award() const { return {record_.stream_id}; }
    [[nodiscard]] AwardYearRef year(int number) const { return {this_award(), number}; }

    void add(const writer::Aggregate& aggregate, Uuid stream, std::any command) {
        ReactionCommand reaction;
        reaction.aggregate = &aggregate;
        reaction.federation = record_.federation;
        reaction.stream = stream;
        reaction.command = std::move(command);
        commands_.push_back(std::move(reaction));
    }
    void application(const ApplicationId& id, Application::Command command) {
        add(*aggregates_.application, id.uuid, std::move(command));
    }
    void roll(const RollId& id, AwardRoll::Command command) {
        add(*aggregates_.roll, id.uuid, std::move(command));
    }
    void award(const AwardId& id, Award::Command command) {
        add(*aggregates_.award, id.uuid, std::move(command));
    }
    // The union's own money has no pledge to tell.
    void pledge(const PledgeId& id, Pledge::Command command) {
        if (!id.is_nil()) add(*aggregates_.pledge, id.uuid, std::move(command));
    }
    void ask_pledge(const AwardFundsAsked& asked) {
        pledge(asked.pledge, AllotAward{year(asked.year), asked.amount});
        or_else(kNoPledge, *aggregates_.award,
                Award::Command{RefuseFunding{asked.year, kNoPledge}});
    }
    // What this stream is told in place of the last command, where that is refused for `reason`.
    void or_else(const char* reason, const writer::Aggregate& aggregate, std::any command) {
        ReactionCommand other;
        other.aggregate = &aggregate;
        other.federation = record_.federation;
        other.stream = record_.stream_id;
        other.command = std::move(command);
        commands_.back().expected_refusals.emplace_back(reason);
        commands_.back().otherwise.push_back(std::move(other));
    }

    const Aggregates& aggregates_;
    const Record& record_;
    Commands commands_;
};

Commands react(const Aggregates& aggregates, const Record& record) {
    Reactor reactor(aggregates, record);
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto event = PledgeCodec::decode(type, schema, payload)) return reactor.on(*event);
    if (const auto event = ApplicationCodec::decode(type, schema, payload)) {
        return reactor.on(*event);
    }
    if (const auto event = AwardRollCodec::decode(type, schema, payload)) return reactor.on(*event);
    if (const auto event = AwardCodec::decode(type, schema, payload)) return reactor.on(*event);
    return {};
}

}  // namespace

consumer::Subscription own_subscription(const Aggregates& aggregates) {
    return {.source = "scholarship",
            .types = {"AwardAllotted", "AllotmentRefused", "ApplicationRolled", "RollEntryRefused",
                      "RowSealed", "RowStruck", "AwardApproved", "AwardFundsAsked", "AwardPaid",
                      "AwardPaymentReturned", "AwardYearReleased"},
            .react = [&](const Record& record) { return react(aggregates, record); },
            // Our own log holds nothing that we do not know.
            .is_known = [](std::string_view) { return true; },
            .is_critical = [](std::string_view) { return true; }};
}

}  // namespace haven::scholarship
