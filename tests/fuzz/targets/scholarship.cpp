#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::scholarship {
namespace {

// The aggregates of scholarship differ in name, codec and projection.
template <class D_, class Codec, auto project, const char* name>
struct Subject : fuzz::AnySubject<D_> {
    static constexpr std::array<std::string_view, 6> kWords = {
        "", "xuanyuan-2023", "R-2023-1", "SPONSOR_DISSOLVED", "610304-0001", "V-1"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<D_, Codec>(name, project);
        return *made;
    }
};

// received = paid + allotted + balance + given back, and none of them below zero (I28).
struct PledgeSubject : fuzz::AnySubject<Pledge> {
    static constexpr std::array<std::string_view, 4> kWords = {"", "V-1", "S-1", "suitcase"};

    static const writer::Aggregate& aggregate() {
        static const auto made =
            writer::make_aggregate<Pledge, PledgeCodec>("pledge", project_pledge);
        return *made;
    }
    // What was refused for want of money may be asked for again.
    static bool settles(const Command& command) {
        return !std::holds_alternative<AllotAward>(command);
    }
    static void holds(const State& state) {
        HAVEN_CHECK(state.balance() >= Money{} && state.allotted >= Money{});
        HAVEN_CHECK(state.paid >= Money{} && state.given_back >= Money{});
    }
};

constexpr char kScheme[] = "scheme";
constexpr char kApplication[] = "application";
constexpr char kFamily[] = "family";
constexpr char kRoll[] = "roll";
constexpr char kAward[] = "award";

template <class D, class Codec, auto project, const char* name>
void run(fuzz::Tape& tape) {
    fuzz::AggregateFuzz<Subject<D, Codec, project, name>, Codec>().run(tape);
}

}  // namespace
}  // namespace haven::scholarship

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char which = 0; which < 6; ++which) all.push_back({which, 1, 0, 1, 1, 1, 1, 1, 1, 0});
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::scholarship;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t which = 0;
    tape.octet(which);
    switch (which % 6) {
        case 0:
            run<Scheme, SchemeCodec, project_scheme, kScheme>(tape);
            break;
        case 1:
            haven::fuzz::AggregateFuzz<PledgeSubject, PledgeCodec>().run(tape);
            break;
        case 2:
            run<Application, ApplicationCodec, project_application, kApplication>(tape);
            break;
        case 3:
            run<FamilyFile, FamilyFileCodec, project_family, kFamily>(tape);
            break;
        case 4:
            run<AwardRoll, AwardRollCodec, project_roll, kRoll>(tape);
            break;
        default:
            run<Award, AwardCodec, project_award, kAward>(tape);
            break;
    }
    return 0;
}
