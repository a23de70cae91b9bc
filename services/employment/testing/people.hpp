// The fair, employers, seekers and hires that the tests of employment are played with.
#pragma once

#include "libs/decider/spec.hpp"
#include "services/employment/domain/basic_post.hpp"
#include "services/employment/domain/enrolment.hpp"
#include "services/employment/domain/hire.hpp"
#include "services/employment/domain/intent.hpp"
#include "services/employment/domain/participation.hpp"
#include "services/employment/domain/service_case.hpp"

namespace haven::employment::testing {

using spec::id;

inline const StaffId kClerk = spec::staff(1);
inline const StaffId kOfficer = spec::staff(2);
inline const std::string kFirm = "91610300MA00000078";
inline const std::string kOtherFirm = "81610300MC00000044";
inline const FairId kFair = id<FairId>(9);
inline const SeekerId kSeekerId = id<SeekerId>(20);
inline const CaseId kCaseId = id<CaseId>(50);
inline const PersonId kZhang = id<PersonId>(3);
inline const HouseholdId kHousehold = id<HouseholdId>(40);
inline const FileRef kFile{kHousehold, FederationNo{4}};

inline Date day(std::string_view text) {
    return Date::parse(text).value();
}
inline Money yuan(std::int64_t amount) {
    return Money::fen(amount * 100);
}

// Spring's fair of 2023: one day, 100 stalls.
inline FairTerms fair_terms() {
    return {.fair = kFair,
            .code = "CHUNFENG-2023",
            .venue = "610300-HALL",
            .first_day = day("2023-02-11"),
            .days = 1,
            .stalls = 100,
            .source = "BZF-2023-5"};
}
inline KnownFair known_fair() {
    return {fair_terms(), false};
}
inline EmployerPapers papers() {
    return {.licence_no = "L-1", .licence_until = day("2030-12-31")};
}
inline KnownEmployer known_employer() {
    return {kFirm, papers(), {}};
}
// A fitter's post that nothing speaks against.
inline VacancyTerms fitter() {
    return {.fair = kFair,
            .uscc = kFirm,
            .occupation = "装配工",
            .conditions = "两班倒,包食宿,学历不限,不收押金",
            .posts = 30,
            .wage_min = yuan(3'800),
            .wage_max = yuan(5'500),
            .min_schooling = SchoolingLevel::Any,
            .min_age = 18,
            .max_age = 55,
            .insurance = InsuranceCover::Full,
            .division = "610303",
            .valid_until = day("2023-03-31")};
}
inline KnownVacancy known_vacancy() {
    return {id<VacancyId>(11), kFair, kFirm, VacancyState::Open, day("2023-03-31")};
}
inline SeekerProfile profile() {
    return {.group = SeekerGroup::LaidOff,
            .schooling = SchoolingLevel::JuniorHigh,
            .skills = {"WELDING"},
            .wage_wish = yuan(3'500),
            .division = "610303"};
}
inline SeekerRegistered registered() {
    return {.person = kZhang,
            .birth = day("1975-08-15"),
            .profile = profile(),
            .file = kFile,
            .union_node = "610303-0001",
            .consent = "PN-2022-1",
            .name = {kZhang, "name"},
            .phone = {kZhang, "phone"},
            .registered_on = day("2023-02-01")};
}
inline KnownSeeker known_seeker() {
    return {kSeekerId, kZhang, day("1975-08-15"),    SeekerGroup::LaidOff,
            false,     kFile,  SeekerState::Seeking, Sex::Female};
}
// The article's job: 4,000 yuan a month.
inline ConfirmHire confirm_hire() {
    return {.hire = id<HireId>(30),
            .seeker = known_seeker(),
            .uscc = kFirm,
            .vacancy = known_vacancy(),
            .intent = id<IntentId>(12),
            .intent_person = kZhang,
            .contract = ContractKind::Labour,
            .contract_no = "HT-1",
            .starts_on = day("2023-02-20"),
            .contract_until = {},
            .monthly_wage = yuan(4'000)};
}
inline HireConfirmed hired() {
    return {.hire = id<HireId>(30),
            .seeker = kSeekerId,
            .person = kZhang,
            .group = SeekerGroup::LaidOff,
            .file = kFile,
            .uscc = kFirm,
            .vacancy = id<VacancyId>(11),
            .intent = id<IntentId>(12),
            .contract = ContractKind::Labour,
            .contract_no = "HT-1",
            .starts_on = day("2023-02-20"),
            .contract_until = {},
            .monthly_wage = yuan(4'000),
            .confirmed_by = kClerk,
            .confirmed_on = day("2023-02-20")};
}
inline RetentionConfirmed kept(int month, WageEvidence evidence, std::string_view on) {
    return {.hire = id<HireId>(30),
            .person = kZhang,
            .file = kFile,
            .uscc = kFirm,
            .month = month,
            .monthly_wage = yuan(4'000),
            .evidence = evidence,
            .evidence_no = "GZ-1",
            .income_evidenced = evidence != WageEvidence::EmployersWord,
            .confirmed_by = kClerk,
            .confirmed_on = day(on)};
}

// The case of a person who comes for work, to be asked again on 1 March.
inline CaseOpened case_opened() {
    return {.service_case = kCaseId,
            .seeker = kSeekerId,
            .person = kZhang,
            .need = CaseNeed::Work,
            .counter = "HALL-3",
            .follow_up_on = day("2023-03-01"),
            .opened_by = kClerk,
            .opened_on = day("2023-02-11")};
}

// To the registry of her county, which answers; entry 1 of her case on 11 February.
inline Refer to_registry() {
    return {.target = ReferralTarget::Registry,
            .registry = {.id = id<ReferralId>(80),
                         .person = {},
                         .name = {kZhang, "name"},
                         .phone = {kZhang, "phone"},
                         .to = {},
                         .union_node = "610303",
                         .signs = {HardshipSign::NoPay, HardshipSign::JobLoss}}};
}
inline CaseReferred sent_to_registry() {
    return {.number = 1,
            .target = ReferralTarget::Registry,
            .vacancy = {},
            .referred_by = kClerk,
            .referred_on = day("2023-02-11"),
            .registry = {.id = id<ReferralId>(80),
                         .person = kZhang,
                         .name = {kZhang, "name"},
                         .phone = {kZhang, "phone"},
                         .to = FederationNo{4},
                         .union_node = "610303",
                         .signs = {HardshipSign::JobLoss, HardshipSign::NoPay}}};
}

// Whom basic posts are for, of 2023: men from 50, women from 40, a year without work.
inline PostRules post_rules() {
    return {.code = "BZ-2023",
            .effective_from = day("2023-01-01"),
            .min_age_men = 50,
            .min_age_women = 40,
            .months_jobless = 12,
            .max_months = 36,
            .source = "BZRS-2023-7"};
}
// Two posts, for two years.
inline PostAllotment allotment() {
    return {.allotment = id<AllotmentId>(60),
            .code = "GYG-2023",
            .funder = "CITY_UNION",
            .first_day = day("2023-01-01"),
            .last_day = day("2024-12-31"),
            .posts = 2,
            .source = "BZGH-2023-9"};
}
inline OfferPost offer_post() {
    return {.post = id<BasicPostId>(61),
            .seeker = known_seeker(),
            .rules = post_rules(),
            .allotment = allotment(),
            .uscc = kFirm,
            .employer_barred = false,
            .work = "CLEANING",
            .jobless_since = day("2021-05-01"),
            .proof_no = "SY-1",
            .known = {}};
}
inline PostOffered post_offered() {
    return {.post = id<BasicPostId>(61),
            .seeker = kSeekerId,
            .person = kZhang,
            .allotment = allotment().allotment,
            .posts = 2,
            .period_until = day("2024-12-31"),
            .uscc = kFirm,
            .work = "CLEANING",
            .rules = "BZ-2023",
            .max_months = 36,
            .age = 47,
            .jobless_since = day("2021-05-01"),
            .months_jobless = 21,
            .proof_no = "SY-1",
            .offered_by = kClerk,
            .offered_on = day("2023-02-11"),
            .begin_by = day("2023-03-14")};
}

// What may be paid for courses, of 2023: 800 yuan a course, 1,000 yuan a person and year, asked for
// within a year of the certificate.
inline SubsidyRules subsidy_rules() {
    return {.code = "PXBT-2023",
            .effective_from = day("2023-01-01"),
            .highest = yuan(800),
            .yearly = yuan(1'000),
            .request_days = 365,
            .source = "BZRS-2023-8"};
}
// 40 units of e-commerce, 800 yuan for who has the certificate.
inline CourseTerms course_terms() {
    return {.course = id<CourseId>(70),
            .code = "DSYY-2023",
            .skill = "E_COMMERCE",
            .units = 40,
            .first_day = day("2023-02-01"),
            .last_day = day("2023-06-30"),
            .subsidy = yuan(800),
            .fund_line = id<FundLineId>(8),
            .source = "BZGH-2023-12"};
}
inline EnrolCourse enrol_course() {
    return {id<EnrolmentId>(71), known_seeker(), course_terms()};
}
inline CourseEnrolled enrolled() {
    return {.enrolment = id<EnrolmentId>(71),
            .course = course_terms().course,
            .code = "DSYY-2023",
            .seeker = kSeekerId,
            .person = kZhang,
            .units = 40,
            .subsidy = yuan(800),
            .fund_line = id<FundLineId>(8),
            .enrolled_by = kClerk,
            .enrolled_on = day("2023-02-11")};
}
inline CertificateIssued certificate() {
    return {"ZS-2023-1", kClerk, day("2023-03-10")};
}
inline Payee payee() {
    return {.person = kZhang,
            .kind = PayeeKind::Card,
            .account = {kZhang, "account"},
            .last4 = "0018",
            .name = {kZhang, "name"},
            .bank = "长安银行"};
}
inline SubsidyRequested subsidy_requested() {
    return {.payee = payee(),
            .amount = yuan(800),
            .rules = "PXBT-2023",
            .yearly = yuan(1'000),
            .requested_by = kClerk,
            .requested_on = day("2023-03-15")};
}
inline SubsidyApproved subsidy_approved() {
    return {.person = kZhang,
            .code = "DSYY-2023",
            .amount = yuan(800),
            .yearly = yuan(1'000),
            .fund_line = id<FundLineId>(8),
            .payee = payee(),
            .approved_by = kOfficer,
            .approved_on = day("2023-03-20")};
}

}  // namespace haven::employment::testing
