#include "services/registry/codec/codec.hpp"
#include "services/registry/projection/projection.hpp"
#include "services/registry/testing/households.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::registry {

// Rules are data of the office, judged when they come in: three sets of them are enough here.
// Found by argument-dependent look-up, so it stands in the domain's namespace.
inline void carry(fuzz::Tape& tape, Rules& rules) {
    std::uint8_t which = 0;
    tape.octet(which);
    static const Rules kUsual = registry::spec::rules();
    rules = which % 8 == 1 ? Rules{} : kUsual;
    if (which % 8 == 2) rules.lines.clear();
}

// An empty cipher is an absent field, which names nobody.
inline void carry(fuzz::Tape& tape, Sealed& sealed) {
    carry(tape, sealed.person.uuid);
    carry(tape, sealed.cipher);
    if (sealed.cipher.empty()) sealed.person = {};
}

namespace {

struct Subject : fuzz::AnySubject<Household> {
    static constexpr std::array<std::string_view, 18> kWords = {"",
                                                                "610302-0001",
                                                                "610302",
                                                                "91610300MA00000078",
                                                                "cipher",
                                                                "row",
                                                                "enrolment",
                                                                "WB-2020-03",
                                                                "OWN_APPLICATION",
                                                                "2020-1",
                                                                "PILOT-2018",
                                                                "e1",
                                                                "S1",
                                                                "S2",
                                                                "CLOSED",
                                                                "0014",
                                                                "2021-11",
                                                                "INHERITED_SHARE"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<Household, registry::Codec<Household>>(
            "household", project_household);
        return *made;
    }
    static void holds(const State& state) {
        HAVEN_CHECK(state.aid_paid >= Money{});
        for (const auto& [_, credit] : state.credits) HAVEN_CHECK(credit.amount >= Money{});
        HAVEN_CHECK(!state.suspended() || state.on_file());
        HAVEN_CHECK(!state.exit || state.on_file());
        HAVEN_CHECK(state.phase != HouseholdState::Closed || state.closed_on.is_set());
    }
    // Who comes twice has been there twice; what disbursement reports carries an id derived from
    // its record, by which the log knows it again.
    static bool settles(const Command& command) {
        return !std::holds_alternative<RecordHomeVisit>(command) &&
               !std::holds_alternative<RecordFollowUp>(command) &&
               !std::holds_alternative<RecordAid>(command) &&
               !std::holds_alternative<RecordAidReturn>(command) &&
               !std::holds_alternative<RecordAidHold>(command);
    }
    static bool in_range(Money amount) { return amount >= Money{} && amount <= kMaxAmount; }
    // What disbursement reports was paid by a plan of ours, and the importer reads amounts as
    // people write them.
    static bool may_send(const State& state, const Command& command) {
        if (state.aid_paid > kMaxAmount * 1000) return false;
        if (const auto* paid = std::get_if<RecordAid>(&command)) {
            return in_range(paid->aid.amount) && paid->aid.credited_on.is_set();
        }
        if (const auto* back = std::get_if<RecordAidReturn>(&command)) {
            const auto credit = state.credits.find(back->aid.entitlement_id);
            return credit != state.credits.end() && back->aid.returned_on.is_set() &&
                   in_range(back->aid.amount) && back->aid.amount <= credit->second.amount;
        }
        if (const auto* old = std::get_if<ImportHousehold>(&command)) {
            return in_range(old->file.income) && in_range(old->file.rigid);
        }
        return true;
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, Codec<Household>>;
using Step = fuzz::Step<Household>;
using Story = std::vector<Step>;

Meeting held(std::string_view on) {
    using haven::spec::staff;
    return {"WB-2020-03", registry::spec::day(on), {staff(13), staff(14), staff(15)}};
}

OpenNotice notice(std::initializer_list<std::string_view> days) {
    OpenNotice open{
        .row = {registry::spec::person(1), "row"}, .place = "610302-0001", .working_days = {}};
    for (const std::string_view day : days) open.working_days.push_back(registry::spec::day(day));
    return open;
}

Story until_enrolled() {
    using haven::spec::staff;
    const std::vector<StaffId> visitors = {staff(11), staff(12)};
    return {
        {.command = SubmitApplication{registry::spec::application(), registry::spec::rules()}},
        {.days = 2,
         .command =
             RecordHomeVisit{VisitKind::Investigate, visitors, {}, VisitFinding::AsDeclared}},
        {.command = RequestMeansCheck{registry::spec::uuid(7)}},
        {.actor = 0, .days = 7, .command = RecordMeansCheckResult{registry::spec::returned()}},
        {.command = AssessHousehold{.waivers = {}, .rules = registry::spec::rules()}},
        {.command = notice({"2020-03-12", "2020-03-13", "2020-03-16", "2020-03-17", "2020-03-18"})},
        {.timer = true},
        {.days = 1,
         .command = DecideAtMeeting{held("2020-03-20"), false, "", registry::spec::rules()}}};
}

}  // namespace
}  // namespace haven::registry

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace registry;
    using haven::spec::staff;
    Story aided = until_enrolled();
    aided.push_back(
        {.command = AdoptHelpPlan{2020, {registry::spec::living(7200)}, registry::spec::rules()}});
    aided.push_back({.actor = 0,
                     .days = 30,
                     .command = RecordAid{{"e1", 1, registry::spec::person(1), AidItem::Living, "",
                                           registry::spec::yuan(3600), 2020,
                                           registry::spec::day("2020-04-19"), "S1"}}});
    aided.push_back(
        {.actor = 0,
         .command = RecordAidReturn{{"e1", 1, registry::spec::yuan(3600),
                                     registry::spec::day("2020-04-19"), "S1", "CLOSED"}}});
    aided.push_back({.timer = true});
    aided.push_back({.timer = true});
    Story ended = until_enrolled();
    ended.push_back(
        {.command = ProposeExit{ExitKind::Resolved, "OWN_APPLICATION", registry::spec::rules()}});
    ended.push_back({.command = notice(
                         {"2020-03-23", "2020-03-24", "2020-03-25", "2020-03-26", "2020-03-27"})});
    ended.push_back({.timer = true});
    ended.push_back(
        {.days = 1,
         .command = DecideAtMeeting{held("2020-03-29"), false, "", registry::spec::rules()}});
    ended.push_back({.timer = true});
    ended.push_back(
        {.command = RecordFollowUp{3, {staff(11), staff(12)}, VisitFinding::AsDeclared}});
    Story incomplete{
        {.command = SubmitApplication{registry::spec::application(), registry::spec::rules()}},
        {.command = ReturnApplication{{DocumentKind::Application}, {}, registry::spec::rules()}},
        {.command =
             CompleteApplication{
                 {{DocumentKind::Application, {registry::spec::person(1), "cipher"}}}, {}}},
        {.command = WithdrawApplication{}}};
    return {Fuzz().tell(aided), Fuzz().tell(ended), Fuzz().tell(incomplete)};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::registry::Fuzz::run_once(data, size);
}
