#include "services/disbursement/oracles/county_payments.hpp"

#include "services/disbursement/codec/codec.hpp"

namespace haven::disbursement {

void CountyPayments::see(const log::Record& record) {
    const auto event = EntitlementCodec::decode(record.type, record.schema_version, record.payload);
    if (!event) return;
    if (const auto* paid = std::get_if<ReliefPaid>(&*event)) {
        paid_[record.federation] += paid->amount;
    } else if (const auto* back = std::get_if<PaymentReturned>(&*event)) {
        paid_[record.federation] -= back->amount;
    }
}

}  // namespace haven::disbursement
