// Projections: an event and the state after it → row changes (design §4). Pure: every column is a
// function of stored events, so a rebuilt table equals the live one.
#pragma once

#include "libs/log/row.hpp"
#include "services/employment/domain/basic_post.hpp"
#include "services/employment/domain/course.hpp"
#include "services/employment/domain/enrolment.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/domain/hire.hpp"
#include "services/employment/domain/intent.hpp"
#include "services/employment/domain/participation.hpp"
#include "services/employment/domain/service_case.hpp"

namespace haven::employment {

void project_fair(const Fair::Event& event, const Fair::State& after,
                  const log::EventContext& context, log::RowSink& sink);
void project_employer(const Employer::Event& event, const Employer::State& after,
                      const log::EventContext& context, log::RowSink& sink);
void project_participation(const Participation::Event& event, const Participation::State& after,
                           const log::EventContext& context, log::RowSink& sink);
void project_vacancy(const Vacancy::Event& event, const Vacancy::State& after,
                     const log::EventContext& context, log::RowSink& sink);
void project_seeker(const Seeker::Event& event, const Seeker::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_intent(const Intent::Event& event, const Intent::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_hire(const Hire::Event& event, const Hire::State& after,
                  const log::EventContext& context, log::RowSink& sink);
void project_service_case(const ServiceCase::Event& event, const ServiceCase::State& after,
                          const log::EventContext& context, log::RowSink& sink);
void project_post_rules(const PostRuling::Event& event, const PostRuling::State& after,
                        const log::EventContext& context, log::RowSink& sink);
void project_allotment(const Allotment::Event& event, const Allotment::State& after,
                       const log::EventContext& context, log::RowSink& sink);
void project_basic_post(const BasicPost::Event& event, const BasicPost::State& after,
                        const log::EventContext& context, log::RowSink& sink);
void project_subsidy_rules(const SubsidyRuling::Event& event, const SubsidyRuling::State& after,
                           const log::EventContext& context, log::RowSink& sink);
void project_course(const Course::Event& event, const Course::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_enrolment(const Enrolment::Event& event, const Enrolment::State& after,
                       const log::EventContext& context, log::RowSink& sink);
void project_family(const FamilyFile::Event& event, const FamilyFile::State& after,
                    const log::EventContext& context, log::RowSink& sink);

}  // namespace haven::employment
