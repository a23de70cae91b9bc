#include "services/employment/codec/codec.hpp"
#include "services/employment/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::employment {
namespace {

constexpr std::array<std::string_view, 10> kWords = {"",
                                                     "JOBS-2023",
                                                     "91610300MA00000078",
                                                     "81610300MC00000044",
                                                     "610303",
                                                     "WELDING",
                                                     "HT-1",
                                                     "PN-2022-1",
                                                     "装配工",
                                                     "包食宿,不收押金"};

template <class D, class Codec, auto project, fuzz::Name name>
using Subject = fuzz::NamedSubject<D, Codec, project, name, kWords>;

// A month that was kept is over, and was over before the work was (R62).
struct HireSubject : Subject<Hire, HireCodec, project_hire, "hire"> {
    static void holds(const State& state) {
        for (const auto& [month, kept] : state.kept) {
            const Date over = state.hire.starts_on.plus_months(month);
            HAVEN_CHECK(kept.confirmed_on >= over);
            HAVEN_CHECK(!state.ended || state.ended->ended_on >= over);
        }
    }
};

// What is on offer has passed the screening (I34).
struct VacancySubject : Subject<Vacancy, VacancyCodec, project_vacancy, "vacancy"> {
    static void holds(const State& state) {
        HAVEN_CHECK(state.phase != VacancyState::Open || screen_ad(state.terms) == AdFault{});
    }
};

// What is open has a day to come on which the person is asked, and rests on no outcome; the
// registry answers only whom it was sent (R78).
struct CaseSubject : Subject<ServiceCase, ServiceCaseCodec, project_service_case, "service_case"> {
    static void holds(const State& state) {
        const bool open = state.phase == CaseState::Open;
        HAVEN_CHECK(open == state.follow_up_on.is_set());
        HAVEN_CHECK(open == (state.outcome == CaseOutcome::Unset));
        HAVEN_CHECK(state.rests_on.is_nil() || state.outcome == CaseOutcome::Hired);
        for (const CaseEntry& entry : state.entries) {
            HAVEN_CHECK(entry.referral.is_nil() || entry.target == ReferralTarget::Registry);
        }
    }
};

// A term ends in its period, and nobody confirms what the same person offered (R79).
struct PostSubject : Subject<BasicPost, BasicPostCodec, project_basic_post, "basic_post"> {
    // The rules come from our own log, where others are not let in.
    static bool may_send(const State&, const Command& command) {
        const auto* offer = std::get_if<OfferPost>(&command);
        if (offer == nullptr || !offer->rules) return true;
        const auto within = [](int value, int most) { return 0 < value && value <= most; };
        return within(offer->rules->min_age_men, 70) && within(offer->rules->min_age_women, 70) &&
               within(offer->rules->max_months, 120);
    }
    static void holds(const State& state) {
        if (!state.started.starts_on.is_set()) return;
        HAVEN_CHECK(state.started.last_day <= state.offered.period_until);
        HAVEN_CHECK(state.started.confirmed_by != state.offered.offered_by);
        HAVEN_CHECK(!state.ended.ended_on.is_set() ||
                    state.ended.ended_on <= state.started.last_day);
    }
};

// A subsidy is for the certificate of who did all of a course that pays, to that person (R80).
struct EnrolmentSubject : Subject<Enrolment, EnrolmentCodec, project_enrolment, "enrolment"> {
    // Courses and rules come from our own log, where others are not let in.
    static bool may_send(const State&, const Command& command) {
        if (const auto* enrol = std::get_if<EnrolCourse>(&command); enrol && enrol->course) {
            return enrol->course->units > 0 && enrol->course->subsidy >= Money{};
        }
        if (const auto* ask = std::get_if<RequestSubsidy>(&command); ask && ask->rules) {
            return ask->rules->request_days > 0 && ask->rules->request_days <= 730;
        }
        return true;
    }
    static void holds(const State& state) {
        HAVEN_CHECK(!state.certificate || state.units_done == state.at.units);
        if (state.subsidy == SubsidyState::Unset) return;
        HAVEN_CHECK(state.certificate.has_value());
        HAVEN_CHECK(state.requested.amount == state.at.subsidy && state.at.subsidy > Money{});
        HAVEN_CHECK(state.payee.person == state.at.person);
        HAVEN_CHECK(state.credited_on.is_set() <= (state.subsidy == SubsidyState::Paid));
    }
};

using All =
    fuzz::OneOf<Subject<Fair, FairCodec, project_fair, "fair">,
                Subject<Employer, EmployerCodec, project_employer, "employer">,
                Subject<Participation, ParticipationCodec, project_participation, "participation">,
                VacancySubject, Subject<Seeker, SeekerCodec, project_seeker, "seeker">,
                Subject<Intent, IntentCodec, project_intent, "intent">, HireSubject, CaseSubject,
                Subject<PostRuling, PostRulingCodec, project_post_rules, "post_rules">,
                Subject<Allotment, AllotmentCodec, project_allotment, "post_allotment">,
                PostSubject, Subject<FamilyFile, FamilyFileCodec, project_family, "family">,
                Subject<SubsidyRuling, SubsidyRulingCodec, project_subsidy_rules, "subsidy_rules">,
                Subject<Course, CourseCodec, project_course, "course">, EnrolmentSubject>;

}  // namespace
}  // namespace haven::employment

namespace haven::fuzz {

std::vector<std::string> stories() {
    return employment::All::stories();
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::employment::All::run_once(data, size);
}
