#include "services/employment/domain/enrolment.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Enrolment::Event>;
using State = Enrolment::State;

Result<void> check_enrolled(const State& state) {
    if (state.enrolled) return {};
    return failure(ErrorKind::Missing, "ENROLMENT_MISSING", "there is no such enrolment");
}

Result<Events> enrol(const State& state, const EnrolCourse& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.enrolled) {
        return failure(ErrorKind::Duplicate, "ENROLMENT_EXISTS", "enrolled there already");
    }
    if (!command.course) {
        return failure(ErrorKind::Missing, "COURSE_MISSING", "there is no such course");
    }
    if (command.seeker.state != SeekerState::Seeking) {
        return refused("SEEKER_LEFT", "the person does not seek work");
    }
    const CourseTerms& course = *command.course;
    const bool open = course.first_day <= by.business_date && by.business_date <= course.last_day;
    if (!open) return refused("COURSE_OVER", "the course is not open today");
    return Events{CourseEnrolled{.enrolment = command.enrolment,
                                 .course = course.course,
                                 .code = course.code,
                                 .seeker = command.seeker.id,
                                 .person = command.seeker.person,
                                 .units = course.units,
                                 .subsidy = course.subsidy,
                                 .fund_line = course.fund_line,
                                 .enrolled_by = by.actor,
                                 .enrolled_on = by.business_date}};
}

// What was learned is not unlearned.
Result<Events> progress(const State& state, const RecordProgress& command, const Context& by) {
    HAVEN_CHECKED(check_enrolled(state));
    HAVEN_CHECKED(check_staff(by));
    if (command.units_done == state.units_done) return Events{};
    if (command.units_done < state.units_done || command.units_done > state.at.units) {
        return invalid("INVALID_PROGRESS", "units_done", "more than before, up to the course's");
    }
    return Events{ProgressRecorded{command.units_done, by.business_date}};
}

Result<Events> certify(const State& state, const RecordCertificate& command, const Context& by) {
    HAVEN_CHECKED(check_enrolled(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.certificate_no, "certificate_no"));
    if (state.certificate) {
        const bool same = state.certificate->certificate_no == command.certificate_no &&
                          state.certificate->issued_on == command.issued_on;
        if (same) return Events{};
        return refused("CERTIFIED_ALREADY", "there is another certificate");
    }
    if (state.units_done < state.at.units) {
        return refused("COURSE_NOT_FINISHED", "not all of the course is done",
                       {{"done", std::to_string(state.units_done)},
                        {"units", std::to_string(state.at.units)}});
    }
    const bool day =
        command.issued_on >= state.at.enrolled_on && command.issued_on <= by.business_date;
    if (!command.issued_on.is_set() || !day) {
        return invalid("INVALID_DATE", "issued_on", "from the enrolment to today");
    }
    return Events{CertificateIssued{command.certificate_no, by.actor, command.issued_on}};
}

Result<void> check_payee(const State& state, const Payee& payee) {
    if (!payee.is_known()) return refused("PAYEE_UNKNOWN", "whose account is paid is not known");
    if (payee.person == state.at.person) return {};
    return refused("PAYEE_NOT_THE_SEEKER", "only the person who learned is paid");
}

// The rules of the day of the certificate count: what was promised to who learned stays promised.
Result<void> check_rules(const State& state, const RequestSubsidy& command, const Context& by) {
    HAVEN_CHECKED(check_subsidy_rules(state.at.subsidy, command.rules));
    const Date last = state.certificate->issued_on.plus_days(command.rules->request_days);
    if (by.business_date <= last) return {};
    return refused("CERTIFICATE_EXPIRED", "the certificate is too old to be paid for",
                   {{"last_day", last.to_string()}});
}

Result<Events> request(const State& state, const RequestSubsidy& command, const Context& by) {
    HAVEN_CHECKED(check_enrolled(state));
    HAVEN_CHECKED(check_staff(by));
    if (state.at.subsidy == Money{}) return refused("NO_SUBSIDY", "the course pays nothing");
    if (!state.certificate) return refused("NOT_CERTIFIED", "there is no certificate yet");
    if (state.subsidy != SubsidyState::Unset && state.subsidy != SubsidyState::Refused) {
        const bool same = state.subsidy == SubsidyState::Requested &&
                          state.requested.payee == command.payee &&
                          state.requested.requested_by == by.actor;
        if (same) return Events{};
        return refused("SUBSIDY_UNDER_WAY", "the subsidy was asked for already");
    }
    HAVEN_CHECKED(check_rules(state, command, by));
    HAVEN_CHECKED(check_payee(state, command.payee));
    return Events{SubsidyRequested{.payee = command.payee,
                                   .amount = state.at.subsidy,
                                   .rules = command.rules->code,
                                   .yearly = command.rules->yearly,
                                   .requested_by = by.actor,
                                   .requested_on = by.business_date}};
}

Result<void> check_requested(const State& state, const Context& by) {
    HAVEN_CHECKED(check_enrolled(state));
    HAVEN_CHECKED(check_staff(by));
    if (state.subsidy != SubsidyState::Requested) {
        return refused("NO_SUBSIDY_REQUESTED", "no request waits for a decision");
    }
    if (by.actor != state.requested.requested_by) return {};
    return refused("TWO_PEOPLE_NEEDED", "who asked for it does not decide");
}

Result<Events> refuse(const State& state, const RefuseSubsidy& command, const Context& by) {
    if (state.subsidy == SubsidyState::Refused && state.note == command.reason) return Events{};
    HAVEN_CHECKED(check_requested(state, by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    return Events{SubsidyRefused{command.reason, by.actor}};
}

Result<Events> approve(const State& state, const ApproveSubsidy& command, const Context& by) {
    HAVEN_CHECKED(check_requested(state, by));
    return Events{SubsidyApproved{
        .person = state.at.person,
        .code = state.at.code,
        .amount = state.requested.amount,
        .yearly = state.requested.yearly,
        .fund_line = command.fund_line.is_nil() ? state.at.fund_line : command.fund_line,
        .payee = state.payee,
        .approved_by = by.actor,
        .approved_on = by.business_date}};
}

// Disbursement has it and has not paid it, or what it paid came back.
bool is_unpaid(const State& state) {
    return state.subsidy == SubsidyState::Approved || state.subsidy == SubsidyState::Held ||
           state.subsidy == SubsidyState::Returned;
}

Result<void> check_unpaid(const State& state, const Context& by) {
    HAVEN_CHECKED(check_enrolled(state));
    HAVEN_CHECKED(check_staff(by));
    if (is_unpaid(state)) return {};
    return refused("SUBSIDY_NOT_APPROVED", "no subsidy waits to be paid");
}

Result<Events> propose(const State& state, const ProposeSubsidyPayee& command, const Context& by) {
    HAVEN_CHECKED(check_unpaid(state, by));
    HAVEN_CHECKED(check_payee(state, command.payee));
    const SubsidyPayeeProposed proposed{command.payee, by.actor};
    if (state.proposed == proposed) return Events{};
    return Events{proposed};
}

Result<Events> confirm(const State& state, const ConfirmSubsidyPayee& command, const Context& by) {
    HAVEN_CHECKED(check_unpaid(state, by));
    if (!state.proposed) return refused("NO_PAYEE_PROPOSED", "no account waits for this");
    if (by.actor == state.proposed->entered_by) {
        return refused("TWO_PEOPLE_NEEDED", "who entered an account does not confirm it");
    }
    if (command.last4 != state.proposed->payee.last4) {
        return refused("ACCOUNT_DIFFERS", "the paper has another account");
    }
    return Events{SubsidyPayeeChanged{state.proposed->payee, state.proposed->entered_by, by.actor}};
}

// What disbursement says; heard twice, it changes nothing.
Result<Events> held(const State& state, const NoteSubsidyHeld& command) {
    HAVEN_CHECKED(check_enrolled(state));
    if (!is_unpaid(state)) return Events{};
    // Of a return disbursement says twice why.
    const bool known = state.subsidy != SubsidyState::Approved && state.note == command.reason;
    if (known) return Events{};
    return Events{SubsidyHeld{command.reason, command.held_on}};
}

Result<Events> paid(const State& state, const RecordSubsidyPayment& command) {
    HAVEN_CHECKED(check_enrolled(state));
    if (state.bank_serial == command.bank_serial) return Events{};
    if (!is_unpaid(state)) {
        return refused("PAYMENT_NOT_EXPECTED", "no subsidy is waiting for a payment");
    }
    return Events{SubsidyPaid{command.amount, command.bank_serial, command.credited_on}};
}

Result<Events> returned(const State& state, const RecordSubsidyReturn& command) {
    HAVEN_CHECKED(check_enrolled(state));
    if (state.return_serial == command.return_serial) return Events{};
    if (state.subsidy != SubsidyState::Paid) {
        return refused("RETURN_NOT_EXPECTED", "nothing of it was paid");
    }
    return Events{SubsidyReturned{command.return_serial, command.code, command.returned_on}};
}

}  // namespace

Result<Events> Enrolment::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const EnrolCourse& c) { return enrol(state, c, by); },
        [&](const RecordProgress& c) { return progress(state, c, by); },
        [&](const RecordCertificate& c) { return certify(state, c, by); },
        [&](const RequestSubsidy& c) { return request(state, c, by); },
        [&](const RefuseSubsidy& c) { return refuse(state, c, by); },
        [&](const ApproveSubsidy& c) { return approve(state, c, by); },
        [&](const ProposeSubsidyPayee& c) { return propose(state, c, by); },
        [&](const ConfirmSubsidyPayee& c) { return confirm(state, c, by); },
        [&](const NoteSubsidyHeld& c) { return held(state, c); },
        [&](const RecordSubsidyPayment& c) { return paid(state, c); },
        [&](const RecordSubsidyReturn& c) { return returned(state, c); });
}

State Enrolment::evolve(State state, const Event& event) {
    match(
        event,
        [&](const CourseEnrolled& e) {
            state.enrolled = true;
            state.at = e;
        },
        [&](const ProgressRecorded& e) { state.units_done = e.units_done; },
        [&](const CertificateIssued& e) { state.certificate = e; },
        [&](const SubsidyRequested& e) {
            state.subsidy = SubsidyState::Requested;
            state.requested = e;
            state.payee = e.payee;
            state.note.clear();
        },
        [&](const SubsidyRefused& e) {
            state.subsidy = SubsidyState::Refused;
            state.note = e.reason;
        },
        [&](const SubsidyApproved& e) {
            state.subsidy = SubsidyState::Approved;
            state.approved_on = e.approved_on;
        },
        [&](const SubsidyPayeeProposed& e) { state.proposed = e; },
        [&](const SubsidyPayeeChanged& e) {
            state.payee = e.payee;
            state.proposed.reset();
        },
        [&](const SubsidyHeld& e) {
            state.subsidy = SubsidyState::Held;
            state.note = e.reason;
        },
        [&](const SubsidyPaid& e) {
            state.subsidy = SubsidyState::Paid;
            state.bank_serial = e.bank_serial;
            state.credited_on = e.credited_on;
            state.note.clear();
        },
        [&](const SubsidyReturned& e) {
            state.subsidy = SubsidyState::Returned;
            state.return_serial = e.return_serial;
            state.credited_on = {};
            state.note = e.code;
        });
    return state;
}

Effects Enrolment::effects(const State& after, const Event& event) {
    Effects effects;
    const auto take = [&](std::string key) {
        effects.claims.push_back({ClaimChange::Kind::Take, std::move(key)});
    };
    if (std::holds_alternative<CourseEnrolled>(event)) {
        take("enrolment/" + after.at.course.to_string() + '/' + after.at.person.to_string());
    } else if (const auto* issued = std::get_if<CertificateIssued>(&event)) {
        take("certificate/" + issued->certificate_no);
    } else if (const auto* approved = std::get_if<SubsidyApproved>(&event)) {
        effects.quotas.push_back({"course-subsidies/" + approved->person.to_string() + '/' +
                                      std::to_string(approved->approved_on.year()),
                                  approved->amount.in_fen(), approved->yearly.in_fen()});
    }
    return effects;
}

}  // namespace haven::employment
