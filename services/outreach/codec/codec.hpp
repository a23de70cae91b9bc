// Codecs: plain events of the domain ↔ messages of outreach_events.proto. One struct per aggregate,
// as make_aggregate() wants it. Pure; thread-safe. Bytes of our own log that cannot be read abort:
// own history must be readable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "libs/log/log.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/family_file.hpp"
#include "services/outreach/domain/goods_stock.hpp"
#include "services/outreach/domain/hotline_ticket.hpp"
#include "services/outreach/domain/publicity_activity.hpp"
#include "services/outreach/domain/training_class.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

struct CampaignCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Campaign::Event& event);
    static std::optional<Campaign::Event> decode(std::string_view type, int schema_version,
                                                 std::string_view payload);
};
struct GoodsStockCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const GoodsStock::Event& event);
    static std::optional<GoodsStock::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
};
struct VisitGroupCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const VisitGroup::Event& event);
    static std::optional<VisitGroup::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
};
struct PublicityActivityCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const PublicityActivity::Event& event);
    static std::optional<PublicityActivity::Event> decode(std::string_view type, int schema_version,
                                                          std::string_view payload);
};
struct TrainingClassCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const TrainingClass::Event& event);
    static std::optional<TrainingClass::Event> decode(std::string_view type, int schema_version,
                                                      std::string_view payload);
};
struct FamilyFileCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const FamilyFile::Event& event);
    static std::optional<FamilyFile::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
};
struct TicketRulesCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const TicketRules::Event& event);
    static std::optional<TicketRules::Event> decode(std::string_view type, int schema_version,
                                                    std::string_view payload);
};
struct HotlineTicketCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const HotlineTicket::Event& event);
    static std::optional<HotlineTicket::Event> decode(std::string_view type, int schema_version,
                                                      std::string_view payload);
};

}  // namespace haven::outreach
