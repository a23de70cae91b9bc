#include "services/registry/codec/codec.hpp"
#include "services/registry/codec/values.hpp"
#include "tests/fuzz/event_fuzz.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::registry {
namespace {

// An enterprise, a line and a rule set name a day wherever there is one: the Api saw to that.
template <class Event>
bool is_sound(const Event& event) {
    return std::visit(
        [](const auto& e) {
            const auto read = [](const auto& value) {
                return from_proto(to_proto(value)).has_value();
            };
            if constexpr (requires { e.enterprise; }) return read(e.enterprise);
            if constexpr (requires { e.line; }) return read(e.line);
            if constexpr (requires { e.rule_set; }) return read(e.rule_set);
            return true;
        },
        event);
}

}  // namespace
}  // namespace haven::registry

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char i = 0; i < 41; ++i) all.push_back({0, i, 1, 2, 3, 4, 5, 6});
    for (char codec = 1; codec < 6; ++codec) all.push_back({codec, 0, 1, 2, 3, 4, 5, 6});
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::registry;
    using haven::fuzz::check_codec;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t codec = 0;
    tape.octet(codec);
    const auto check = [&]<class D>(D*) {
        check_codec<typename D::Event, Codec<D>>(tape, is_sound);
    };
    switch (codec % 6) {
        case 0:
            check(static_cast<Household*>(nullptr));
            break;
        case 1:
            check(static_cast<UnionNodeRecord*>(nullptr));
            break;
        case 2:
            check(static_cast<StaffRecord*>(nullptr));
            break;
        case 3:
            check(static_cast<EnterpriseRecord*>(nullptr));
            break;
        case 4:
            check(static_cast<DibaoLineRecord*>(nullptr));
            break;
        default:
            check(static_cast<RuleSetRecord*>(nullptr));
            break;
    }
    return 0;
}
