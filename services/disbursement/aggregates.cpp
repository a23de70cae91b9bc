#include "services/disbursement/aggregates.hpp"

#include "services/disbursement/codec/codec.hpp"
#include "services/disbursement/projection/projection.hpp"

namespace haven::disbursement {

using writer::make_aggregate;

Aggregates::Aggregates()
    : fund_line(make_aggregate<FundLine, FundLineCodec>("fund_line", project_fund_line)),
      // Has no table: nobody asks for what is only carried on to the entitlements (ADR 9).
      aid_file(make_aggregate<AidFile, AidFileCodec>(
          "aid_file", [](const AidFile::Event&, const AidFile::State&, const log::EventContext&,
                         log::RowSink&) {})),
      entitlement(
          make_aggregate<Entitlement, EntitlementCodec>("entitlement", project_entitlement)),
      batch(make_aggregate<PaymentBatch, PaymentBatchCodec>("batch", project_batch)),
      cash_advance(
          make_aggregate<CashAdvance, CashAdvanceCodec>("cash_advance", project_cash_advance)),
      subjects(make_aggregate<SubjectRuling, SubjectRulingCodec>("subjects", project_subjects)),
      all{fund_line.get(), aid_file.get(),     entitlement.get(),
          batch.get(),     cash_advance.get(), subjects.get()} {}

}  // namespace haven::disbursement
