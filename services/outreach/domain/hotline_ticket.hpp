// HotlineTicket (12351 工单): a call, the last day to answer it, and what the caller says of the
// answer (docs/rules.md R74 to R76). One stream is one federation's part of it: a ticket that goes
// to another federation goes on there in a stream of its own, with its clock. Who calls stands as
// ciphertext about a pseudonym; no rule reads it.
#pragma once

#include <optional>

#include "services/outreach/domain/time_limits.hpp"

namespace haven::outreach {

using TicketId = Id<struct TicketTag>;

enum class TicketType { Unset, Inquiry, Aid, Complaint, LegalAid, Suggestion };
enum class TicketState { Unset, Open, Replied, PassedOn, Closed };
enum class Satisfaction { Unset, Satisfied, MostlySatisfied, Unsatisfied, NotReached };
enum class ReferralOutcome { Unset, Draft, Visit };
enum class TicketEnd { Unset, Satisfied, NotReached, Anonymous, Dismissed };

// The ticket and its clock, as they go from office to office.
struct TicketSheet {
    std::string ticket_no = {};
    TicketType type = TicketType::Unset;
    TicketClass ticket_class = TicketClass::Unset;
    std::string subject = {};  // a word: WAGE_ARREARS
    Sealed name = {};          // person nil: an anonymous call
    Sealed phone = {};         // empty cipher: nobody to call back
    bool identified = false;   // by ID number
    StaffId logger = {};
    Date logged_on = {};
    TimeLimits limits = {};  // of the day of the call
    std::string union_node = {};
    UnionLevel level = UnionLevel::Unset;
    int round = 1;
    Date started_on = {};  // of the round
    Date due_on = {};      // last day to reply
    bool escalated = false;
    int transfers = 0;

    [[nodiscard]] bool anonymous() const { return name.person.is_nil(); }
    // Somebody can be called back.
    [[nodiscard]] bool has_phone() const { return !phone.cipher.empty(); }
    bool operator==(const TicketSheet&) const = default;
};

// The stored facts.
struct TicketLogged {
    TicketSheet sheet = {};
    bool operator==(const TicketLogged&) const = default;
};
struct TicketAssigned {
    std::string union_node = {};
    UnionLevel level = UnionLevel::Unset;
    std::string reason = {};
    bool operator==(const TicketAssigned&) const = default;
};
struct TicketTransferred {
    FederationNo to = {};
    TicketId to_ticket = {};
    std::string reason = {};
    TicketSheet sheet = {};  // with the office there
    bool operator==(const TicketTransferred&) const = default;
};
struct TicketReceived {
    FederationNo from = {};
    TicketSheet sheet = {};
    bool operator==(const TicketReceived&) const = default;
};
struct TicketReclassified {
    TicketClass ticket_class = TicketClass::Unset;
    Date due_on = {};
    std::string reason = {};
    bool operator==(const TicketReclassified&) const = default;
};
struct TicketEscalated {
    UnionLevel level = UnionLevel::Unset;  // that knows now
    Date due_on = {};
    bool operator==(const TicketEscalated&) const = default;
};
struct TicketReplied {
    std::string reply_no = {};
    std::string outcome = {};
    ReferralOutcome referral = ReferralOutcome::Unset;  // what the caller was told of it
    StaffId replier = {};
    Date replied_on = {};
    bool operator==(const TicketReplied&) const = default;
};
struct CallBackMade {
    Satisfaction satisfaction = Satisfaction::Unset;
    StaffId staff = {};
    Date called_on = {};
    bool operator==(const CallBackMade&) const = default;
};
struct TicketReopened {
    int round = 0;
    Date due_on = {};
    bool operator==(const TicketReopened&) const = default;
};
// Signs of hardship: the registry hears of a person, not of a file.
struct CallerReferred {
    ReferralId referral = {};
    std::string ticket_no = {};
    Sealed name = {};
    Sealed phone = {};
    bool identified = false;
    FederationNo to = {};
    std::string union_node = {};
    std::vector<HardshipSign> signs = {};
    Date heard_on = {};
    bool operator==(const CallerReferred&) const = default;
};
struct ReferralAnswered {
    ReferralId referral = {};
    ReferralOutcome outcome = ReferralOutcome::Unset;
    bool operator==(const ReferralAnswered&) const = default;
};
struct TicketClosed {
    TicketEnd end = TicketEnd::Unset;
    std::string reason = {};  // of a dismissal
    Date closed_on = {};
    bool operator==(const TicketClosed&) const = default;
};

// `working_days`: the next ones after the day from which the limit is counted, in order.
struct LogTicket {
    TicketSheet sheet = {};  // without its clock
    std::optional<TimeLimits> limits = {};
    std::vector<Date> working_days = {};
};
struct AssignTicket {
    std::string union_node = {};
    UnionLevel level = UnionLevel::Unset;
    std::string reason = {};
};
struct TransferTicket {
    FederationNo to = {};
    TicketId to_ticket = {};
    std::string union_node = {};
    UnionLevel level = UnionLevel::Unset;
    std::string reason = {};
};
// What another federation's TicketTransferred becomes here.
struct ReceiveTicket {
    FederationNo from = {};
    TicketSheet sheet = {};
};
struct ReclassifyTicket {
    TicketClass ticket_class = TicketClass::Unset;
    std::string reason = {};
    std::vector<Date> working_days = {};  // after the day on which the round began
};
struct EscalateTicket {};
struct ReplyTicket {
    std::string reply_no = {};
    std::string outcome = {};
};
struct RecordCallBack {
    Satisfaction satisfaction = Satisfaction::Unset;
    std::vector<Date> working_days = {};  // after today, for the round that may begin
};
struct ReferCaller {
    ReferralId referral = {};
    FederationNo to = {};  // 0: the ticket's own
    std::string union_node = {};
    std::vector<HardshipSign> signs = {};
};
// What the registry answers.
struct NoteReferral {
    ReferralId referral = {};
    ReferralOutcome outcome = ReferralOutcome::Unset;
};
struct CloseTicket {};
struct DismissTicket {
    std::string reason = {};
};

struct HotlineTicket {
    struct State {
        TicketState phase = TicketState::Unset;
        TicketSheet sheet;
        int escalations = 0;
        std::optional<TicketReplied> reply;  // the last one
        std::optional<CallBackMade> call_back;
        int not_reached = 0;  // days, since the reply
        std::optional<CallerReferred> referral;
        ReferralOutcome outcome = ReferralOutcome::Unset;
        bool told = false;  // the caller knows what became of the referral
        TicketEnd end = TicketEnd::Unset;
    };
    using Command = std::variant<LogTicket, AssignTicket, TransferTicket, ReceiveTicket,
                                 ReclassifyTicket, EscalateTicket, ReplyTicket, RecordCallBack,
                                 ReferCaller, NoteReferral, CloseTicket, DismissTicket>;
    using Event = std::variant<TicketLogged, TicketAssigned, TicketTransferred, TicketReceived,
                               TicketReclassified, TicketEscalated, TicketReplied, CallBackMade,
                               TicketReopened, CallerReferred, ReferralAnswered, TicketClosed>;

    // Reasons: TICKET_EXISTS, TICKET_MISSING, TICKET_NOT_OPEN, TICKET_NOT_REPLIED, TICKET_CLOSED,
    // NO_TIME_LIMITS_IN_FORCE, WORKING_DAYS_MISSING, DEADLINE_PASSED, TRANSFERRED_TOO_OFTEN,
    // ALREADY_REFERRED, REFERRAL_UNANSWERED, REFERRAL_UNTOLD, NOBODY_TO_CALL, CALLED_BACK,
    // CALLED_TODAY, CALL_BACK_MISSING, SAME_PERSON; INVALID_KIND, INVALID_CALLER, INVALID_SIGNS,
    // INVALID_FEDERATION, INVALID_WORD, REASON_MISSING, INVALID_LEVEL, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "ticket/<number>", for ever, of the federation that logged it. Timer "deadline": the
    // day after the last day to reply, once a round.
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<HotlineTicket> && HasEffects<HotlineTicket> && HasTimers<HotlineTicket>);

}  // namespace haven::outreach
