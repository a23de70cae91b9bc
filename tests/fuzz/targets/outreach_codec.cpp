#include "services/outreach/codec/codec.hpp"
#include "tests/fuzz/event_fuzz.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char i = 0; i < 18; ++i) {
        for (char codec = 0; codec < 7; ++codec) all.push_back({codec, i, 1, 2, 3, 4, 5, 6});
    }
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::outreach;
    using haven::fuzz::check_codec;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t codec = 0;
    tape.octet(codec);
    switch (codec % 7) {
        case 0:
            check_codec<Campaign::Event, CampaignCodec>(tape);
            break;
        case 1:
            check_codec<VisitGroup::Event, VisitGroupCodec>(tape);
            break;
        case 2:
            check_codec<GoodsStock::Event, GoodsStockCodec>(tape);
            break;
        case 3:
            check_codec<PublicityActivity::Event, PublicityActivityCodec>(tape);
            break;
        case 4:
            check_codec<TrainingClass::Event, TrainingClassCodec>(tape);
            break;
        case 5:
            check_codec<TicketRules::Event, TicketRulesCodec>(tape);
            break;
        default:
            check_codec<HotlineTicket::Event, HotlineTicketCodec>(tape);
            break;
    }
    return 0;
}
