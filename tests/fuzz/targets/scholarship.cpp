#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::scholarship {
namespace {

constexpr std::array<std::string_view, 6> kWords = {
    "", "xuanyuan-2023", "R-2023-1", "SPONSOR_DISSOLVED", "610304-0001", "V-1"};
constexpr std::array<std::string_view, 4> kPledgeWords = {"", "V-1", "S-1", "suitcase"};

template <class D, class Codec, auto project, fuzz::Name name>
using Subject = fuzz::NamedSubject<D, Codec, project, name, kWords>;

// received = paid + allotted + balance + given back, and none of them below zero (I28).
struct PledgeSubject
    : fuzz::NamedSubject<Pledge, PledgeCodec, project_pledge, "pledge", kPledgeWords> {
    // What was refused for want of money may be asked for again.
    static bool settles(const Command& command) {
        return !std::holds_alternative<AllotAward>(command);
    }
    static void holds(const State& state) {
        HAVEN_CHECK(state.balance() >= Money{} && state.allotted >= Money{});
        HAVEN_CHECK(state.paid >= Money{} && state.given_back >= Money{});
    }
};

using All = fuzz::OneOf<Subject<Scheme, SchemeCodec, project_scheme, "scheme">, PledgeSubject,
                        Subject<Application, ApplicationCodec, project_application, "application">,
                        Subject<FamilyFile, FamilyFileCodec, project_family, "family">,
                        Subject<AwardRoll, AwardRollCodec, project_roll, "roll">,
                        Subject<Award, AwardCodec, project_award, "award">>;

}  // namespace
}  // namespace haven::scholarship

namespace haven::fuzz {

std::vector<std::string> stories() {
    return scholarship::All::stories();
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::scholarship::All::run_once(data, size);
}
