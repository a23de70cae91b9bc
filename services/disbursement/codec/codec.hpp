// Codecs: plain events of the domain ↔ messages of disbursement_events.proto. One struct per
// aggregate, as make_aggregate() wants it. Pure; thread-safe. Bytes of our own log that cannot be
// read abort: own history must be readable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "libs/log/log.hpp"
#include "services/disbursement/domain/aid_file.hpp"
#include "services/disbursement/domain/cash_advance.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/domain/fund_line.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/domain/subjects.hpp"

namespace haven::disbursement {

struct FundLineCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const FundLine::Event& event);
    static std::optional<FundLine::Event> decode(std::string_view type, int schema_version,
                                                 std::string_view payload);
};
struct AidFileCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const AidFile::Event& event);
    static std::optional<AidFile::Event> decode(std::string_view type, int schema_version,
                                                std::string_view payload);
};
struct EntitlementCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Entitlement::Event& event);
    static std::optional<Entitlement::Event> decode(std::string_view type, int schema_version,
                                                    std::string_view payload);
};
struct PaymentBatchCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const PaymentBatch::Event& event);
    static std::optional<PaymentBatch::Event> decode(std::string_view type, int schema_version,
                                                     std::string_view payload);
};
struct CashAdvanceCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const CashAdvance::Event& event);
    static std::optional<CashAdvance::Event> decode(std::string_view type, int schema_version,
                                                    std::string_view payload);
};
struct SubjectRulingCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const SubjectRuling::Event& event);
    static std::optional<SubjectRuling::Event> decode(std::string_view type, int schema_version,
                                                      std::string_view payload);
};

}  // namespace haven::disbursement
