// The phases of Application::decide, one file each. Internal to the domain.
#pragma once

#include "services/scholarship/domain/application.hpp"

namespace haven::scholarship::application {

using State = Application::State;
using Events = std::vector<Application::Event>;
using Decision = Result<Events>;

// application_intake.cpp
Decision decide(const State& state, const SubmitScholarshipApplication& command, const Context& by);
Decision decide(const State& state, const RecordSurvey& command, const Context& by);
Decision decide(const State& state, const CheckApplication& command, const Context& by);
Decision decide(const State& state, const NominateStudent& command, const Context& by);
// application_notice.cpp
Decision decide(const State& state, const OpenAwardNotice& command, const Context& by);
Decision decide(const State& state, const CloseAwardNotice& command, const Context& by);
Decision decide(const State& state, const RaiseAwardObjection& command, const Context& by);
Decision decide(const State& state, const ResolveAwardObjection& command, const Context& by);
// application_roll.cpp
Decision decide(const State& state, const EnterRoll& command, const Context& by);
Decision decide(const State& state, const LeaveRoll& command, const Context& by);
Decision decide(const State& state, const MarkAwarded& command, const Context& by);
Decision decide(const State& state, const RejectScholarship& command, const Context& by);
Decision decide(const State& state, const WithdrawScholarship& command, const Context& by);
Decision decide(const State& state, const ReleaseAwarded& command, const Context& by);

// Refusals: APPLICATION_MISSING on an empty stream, else `reason` unless the phase is one of these.
Result<void> check_phase(const State& state, std::initializer_list<ApplicationState> phases,
                         std::string reason);

}  // namespace haven::scholarship::application
