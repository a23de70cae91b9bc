#include "tests/fuzz/targets/disbursement.hpp"

namespace haven::disbursement {

// A whole set is longer than other lists of the domain.
static void carry(fuzz::Tape& tape, AccountSubjects& set) {
    auto count = static_cast<std::uint8_t>(set.subjects.size());
    tape.octet(count);
    set.subjects.resize(count % (kBookAccounts + 2));
    for (AccountSubject& subject : set.subjects) fuzz::carry(tape, subject);
    fuzz::carry(tape, set.code);
    fuzz::carry(tape, set.effective_from);
    fuzz::carry(tape, set.source);
}

namespace {

struct Subject : fuzz::AnySubject<SubjectRuling> {
    static constexpr std::array<std::string_view, 5> kWords = {"", "KM-2024", "102", "502.01",
                                                               "银行存款"};

    static const writer::Aggregate& aggregate() {
        static const auto made =
            writer::make_aggregate<SubjectRuling, SubjectRulingCodec>("subjects", project_subjects);
        return *made;
    }
    // Each account has its subject, in the order of the accounts.
    static void holds(const State& state) {
        if (!state.subjects) return;
        const auto& rows = state.subjects->subjects;
        HAVEN_CHECK(std::ssize(rows) == kBookAccounts);
        for (int i = 1; i <= kBookAccounts; ++i) {
            const AccountSubject& row = state.subjects->of(static_cast<BookAccount>(i));
            HAVEN_CHECK(&row == &rows.at(static_cast<std::size_t>(i) - 1));
            HAVEN_CHECK(!row.code.empty() && !row.name.empty());
        }
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, SubjectRulingCodec>;

AccountSubjects subjects() {
    AccountSubjects set{"KM-2024", Date::of(2020, 3, 2), {}, "KM-2024"};
    for (int i = kBookAccounts; i > 0; --i) {
        set.subjects.push_back({static_cast<BookAccount>(i), "502.01", "银行存款"});
    }
    return set;
}

}  // namespace
}  // namespace haven::disbursement

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace disbursement;
    return {Fuzz().tell({{.command = SetSubjects{subjects()}}}),
            Fuzz().tell({{.command = SetSubjects{subjects()}},
                         {.days = 7, .command = SetSubjects{subjects()}}})};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::disbursement::Fuzz::run_once(data, size);
}
