// Projections: an event and the state after it → row changes (design §4). Pure: every column is a
// function of stored events, so a rebuilt table equals the live one.
#pragma once

#include "libs/log/row.hpp"
#include "services/disbursement/domain/aid_file.hpp"
#include "services/disbursement/domain/cash_advance.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/domain/fund_line.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/domain/subjects.hpp"

namespace haven::disbursement {

void project_fund_line(const FundLine::Event& event, const FundLine::State& after,
                       const log::EventContext& context, log::RowSink& sink);
void project_entitlement(const Entitlement::Event& event, const Entitlement::State& after,
                         const log::EventContext& context, log::RowSink& sink);
void project_batch(const PaymentBatch::Event& event, const PaymentBatch::State& after,
                   const log::EventContext& context, log::RowSink& sink);
void project_cash_advance(const CashAdvance::Event& event, const CashAdvance::State& after,
                          const log::EventContext& context, log::RowSink& sink);
void project_subjects(const SubjectRuling::Event& event, const SubjectRuling::State& after,
                      const log::EventContext& context, log::RowSink& sink);

}  // namespace haven::disbursement
