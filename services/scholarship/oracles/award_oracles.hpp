// AwardOracles: what must hold of the events of schemes, pledges, applications and awards, counted
// anew from the events, without the deciders that wrote them (`haven audit check`). Use and rules
// as PaymentOracles of disbursement.
#pragma once

#include <map>
#include <set>

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"
#include "services/scholarship/domain/award.hpp"
#include "services/scholarship/domain/pledge.hpp"
#include "services/scholarship/domain/scheme.hpp"

namespace haven::scholarship {

class AwardOracles {
  public:
    void see(const log::Record& record);

    // PLEDGES_CONSERVE (I28: never more allotted, paid and given back than has been received),
    // GIFTS_CONSERVE (never more pieces handed out than came in, one of a kind to an award),
    // ONE_HARDSHIP_AWARD (I27, at the end of the logs), AWARD_PAID_ONCE (I8, and only where it was
    // asked for), AWARDED_WITHIN_SCHEME (I29: for nothing that the scheme excludes; I30: late only
    // by a decision with a number; at the end of the logs).
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;

    // What is paid and not returned, by award and year, for comparison with disbursement's log.
    [[nodiscard]] const std::map<std::pair<Uuid, int>, Money>& awards_paid() const { return paid_; }

  private:
    struct Purse {
        Money received, kept, paid, given_back;
        std::map<std::string, int> goods;  // pieces left
        std::set<std::pair<std::string, AwardId>> gifts;
    };
    // Whose award of which year and level it is, as long as it is not released.
    struct Award {
        AwardApproved approved;
        std::map<int, StudyStage> years;  // that stand
        std::set<int> asked;
    };

    // What was handed in, and how it was checked last.
    struct Application {
        ScholarshipApplied applied;
        bool passed = false;
        std::string late_decision;
        bool awarded = false;
    };

    void scheme(const log::Record& record, const Scheme::Event& event);
    void application(const log::Record& record, const scholarship::Application::Event& event);
    [[nodiscard]] bool within_scheme(const Application& application) const;
    void pledge(const log::Record& record, const Pledge::Event& event, const std::string& where);
    void award(const log::Record& record, const scholarship::Award::Event& event,
               const std::string& where);

    std::map<Uuid, SchemeTerms> schemes_;  // with the window as extended
    std::map<Uuid, Application> applications_;
    std::map<Uuid, Purse> purses_;
    std::map<Uuid, Award> awards_;
    std::map<std::pair<Uuid, int>, Money> paid_;
    audit::Oracle conserve_{"PLEDGES_CONSERVE", 0, "entries"};
    audit::Oracle gifts_{"GIFTS_CONSERVE", 0, "movements of goods"};
    audit::Oracle once_{"AWARD_PAID_ONCE", 0, "credits and returns"};
};

}  // namespace haven::scholarship
