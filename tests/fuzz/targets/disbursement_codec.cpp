#include "services/disbursement/codec/codec.hpp"
#include "tests/fuzz/event_fuzz.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char i = 0; i < 16; ++i) {
        for (char codec = 0; codec < 6; ++codec) all.push_back({codec, i, 1, 2, 3, 4, 5, 6});
    }
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::disbursement;
    using haven::fuzz::check_codec;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t codec = 0;
    tape.octet(codec);
    switch (codec % 6) {
        case 0:
            check_codec<FundLine::Event, FundLineCodec>(tape);
            break;
        case 1:
            check_codec<AidFile::Event, AidFileCodec>(tape);
            break;
        case 2:
            check_codec<Entitlement::Event, EntitlementCodec>(tape);
            break;
        case 3:
            check_codec<PaymentBatch::Event, PaymentBatchCodec>(tape);
            break;
        case 4:
            check_codec<CashAdvance::Event, CashAdvanceCodec>(tape);
            break;
        default:
            check_codec<SubjectRuling::Event, SubjectRulingCodec>(tape);
            break;
    }
    return 0;
}
