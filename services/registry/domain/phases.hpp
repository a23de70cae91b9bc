// The phases of Household::decide, one file each. Internal to the domain.
#pragma once

#include <initializer_list>
#include <string_view>

#include "libs/base/code_word.hpp"
#include "services/registry/domain/classification.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry::phases {

using State = Household::State;
using Decision = Result<std::vector<HouseholdEvent>>;

// application.cpp
Decision decide(const State& state, const SubmitApplication& command, const Context& by);
Decision decide(const State& state, const ReturnApplication& command, const Context& by);
Decision decide(const State& state, const CompleteApplication& command, const Context& by);
Decision decide(const State& state, const WithdrawApplication& command, const Context& by);
Decision decide(const State& state, const LapseApplication& command, const Context& by);
Decision decide(const State& state, const RejectApplication& command, const Context& by);
Decision decide(const State& state, const RecordHomeVisit& command, const Context& by);
// assessment.cpp
Decision decide(const State& state, const RequestMeansCheck& command, const Context& by);
Decision decide(const State& state, const RecordMeansCheckResult& command, const Context& by);
Decision decide(const State& state, const AssessHousehold& command, const Context& by);
// notice.cpp
Decision decide(const State& state, const OpenNotice& command, const Context& by);
Decision decide(const State& state, const CloseNotice& command, const Context& by);
Decision decide(const State& state, const RaiseObjection& command, const Context& by);
Decision decide(const State& state, const ResolveObjection& command, const Context& by);
// enrolment.cpp
Decision decide(const State& state, const BindMeetingList& command, const Context& by);
Decision decide(const State& state, const DecideAtMeeting& command, const Context& by);
// plan.cpp
Decision decide(const State& state, const AdoptHelpPlan& command, const Context& by);
Decision decide(const State& state, const EnrolInProgramme& command, const Context& by);
// review.cpp
Decision decide(const State& state, const RemindReview& command, const Context& by);
Decision decide(const State& state, const CompleteReview& command, const Context& by);
Decision decide(const State& state, const SuspendAid& command, const Context& by);
Decision decide(const State& state, const ResumeAid& command, const Context& by);
// income.cpp
Decision decide(const State& state, const NoteRetainedJob& command, const Context& by);
Decision decide(const State& state, const NoteJobEnded& command, const Context& by);
// exit.cpp
Decision decide(const State& state, const ProposeExit& command, const Context& by);
Decision decide(const State& state, const CancelFile& command, const Context& by);
Decision decide(const State& state, const RemindFollowUp& command, const Context& by);
Decision decide(const State& state, const RecordFollowUp& command, const Context& by);
Decision decide(const State& state, const ReopenFile& command, const Context& by);
// records.cpp
Decision decide(const State& state, const ChangePayeeAccount& command, const Context& by);
Decision decide(const State& state, const ConfirmPayeeAccount& command, const Context& by);
Decision decide(const State& state, const ImportHousehold& command, const Context& by);
Decision decide(const State& state, const RecordAid& command, const Context& by);
Decision decide(const State& state, const RecordAidReturn& command, const Context& by);
Decision decide(const State& state, const RecordAidHold& command, const Context& by);

// Shared by several phases.
// Refusal: FILE_NOT_FOUND on an empty stream.
Result<void> known_file(const State& state);
// Refusal: FILE_NOT_FOUND on an empty stream, else `reason`.
std::unexpected<Error> wrong_state(const State& state, std::string reason, std::string message);
// Two different, known members of staff. Refusal: TWO_PEOPLE_NEEDED.
Result<void> two_people(const std::vector<StaffId>& people, std::string_view field);
// Errors: NO_RULE_SET_IN_FORCE, NO_DIBAO_LINE_IN_FORCE.
Result<RuleSet> rules_on(const Rules& rules, Date on);
Result<DibaoLine> line_on(const Rules& rules, Date on);
// Minutes, day, enough present, no investigator among them or as recorder. Gives the rule set in
// force on the day of the meeting: the decision's date is the meeting's, not the recording's.
Result<RuleSet> check_meeting(const State& state, const Meeting& meeting, const Rules& rules,
                              const Context& by);
Result<void> check_waivers(const std::vector<Waiver>& waivers);
// Refusal: TIER_NOT_PASSED.
Result<void> check_tier(FileTier tier, const RuleSet& rules);
// 0 … 10^11 fen: sums of what passes cannot overflow. Error: INVALID_AMOUNT.
Result<void> check_amounts(std::initializer_list<Money> amounts, std::string_view field);
// The check that is there, complete, answered by that day and not too old. Errors:
// MEANS_CHECK_MISSING, MEANS_CHECK_EXPIRED.
Result<Date> usable_check(const State& state, const RuleSet& rules, Date on);
HouseholdFacts facts_of(const State& state, const MeansFigures& figures);
// The plan of a year. Errors: see README, "Help plan".
Result<HelpPlanAdopted> make_plan(const State& state, std::int32_t year,
                                  const std::vector<PlannedMeasure>& planned, const Rules& rules,
                                  const Context& by);
// The k-th anniversary as the last day of a review year.
Date review_end(const State& state, Date after);

}  // namespace haven::registry::phases
