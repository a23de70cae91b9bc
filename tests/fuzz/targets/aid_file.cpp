#include "tests/fuzz/targets/disbursement.hpp"

namespace haven::disbursement {
namespace {

struct Subject : fuzz::AnySubject<AidFile> {
    static constexpr std::array<std::string_view, 5> kWords = {"", "cipher", "0014", "FILE_CLOSED",
                                                               "FILE_CANCELLED"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<AidFile, AidFileCodec>(
            "aid_file", [](const AidFile::Event&, const AidFile::State&, const log::EventContext&,
                           log::RowSink&) {});
        return *made;
    }
    // Each entitlement hangs on the file once.
    static void holds(const State& state) {
        auto refs = state.entitlements;
        std::ranges::sort(refs);
        HAVEN_CHECK(std::ranges::adjacent_find(refs) == refs.end());
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, AidFileCodec>;

}  // namespace
}  // namespace haven::disbursement

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace disbursement;
    Payee other = known_payee();
    other.account_cipher = "other";
    const NotePlan plan{small_id<HouseholdId>(2),
                        2020,
                        {{small_id<EntitlementId>(3), FederationNo{1}}},
                        known_payee(),
                        Date::of(2021, 3, 25)};
    return {Fuzz().tell({{.command = plan},
                         {.command = NoteSuspension{}},
                         {.command = NoteResumption{}},
                         {.command = NotePayee{other, small_id<StaffId>(1), small_id<StaffId>(2)}},
                         {.command = NoteReview{Date::of(2022, 3, 25)}},
                         {.command = NoteClosing{"FILE_CLOSED"}},
                         {.command = NoteReopening{Date::of(2022, 3, 25)}}})};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::disbursement::Fuzz::run_once(data, size);
}
