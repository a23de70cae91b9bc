// EmploymentOracles: what must hold of the events of fairs, intents, hires, one-stop cases, basic
// posts and courses, counted anew from the events, without the deciders that wrote them (`haven
// audit check`). Use and rules as PaymentOracles of disbursement.
#pragma once

#include <map>
#include <set>

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"
#include "services/employment/domain/enrolment.hpp"
#include "services/employment/domain/hire.hpp"
#include "services/employment/domain/intent.hpp"
#include "services/employment/domain/participation.hpp"
#include "services/employment/oracles/case_oracles.hpp"
#include "services/employment/oracles/post_oracles.hpp"

namespace haven::employment {

class EmploymentOracles {
  public:
    void see(const log::Record& record);

    // ONE_INTENT (I33: a person at a fair, at every event), HIRE_HAS_EMPLOYER (I33: a registered
    // one, at the end of the logs), OFFERED_BY_WHO_ATTENDS (I34), KEPT_WHILE_EMPLOYED (a month that
    // was confirmed is over, and lies within the employment), SUBSIDY_APPROVED_ONCE (R80: a person
    // at a course, for a certificate, by another than who asked), and those of CaseOracles and
    // PostOracles.
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;
    // What was approved for an enrolment, and what of it is paid and not returned, for comparison
    // with disbursement's log.
    struct Subsidy {
        Money approved, paid;
    };
    [[nodiscard]] const std::map<Uuid, Subsidy>& subsidies() const { return subsidies_; }

  private:
    struct Employment {
        Date starts_on;
        std::map<int, std::string> kept;  // by month: where it was confirmed
        Date ended_on;                    // unset: still there
    };

    void participation(const log::Record& record, const Participation::Event& event);
    void intent(const log::Record& record, const Intent::Event& event, const std::string& where);
    void hire(const log::Record& record, const Hire::Event& event, const std::string& where);
    void enrolment(const log::Record& record, const Enrolment::Event& event,
                   const std::string& where);

    struct Learning {
        std::pair<Uuid, Uuid> course_and_person;
        bool certified = false;
        StaffId asked_by;
    };

    std::set<std::string> employers_;
    std::map<Uuid, Learning> learning_;                        // by enrolment
    std::set<std::pair<Uuid, Uuid>> approved_;                 // course and person
    std::map<Uuid, Subsidy> subsidies_;                        // by enrolment
    std::map<Uuid, std::pair<Uuid, std::string>> applied_;     // fair and employer
    std::set<std::pair<Uuid, std::string>> attending_;         // fair and employer
    std::map<Uuid, std::pair<Uuid, Uuid>> reached_;            // fair and person, by intent
    std::set<std::pair<Uuid, Uuid>> standing_;                 // fair and person
    std::map<Uuid, Employment> employments_;                   // by hire
    std::vector<std::pair<std::string, std::string>> hirers_;  // employer, and where
    CaseOracles cases_;
    PostOracles posts_;
    audit::Oracle one_{"ONE_INTENT", 0, "intents"};
    audit::Oracle offered_{"OFFERED_BY_WHO_ATTENDS", 0, "vacancies of fairs"};
    audit::Oracle over_{"KEPT_WHILE_EMPLOYED", 0, "months"};
    audit::Oracle approved_once_{"SUBSIDY_APPROVED_ONCE", 0, "subsidies"};
};

}  // namespace haven::employment
