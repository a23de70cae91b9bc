// FileOracles: what must hold of the household files' events, counted anew from the events, without
// the decider that wrote them (`haven audit check`). Use and rules as PaymentOracles.
#pragma once

#include <map>
#include <set>

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry {

class FileOracles {
  public:
    void see(const log::Record& record);

    // ONE_OPEN_FILE_PER_PERSON (I1, at the end of the logs), ENROLLED_AFTER_ITS_NOTICE (I5: the
    // notice is over and no objection is open), DECIDED_BY_OTHERS (three at least, no
    // investigator), AID_RECORDED_ONCE.
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;

    // By entitlement id and instalment: what is recorded as paid and not returned.
    [[nodiscard]] const std::map<std::pair<std::string, int>, Money>& aid() const { return aid_; }

    // Open files of each federation, at the end of the logs.
    [[nodiscard]] std::map<FederationNo, std::int64_t> open_files() const;

  private:
    struct File {
        std::vector<PersonId> members;
        bool open = false;
        bool noticed = false;       // a notice of the enrolment has been closed
        std::set<Uuid> objections;  // open ones
        std::set<StaffId> visitors;
    };

    static bool ends(const HouseholdEvent& event);
    void check_enrolment(const File& file, const HouseholdEnrolled& event,
                         const std::string& where);

    std::map<std::pair<FederationNo, Uuid>, File> files_;
    std::map<std::pair<std::string, int>, Money> aid_;
    audit::Oracle noticed_{"ENROLLED_AFTER_ITS_NOTICE", 0, "enrolments"};
    audit::Oracle decided_{"DECIDED_BY_OTHERS", 0, "enrolments"};
    audit::Oracle recorded_{"AID_RECORDED_ONCE", 0, "credits and returns"};
};

}  // namespace haven::registry
