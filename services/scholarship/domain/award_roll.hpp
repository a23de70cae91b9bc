// AwardRoll (助学名册): the nominated students of one scheme on one list, which its maker seals and
// somebody else approves: neither the maker nor anybody who surveyed, checked or nominated a
// student on it (docs/rules.md R56). A sealed row never changes; one that may no longer stand is
// struck. The approver signs the hash of what stands.
#pragma once

#include <array>
#include <map>

#include "services/scholarship/domain/checks.hpp"
#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

using RollHash = std::array<std::uint8_t, 32>;

// What one roll may hold; a longer list is two rolls.
inline constexpr std::size_t kMaxRollRows = 1'000;

// One student, as the application and the read side have it; it lies in the roll's federation.
struct RollRow {
    ApplicationId application = {};
    AwardId award = {};
    PersonId student = {};
    StudyStage stage = StudyStage::Unset;
    std::string tier = {};
    Money amount = {};
    Payee payee = {};
    Funding funding = {};
    int graduates = 0;  // the year in which the stage ends
    bool sponsor_may_know = false;
    StaffId surveyor = {};
    StaffId checker = {};
    StaffId nominator = {};
    PersonId parent = {};  // who applied

    bool operator==(const RollRow&) const = default;
};

// The stored facts.
struct RollSealed {
    std::string roll_no = {};
    SchemeId scheme = {};
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    bool counts_as_hardship_aid = false;
    bool renewable = false;
    int row_count = 0;
    Money total = {};
    RollHash hash = {};
    StaffId maker = {};
    bool operator==(const RollSealed&) const = default;
};
struct RowSealed {
    RollRow row = {};
    bool operator==(const RowSealed&) const = default;
};
// The application has said yes.
struct RowConfirmed {
    ApplicationId application = {};
    bool operator==(const RowConfirmed&) const = default;
};
struct RowStruck {
    ApplicationId application = {};
    std::string reason = {};
    int row_count = 0;
    Money total = {};
    RollHash hash = {};
    bool operator==(const RowStruck&) const = default;
};
struct RollApproved {
    StaffId approver = {};
    std::string minutes_no = {};
    RollHash hash = {};
    bool operator==(const RollApproved&) const = default;
};
// One row of an approved roll: what the award and its application hear.
struct AwardApproved {
    std::string award_no = {};  // roll and position; names nobody
    SchemeId scheme = {};
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    bool counts_as_hardship_aid = false;
    bool renewable = false;
    RollRow row = {};
    bool operator==(const AwardApproved&) const = default;
};
struct CeremonyHeld {
    Date held_on = {};
    std::string place = {};
    int present = 0;  // students
    bool operator==(const CeremonyHeld&) const = default;
};

// `roll` without count, total, hash and maker.
struct SealRoll {
    RollSealed roll = {};
    std::vector<RollRow> rows = {};
};
struct ConfirmRow {
    ApplicationId application = {};
};
struct StrikeRow {
    ApplicationId application = {};
    std::string reason = {};
};
struct ApproveRoll {
    std::string minutes_no = {};
    RollHash hash = {};
};
struct RecordCeremony {
    Date held_on = {};
    std::string place = {};
    int present = 0;
};

struct AwardRoll {
    enum class RowState { Sealed, Confirmed, Struck };
    struct Row {
        RollRow row;
        RowState state = RowState::Sealed;
        int position = 0;  // 1 … n, as sealed
    };
    struct State {
        bool sealed = false;
        RollSealed roll;  // with count, total and hash of what stands
        std::vector<ApplicationId> order;
        std::map<ApplicationId, Row> rows;
        StaffId approver;
        std::vector<Date> ceremonies;
    };
    using Command = std::variant<SealRoll, ConfirmRow, StrikeRow, ApproveRoll, RecordCeremony>;
    using Event = std::variant<RollSealed, RowSealed, RowConfirmed, RowStruck, RollApproved,
                               AwardApproved, CeremonyHeld>;

    // Reasons: see README.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A number names one roll of the whole suite: claim "roll/<number>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<AwardRoll> && HasEffects<AwardRoll>);

// SHA-256 over the rows that stand, in order: what the approver signs.
RollHash hash_of(const std::string& roll_no, const std::vector<const RollRow*>& rows);

}  // namespace haven::scholarship
