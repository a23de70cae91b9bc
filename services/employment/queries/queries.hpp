// Queries: the read side of employment, within the caller's scope (row-level security). Ids and
// codes that are not in scope are simply not there. Thread rule: that of the ScopedRead.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/employment/domain/basic_post.hpp"
#include "services/employment/domain/enrolment.hpp"
#include "services/employment/domain/intent.hpp"
#include "services/employment/domain/participation.hpp"
#include "services/employment/domain/service_case.hpp"

namespace haven::employment {

struct FairRow {
    FederationNo federation;
    KnownFair fair;
    FairReported report;
};
struct ParticipationRow {
    FederationNo federation;
    ParticipationId id;
    ParticipationApplied applied;
    ParticipationState state = ParticipationState::Unset;
    int stall = 0;
    ParticipationRefusal refusal = ParticipationRefusal::Unset;
};
struct VacancyRow {
    FederationNo federation;
    VacancyId id;
    VacancyTerms terms;
    VacancyState state = VacancyState::Unset;
    VacancyRejection rejection = VacancyRejection::Unset;
    std::string found;
};
struct SeekerRow {
    FederationNo federation;
    SeekerId id;
    PersonId person;
    SeekerGroup group = SeekerGroup::Unset;
    SchoolingLevel schooling = SchoolingLevel::Unset;
    Money wage_wish;
    std::string division;
    HouseholdId household;
    SeekerState state = SeekerState::Unset;
    Date registered_on;
};
struct IntentRow {
    FederationNo federation;
    IntentId id;
    IntentReached reached;
    IntentState state = IntentState::Unset;
};
struct KeptMonth {
    int month = 0;
    Money monthly_wage;
    WageEvidence evidence = WageEvidence::Unset;
    bool income_evidenced = false;
    Date confirmed_on;
};
struct MonthDue {
    int month = 0;
    Date due_on;
};
struct HireRow {
    FederationNo federation;
    HireId id;
    SeekerId seeker;
    PersonId person;
    SeekerGroup group = SeekerGroup::Unset;
    HouseholdId household;
    std::string uscc;
    ContractKind contract = ContractKind::Unset;
    Date starts_on, contract_until;
    Money monthly_wage;
    Date ended_on;
    EndReason end_reason = EndReason::Unset;
    std::vector<KeptMonth> kept;
    std::vector<MonthDue> due;  // to be asked about
};
struct CaseRow {
    FederationNo federation;
    CaseId id;
    CaseOpened opened;  // without who opened it
    Date follow_up_on;
    CaseState state = CaseState::Unset;
    CaseOutcome outcome = CaseOutcome::Unset;
    Uuid rests_on;
    Date closed_on;
    int reopened = 0;
};
struct PostRow {
    FederationNo federation;
    BasicPostId id;
    PostOffered offered;  // without proof, limits and people
    PostState state = PostState::Unset;
    Date starts_on, last_day, ended_on;
    PostEndReason end_reason = PostEndReason::Unset;
};
struct CourseRow {
    FederationNo federation;
    CourseTerms terms;
};
struct EnrolmentRow {
    FederationNo federation;
    EnrolmentId id;
    CourseId course;
    std::string code;
    SeekerId seeker;
    PersonId person;
    int units = 0;
    int units_done = 0;
    Date enrolled_on;
    std::string certificate_no;
    Date certified_on;
    Money subsidy;
    SubsidyState state = SubsidyState::Unset;
    std::string note;
    std::string payee_last4;
    Date approved_on;
    std::string bank_serial;
    Date credited_on;
};
// What has come of fairs; those of one fair, or of all that were held by a day.
struct FairSums {
    std::int64_t fairs = 0;
    std::int64_t stalls = 0;
    std::int64_t posts = 0;
    std::int64_t intents = 0;
};
struct HireSums {
    std::int64_t hired = 0;     // people ever hired
    std::int64_t retained = 0;  // of them still there after three months, with proof of the income
};
// How far people of the files of a round have come; each is some of those before.
struct Pathway {
    std::int64_t in_hardship = 0;  // on a file that is, or was, open
    std::int64_t hired = 0;        // since it was
    std::int64_t retained = 0;     // there after three months, with proof of the income
    std::int64_t resolved = 0;     // and the decision on the file's exit names that work
};
// What a list of vacancies is narrowed to.
struct VacancyFilter {
    Date today = {};
    FairId fair = {};                                  // nil: everywhere
    SchoolingLevel schooling = SchoolingLevel::Unset;  // Unset: all
    int age = 0;                                       // 0: all
    VacancyId vacancy = {};                            // nil: all
};

class Queries {
  public:
    explicit Queries(access::ScopedRead& read) : read_(read) {}

    // By id or by code.
    std::optional<FairRow> fair(const std::string& id_or_code);
    std::vector<FairRow> fairs(const std::string& after_code, int limit);
    FairSums sums(const FairId& fair);
    // Of fairs that were held by that day.
    FairSums sums(Date as_of);
    HireSums hires(Date as_of);
    // Files opened, hires and exits by that day. Who stands on a file is as of now.
    Pathway pathway(FileRound round, Date as_of);

    std::vector<ParticipationRow> participations(const FairId& fair, ParticipationState state,
                                                 const std::string& after_uscc, int limit);
    std::optional<ParticipationRow> participation(const ParticipationId& id);
    bool attends(const FairId& fair, const std::string& uscc);
    // Of that employer there, those that were given a stall, also if it was given up.
    std::vector<Uuid> stalls(const FairId& fair, const std::string& uscc);

    // What may be shown, and so what people may be sent to (I34).
    std::vector<VacancyRow> vacancies(const VacancyFilter& filter, const VacancyId& after,
                                      int limit);
    bool shown(const VacancyId& id, Date today);
    // Shown or not.
    std::optional<VacancyRow> vacancy(const VacancyId& id);
    bool on_offer(const FairId& fair, const std::string& content);

    struct DayKey {
        Date day;
        Uuid id;
    };
    std::vector<SeekerRow> seekers(SeekerGroup group, const std::optional<DayKey>& after,
                                   int limit);
    std::optional<SeekerRow> seeker(const SeekerId& id);
    // Who of these people seeks work; at most 1,000 people at once.
    std::vector<SeekerRow> seeking(std::span<const PersonId> people);
    std::vector<IntentRow> intents(const FairId& fair, const IntentId& after, int limit);
    std::optional<IntentRow> intent(const IntentId& id);
    // `seeker` nil = all; `due`: only those with a month to ask about. With their months.
    std::vector<HireRow> hires(const SeekerId& seeker, bool due, const std::optional<DayKey>& after,
                               int limit);
    std::optional<HireRow> hire(const HireId& id);

    // `due_by` set: only open ones whose person is to be asked by that day. By first day.
    std::vector<CaseRow> cases(CaseState state, Date due_by, const std::optional<DayKey>& after,
                               int limit);
    std::optional<CaseRow> service_case(const CaseId& id);
    // In the order of their numbers.
    std::vector<CaseEntry> entries(const CaseId& id);

    // The rules that began last; nothing where none hold on that day.
    std::optional<PostRules> post_rules(Date on);
    std::optional<PostAllotment> allotment(const std::string& code);
    // By code.
    std::vector<PostAllotment> allotments(int limit);
    // Posts that are offered or begun, by allotment.
    std::map<AllotmentId, std::int64_t> posts_held();
    // By day of the offer.
    std::vector<PostRow> posts(PostState state, const std::optional<DayKey>& after, int limit);
    std::optional<PostRow> post(const BasicPostId& id);
    // Of all hires of a person in scope.
    KnownWork work_of(const PersonId& person);

    // The rules that began last; nothing where none hold on that day.
    std::optional<SubsidyRules> subsidy_rules(Date on);
    std::optional<CourseRow> course(const std::string& code);
    // By code.
    std::vector<CourseRow> courses(const std::string& after_code, int limit);
    std::optional<EnrolmentRow> enrolment(const EnrolmentId& id);
    // `course` nil = of all; state Unset = all. By day of the enrolment.
    std::vector<EnrolmentRow> enrolments(const CourseId& course, SubsidyState state,
                                         const std::optional<DayKey>& after, int limit);

  private:
    void add_months(std::vector<HireRow>& hires);

    access::ScopedRead& read_;
};

}  // namespace haven::employment
