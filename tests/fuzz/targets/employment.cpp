#include "services/employment/codec/codec.hpp"
#include "services/employment/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::employment {
namespace {

constexpr char kFair[] = "fair";
constexpr char kEmployer[] = "employer";
constexpr char kParticipation[] = "participation";
constexpr char kVacancy[] = "vacancy";
constexpr char kSeeker[] = "seeker";
constexpr char kIntent[] = "intent";
constexpr char kHire[] = "hire";
constexpr char kServiceCase[] = "service_case";
constexpr char kPostRules[] = "post_rules";
constexpr char kAllotment[] = "post_allotment";
constexpr char kBasicPost[] = "basic_post";
constexpr char kFamily[] = "family";
constexpr char kSubsidyRules[] = "subsidy_rules";
constexpr char kCourse[] = "course";
constexpr char kEnrolment[] = "enrolment";

// The aggregates of employment differ in name, codec and projection.
template <class D_, class Codec, auto project, const char* name>
struct Subject : fuzz::AnySubject<D_> {
    static constexpr std::array<std::string_view, 10> kWords = {"",
                                                                "JOBS-2023",
                                                                "91610300MA00000078",
                                                                "81610300MC00000044",
                                                                "610303",
                                                                "WELDING",
                                                                "HT-1",
                                                                "PN-2022-1",
                                                                "装配工",
                                                                "包食宿,不收押金"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<D_, Codec>(name, project);
        return *made;
    }
};

// A month that was kept is over, and was over before the work was (R62).
struct HireSubject : Subject<Hire, HireCodec, project_hire, kHire> {
    static void holds(const State& state) {
        for (const auto& [month, kept] : state.kept) {
            const Date over = state.hire.starts_on.plus_months(month);
            HAVEN_CHECK(kept.confirmed_on >= over);
            HAVEN_CHECK(!state.ended || state.ended->ended_on >= over);
        }
    }
};

// What is on offer has passed the screening (I34).
struct VacancySubject : Subject<Vacancy, VacancyCodec, project_vacancy, kVacancy> {
    static void holds(const State& state) {
        HAVEN_CHECK(state.phase != VacancyState::Open || screen_ad(state.terms) == AdFault{});
    }
};

// What is open has a day to come on which the person is asked, and rests on no outcome (R78).
struct CaseSubject : Subject<ServiceCase, ServiceCaseCodec, project_service_case, kServiceCase> {
    static void holds(const State& state) {
        const bool open = state.phase == CaseState::Open;
        HAVEN_CHECK(open == state.follow_up_on.is_set());
        HAVEN_CHECK(open == (state.outcome == CaseOutcome::Unset));
        HAVEN_CHECK(state.rests_on.is_nil() || state.outcome == CaseOutcome::Hired);
    }
};

// A term ends in its period, and nobody confirms what the same person offered (R79).
struct PostSubject : Subject<BasicPost, BasicPostCodec, project_basic_post, kBasicPost> {
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
struct EnrolmentSubject : Subject<Enrolment, EnrolmentCodec, project_enrolment, kEnrolment> {
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

template <class Subject, class Codec>
void run(fuzz::Tape& tape) {
    fuzz::AggregateFuzz<Subject, Codec>().run(tape);
}
template <class D, class Codec, auto project, const char* name>
void run(fuzz::Tape& tape) {
    run<Subject<D, Codec, project, name>, Codec>(tape);
}

}  // namespace
}  // namespace haven::employment

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char which = 0; which < 15; ++which) all.push_back({which, 1, 0, 1, 1, 1, 1, 1, 1, 0});
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::employment;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t which = 0;
    tape.octet(which);
    switch (which % 15) {
        case 0:
            run<Fair, FairCodec, project_fair, kFair>(tape);
            break;
        case 1:
            run<Employer, EmployerCodec, project_employer, kEmployer>(tape);
            break;
        case 2:
            run<Participation, ParticipationCodec, project_participation, kParticipation>(tape);
            break;
        case 3:
            run<VacancySubject, VacancyCodec>(tape);
            break;
        case 4:
            run<Seeker, SeekerCodec, project_seeker, kSeeker>(tape);
            break;
        case 5:
            run<Intent, IntentCodec, project_intent, kIntent>(tape);
            break;
        case 6:
            run<HireSubject, HireCodec>(tape);
            break;
        case 7:
            run<CaseSubject, ServiceCaseCodec>(tape);
            break;
        case 8:
            run<PostRuling, PostRulingCodec, project_post_rules, kPostRules>(tape);
            break;
        case 9:
            run<Allotment, AllotmentCodec, project_allotment, kAllotment>(tape);
            break;
        case 10:
            run<PostSubject, BasicPostCodec>(tape);
            break;
        case 11:
            run<FamilyFile, FamilyFileCodec, project_family, kFamily>(tape);
            break;
        case 12:
            run<SubsidyRuling, SubsidyRulingCodec, project_subsidy_rules, kSubsidyRules>(tape);
            break;
        case 13:
            run<Course, CourseCodec, project_course, kCourse>(tape);
            break;
        default:
            run<EnrolmentSubject, EnrolmentCodec>(tape);
            break;
    }
    return 0;
}
