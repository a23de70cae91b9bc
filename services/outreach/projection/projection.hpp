// Projections: an event and the state after it → row changes (design §4). Pure: every column is a
// function of stored events, so a rebuilt table equals the live one.
#pragma once

#include "libs/log/row.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/family_file.hpp"
#include "services/outreach/domain/goods_stock.hpp"
#include "services/outreach/domain/hotline_ticket.hpp"
#include "services/outreach/domain/publicity_activity.hpp"
#include "services/outreach/domain/training_class.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

void project_campaign(const Campaign::Event& event, const Campaign::State& after,
                      const log::EventContext& context, log::RowSink& sink);
void project_group(const VisitGroup::Event& event, const VisitGroup::State& after,
                   const log::EventContext& context, log::RowSink& sink);
void project_stock(const GoodsStock::Event& event, const GoodsStock::State& after,
                   const log::EventContext& context, log::RowSink& sink);
void project_activity(const PublicityActivity::Event& event, const PublicityActivity::State& after,
                      const log::EventContext& context, log::RowSink& sink);
void project_class(const TrainingClass::Event& event, const TrainingClass::State& after,
                   const log::EventContext& context, log::RowSink& sink);
void project_ticket_rules(const TicketRules::Event& event, const TicketRules::State& after,
                          const log::EventContext& context, log::RowSink& sink);
void project_ticket(const HotlineTicket::Event& event, const HotlineTicket::State& after,
                    const log::EventContext& context, log::RowSink& sink);
void project_family(const FamilyFile::Event& event, const FamilyFile::State& after,
                    const log::EventContext& context, log::RowSink& sink);

}  // namespace haven::outreach
