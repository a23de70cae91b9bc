// Queries: the read side of scholarship, within the caller's scope (row-level security). Ids and
// codes that are not in scope are simply not there. Thread rule: that of the ScopedRead.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/scholarship/domain/application.hpp"
#include "services/scholarship/domain/award.hpp"
#include "services/scholarship/domain/award_roll.hpp"

namespace haven::scholarship {

struct SchemeRow {
    FederationNo federation;
    SchemeId id;
    std::string code;
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    std::string sponsor;
    bool counts_as_hardship_aid = false;
    Date first_day, last_day;
    bool window_closed = false;
    bool closed = false;
};
struct PledgeRow {
    FederationNo federation;
    PledgeId id;
    std::string code;
    std::string sponsor;
    SchemeId scheme;
    FundLineId fund_line;
    Money promised, received, allotted, paid, given_back, balance;
    bool defaulted = false;
    struct Goods {
        std::string goods;
        int received = 0;
        int handed_out = 0;
    };
    std::vector<Goods> goods = {};  // by name
};
// A movement of a pledge in money or in goods, with what a sponsor may hear of the award that it is
// for.
struct StatementRow {
    std::int64_t offset = 0;
    Date booked_on;
    std::string kind;
    Money amount;
    std::string goods;  // empty: money
    int pieces = 0;
    std::string reference;
    Date happened_on;
    std::string award_no;  // empty: no award
    int year = 0;
    StudyStage stage = StudyStage::Unset;
    FederationNo intake;
    ApplicationId application;
    bool sponsor_may_know = false;
};
struct ApplicationRow {
    FederationNo federation;
    ApplicationId id;
    SchemeId scheme;
    PersonId student;
    HouseholdId household;
    std::string union_node;
    StudyStage stage = StudyStage::Unset;
    ApplicationState state = ApplicationState::Unset;
    ExclusionReason exclusion = ExclusionReason::Unset;
    std::string tier;
    Money amount;
    Date notice_last_day;
    int open_objections = 0;
    RollId roll;
    AwardId award;
    Date applied_on;
    FederationNo intake;
};
struct RollHead {
    FederationNo federation;
    RollId id;
    std::string roll_no;
    SchemeId scheme;
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    int row_count = 0;
    Money total;
    std::string hash;  // 32 bytes
    StaffId maker, approver;
    int ceremonies = 0;
};
struct RollLine {
    ApplicationId application;
    int position = 0;
    AwardId award;
    std::string tier;
    Money amount;
    AwardRoll::RowState state = AwardRoll::RowState::Sealed;
};
struct AwardYearRow {
    AwardId award;
    int year = 0;
    AwardYearState state = AwardYearState::Unset;
    Money amount;
    FundLineId fund_line;
    PledgeId pledge;
    std::string unfunded;
    std::string bank_serial;
    Date credited_on;
    std::string return_serial;
    Date returned_on;
    bool to_recover = false;
};
struct AwardRow {
    FederationNo federation;
    AwardId id;
    std::string award_no;
    SchemeId scheme;
    SchemeKind kind = SchemeKind::Unset;
    bool counts_as_hardship_aid = false;
    PersonId student;
    ApplicationId application;
    StudyStage stage = StudyStage::Unset;
    int graduates = 0;
    int deferred_until = 0;
    bool revoked = false;
    std::vector<AwardYearRow> years;
};
// What a scheme has come to: applications without an end, and awards that stand.
struct SchemeSums {
    int unfinished = 0;
    int awards = 0;
    Money total;
};
// Credited awards of one scheme and year.
struct CreditedRow {
    std::string scheme_code;
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    std::int64_t awards = 0;
    Money total;
};

class Queries {
  public:
    explicit Queries(access::ScopedRead& read) : read_(read) {}

    // By id or by code.
    std::optional<SchemeRow> scheme(const std::string& id_or_code);
    std::vector<SchemeRow> schemes(int year, const std::string& after_code, int limit);
    SchemeSums sums(const SchemeId& scheme);

    // By id or by code; without its goods.
    std::optional<PledgeRow> pledge(const std::string& id_or_code);
    void add_goods(std::span<PledgeRow> pledges);
    // `scheme` nil = all; without their goods.
    std::vector<PledgeRow> pledges(const SchemeId& scheme, const std::string& after_code,
                                   int limit);
    std::vector<StatementRow> statement(const PledgeId& pledge, std::int64_t after, int limit);

    // `own` are the federations whose applications the caller may see: those that keep one, and
    // those whose union took one in.
    std::optional<ApplicationRow> application(const ApplicationId& id,
                                              std::span<const FederationNo> own);
    struct ApplicationKey {
        Date applied_on;
        ApplicationId id;
    };
    std::vector<ApplicationRow> applications(const SchemeId& scheme, ApplicationState state,
                                             std::span<const FederationNo> own,
                                             const std::optional<ApplicationKey>& after, int limit);

    // By id or by number.
    std::optional<RollHead> roll(const std::string& id_or_number);
    std::vector<RollHead> rolls(const SchemeId& scheme, const std::string& after_number, int limit);
    std::vector<RollLine> roll_lines(const RollId& roll);

    // By id or by number; with its years.
    std::optional<AwardRow> award(const std::string& id_or_number);
    std::vector<AwardRow> awards(const SchemeId& scheme, AwardYearState state,
                                 const std::string& after_number, int limit);

    // Awards whose credit stands on that day, as their last credit and return say.
    std::vector<CreditedRow> credited(Date as_of);

  private:
    void add_years(std::vector<AwardRow>& awards);

    access::ScopedRead& read_;
};

}  // namespace haven::scholarship
