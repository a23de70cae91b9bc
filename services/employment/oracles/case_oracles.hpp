// CaseOracles: what must hold of one-stop cases (docs/rules.md R78), counted anew from their
// events. Part of EmploymentOracles.
#pragma once

#include <map>
#include <vector>

#include "libs/audit/oracle.hpp"
#include "libs/log/log.hpp"
#include "services/employment/domain/service_case.hpp"
#include "services/employment/oracles/stretches.hpp"

namespace haven::employment {

class CaseOracles {
  public:
    // Of the log of the case's federation, in which its person's hires lie too.
    void see(const log::Record& record, const ServiceCase::Event& event, const std::string& where);
    void see(const log::Record& record, const Hire::Event& event);

    // ONE_CASE (a person has one open case, over all federations), CASE_STEPS_IN_ORDER (only an
    // open case goes on or is closed, only a closed one is opened again, and a referral is answered
    // once, by the registry also after the case was closed), OUTCOME_RESTS_ON_STEPS (on a hire of
    // that person that has begun and stands, on advice, on a referral that the registry took up, on
    // three days on which nobody was reached).
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;

  private:
    struct Work {
        SeekerId seeker;
        Date starts_on;
        bool ended = false;
    };
    struct Asked {
        Date day;
        FollowUpFinding finding = FollowUpFinding::Unset;
    };
    struct Journal {
        SeekerId seeker;
        PersonId person;
        bool known = false;
        bool open = false;
        int entries = 0;
        bool advised = false;
        bool taken_up = false;                    // by the registry
        std::map<int, ReferralTarget> referrals;  // not answered yet, by number
        std::vector<Asked> asked;
    };

    // Whether the event may stand where it stands.
    bool step(Journal& journal, const ServiceCase::Event& event) const;
    [[nodiscard]] bool rests(const Journal& journal, const CaseClosed& closed) const;
    void open(const Journal& journal, Date day, const std::string& where);

    std::map<Uuid, Journal> journals_;
    std::map<Uuid, Work> work_;  // by hire
    std::map<PersonId, std::vector<Stretch>> stretches_;
    audit::Oracle steps_{"CASE_STEPS_IN_ORDER", 0, "steps"};
    audit::Oracle outcomes_{"OUTCOME_RESTS_ON_STEPS", 0, "outcomes"};
};

}  // namespace haven::employment
