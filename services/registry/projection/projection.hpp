// Projections of the registry: event and state after it → row changes. Pure.
#pragma once

#include "libs/log/row.hpp"
#include "services/registry/domain/directory.hpp"
#include "services/registry/domain/erasure.hpp"
#include "services/registry/domain/household.hpp"
#include "services/registry/domain/referral.hpp"

namespace haven::registry {

void project_household(const HouseholdEvent& event, const Household::State& after,
                       const log::EventContext& context, log::RowSink& rows);
void project_union_node(const UnionNodeRecord::Event& event, const UnionNodeRecord::State& after,
                        const log::EventContext& context, log::RowSink& rows);
void project_staff(const StaffRecord::Event& event, const StaffRecord::State& after,
                   const log::EventContext& context, log::RowSink& rows);
void project_enterprise(const EnterpriseRecord::Event& event, const EnterpriseRecord::State& after,
                        const log::EventContext& context, log::RowSink& rows);
void project_dibao_line(const DibaoLineRecord::Event& event, const DibaoLineRecord::State& after,
                        const log::EventContext& context, log::RowSink& rows);
void project_rule_set(const RuleSetRecord::Event& event, const RuleSetRecord::State& after,
                      const log::EventContext& context, log::RowSink& rows);
// No row shows it: what the person's key sealed says so itself when it is opened.
void project_person(const PersonRecord::Event& event, const PersonRecord::State& after,
                    const log::EventContext& context, log::RowSink& rows);
void project_referral(const ReferralRecord::Event& event, const ReferralRecord::State& after,
                      const log::EventContext& context, log::RowSink& rows);

// What is to be done at a file now; an empty task: nothing.
struct Task {
    std::string name = {};
    Date due = {};
};
Task task_of(const Household::State& state);

}  // namespace haven::registry
