#include "services/employment/oracles/employment_oracles.hpp"

#include <algorithm>
#include <iterator>

#include "services/employment/codec/codec.hpp"

namespace haven::employment {

using audit::Oracle;

void EmploymentOracles::see(const log::Record& record) {
    const std::string where = "federation " + std::to_string(record.federation.value) +
                              ", offset " + std::to_string(record.offset);
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto of_employer = EmployerCodec::decode(type, schema, payload)) {
        const auto* registered = std::get_if<EmployerRegistered>(&*of_employer);
        if (registered != nullptr) employers_.insert(registered->uscc);
    } else if (const auto attends = ParticipationCodec::decode(type, schema, payload)) {
        participation(record, *attends);
    } else if (const auto of_vacancy = VacancyCodec::decode(type, schema, payload)) {
        const auto* posted = std::get_if<VacancyPosted>(&*of_vacancy);
        if (posted == nullptr || posted->terms.fair.is_nil()) return;
        offered_.see(attending_.contains({posted->terms.fair.uuid, posted->terms.uscc}), where);
    } else if (const auto of_intent = IntentCodec::decode(type, schema, payload)) {
        intent(record, *of_intent, where);
    } else if (const auto of_hire = HireCodec::decode(type, schema, payload)) {
        hire(record, *of_hire, where);
        cases_.see(record, *of_hire);
    } else if (const auto of_case = ServiceCaseCodec::decode(type, schema, payload)) {
        cases_.see(record, *of_case, where);
    } else if (const auto of_rules = PostRulingCodec::decode(type, schema, payload)) {
        posts_.see(*of_rules);
    } else if (const auto of_allotment = AllotmentCodec::decode(type, schema, payload)) {
        posts_.see(*of_allotment);
    } else if (const auto of_post = BasicPostCodec::decode(type, schema, payload)) {
        posts_.see(record, *of_post, where);
    } else if (const auto of_enrolment = EnrolmentCodec::decode(type, schema, payload)) {
        enrolment(record, *of_enrolment, where);
    }
}

void EmploymentOracles::participation(const log::Record& record,
                                      const Participation::Event& event) {
    if (const auto* applied = std::get_if<ParticipationApplied>(&event)) {
        applied_[record.stream_id] = {applied->fair.uuid, applied->uscc};
    } else if (std::holds_alternative<ParticipationApproved>(event)) {
        attending_.insert(applied_[record.stream_id]);
    } else {
        attending_.erase(applied_[record.stream_id]);
    }
}

void EmploymentOracles::intent(const log::Record& record, const Intent::Event& event,
                               const std::string& where) {
    if (const auto* reached = std::get_if<IntentReached>(&event)) {
        const std::pair key{reached->fair.uuid, reached->person.uuid};
        one_.see(standing_.insert(key).second, where);
        reached_[record.stream_id] = key;
    } else {
        standing_.erase(reached_[record.stream_id]);
    }
}

void EmploymentOracles::hire(const log::Record& record, const Hire::Event& event,
                             const std::string& where) {
    Employment& one = employments_[record.stream_id];
    if (const auto* confirmed = std::get_if<HireConfirmed>(&event)) {
        one.starts_on = confirmed->starts_on;
        hirers_.emplace_back(confirmed->uscc, where);
    } else if (const auto* kept = std::get_if<RetentionConfirmed>(&event)) {
        one.kept[kept->month] = where;
        over_.see(
            one.starts_on.is_set() && one.starts_on.plus_months(kept->month) <= kept->confirmed_on,
            where);
    } else if (const auto* back = std::get_if<RetentionWithdrawn>(&event)) {
        one.kept.erase(back->month);
    } else if (const auto* ended = std::get_if<EmploymentEnded>(&event)) {
        one.ended_on = ended->ended_on;
    }
}

void EmploymentOracles::enrolment(const log::Record& record, const Enrolment::Event& event,
                                  const std::string& where) {
    Learning& one = learning_[record.stream_id];
    if (const auto* enrolled = std::get_if<CourseEnrolled>(&event)) {
        one.course_and_person = {enrolled->course.uuid, enrolled->person.uuid};
    } else if (std::holds_alternative<CertificateIssued>(event)) {
        one.certified = true;
    } else if (const auto* asked = std::get_if<SubsidyRequested>(&event)) {
        one.asked_by = asked->requested_by;
    } else if (const auto* approved = std::get_if<SubsidyApproved>(&event)) {
        const bool first = approved_.insert(one.course_and_person).second;
        approved_once_.see(first && one.certified && approved->approved_by != one.asked_by, where);
        subsidies_[record.stream_id].approved += approved->amount;
    } else if (const auto* paid = std::get_if<SubsidyPaid>(&event)) {
        subsidies_[record.stream_id].paid += paid->amount;
    } else if (std::holds_alternative<SubsidyReturned>(event)) {
        subsidies_[record.stream_id].paid = {};
    }
}

std::vector<Oracle> EmploymentOracles::verdicts() const {
    Oracle employer{"HIRE_HAS_EMPLOYER", 0, "hires"};
    for (const auto& [uscc, where] : hirers_) employer.see(employers_.contains(uscc), where);
    Oracle kept = over_;
    for (const auto& [_, one] : employments_) {
        if (!one.ended_on.is_set()) continue;
        for (const auto& [month, where] : one.kept) {
            if (one.ended_on < one.starts_on.plus_months(month)) kept.fault(where);
        }
    }
    std::vector<Oracle> all{one_, employer, offered_, kept, approved_once_};
    for (std::vector<Oracle> more : {cases_.verdicts(), posts_.verdicts()}) {
        std::ranges::move(more, std::back_inserter(all));
    }
    return all;
}

}  // namespace haven::employment
