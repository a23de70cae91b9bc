// Projections: an event and the state after it → row changes (design §4). Pure: every column is a
// function of stored events, so a rebuilt table equals the live one.
#pragma once

#include "libs/log/row.hpp"
#include "services/scholarship/domain/application.hpp"
#include "services/scholarship/domain/award.hpp"
#include "services/scholarship/domain/award_roll.hpp"
#include "services/scholarship/domain/family_file.hpp"
#include "services/scholarship/domain/pledge.hpp"
#include "services/scholarship/domain/scheme.hpp"

namespace haven::scholarship {

void project_scheme(const Scheme::Event& event, const Scheme::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_pledge(const Pledge::Event& event, const Pledge::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_application(const Application::Event& event, const Application::State& after,
                         const log::EventContext& context, log::RowSink& sink);
void project_family(const FamilyFile::Event& event, const FamilyFile::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_roll(const AwardRoll::Event& event, const AwardRoll::State& after,
                  const log::EventContext& context, log::RowSink& sink);
void project_award(const Award::Event& event, const Award::State& after,
                   const log::EventContext& context, log::RowSink& sink);

}  // namespace haven::scholarship
