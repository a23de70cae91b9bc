// The statements behind files.hpp, for files*.cpp and for the benchmark that runs them bare.
#pragma once

#include "libs/postgres/connection.hpp"
#include "services/registry/queries/files.hpp"

namespace haven::registry::queries {

#define HAVEN_FILE_COLUMNS                                                                      \
    "SELECT federation, household_id, union_node, division, residence, state, hardship_class, " \
    "tier, round, origin, causes, head_person, head_name, member_count, applied_on, "           \
    "enrolled_on, closed_on, exit_kind, review_valid_until, employer_uscc, version, "           \
    "notice_last_day, open_objections, check_request, check_state, file_no, payee_person, "     \
    "payee_last4, payee_bank, programmes, aid_paid_fen, proposed_payee, proposed_last4 "        \
    "FROM household h "

inline constexpr postgres::Statement kFile{"registry_file",
                                           HAVEN_FILE_COLUMNS "WHERE household_id = $1"};
inline constexpr postgres::Statement kFind{
    "registry_find", HAVEN_FILE_COLUMNS
    "WHERE (federation, household_id) > ($1::smallint, $2) "
    "AND (NOT $3 OR household_id IN (SELECT m.household_id FROM household_member m "
    "WHERE m.person_id = ANY ($4) AND m.federation = h.federation)) "
    "AND ($5 = 0 OR federation = $5) AND ($6 = 0 OR hardship_class = $6) "
    "AND ($7 = 0 OR $7::text = ANY (string_to_array(causes, ','))) "
    "AND ($8 = 0 OR state = $8) AND ($9 = 0 OR tier = $9) AND ($10 = 0 OR round = $10) "
    "AND ($11 = 0 OR origin = $11) ORDER BY federation, household_id LIMIT $12"};
#undef HAVEN_FILE_COLUMNS
inline constexpr postgres::Statement kMembers{
    "registry_members",
    "SELECT seq, person_id, relation, name, id_number, sex, birth_date, phone, address, work, "
    "health, schooling, yearly_income_fen, authorised FROM household_member "
    "WHERE household_id = $1 ORDER BY seq"};
inline constexpr postgres::Statement kPlans{
    "registry_plans",
    "SELECT year, adopted_on, measure_id, item, programme, beneficiary, annual_fen, fund_line, "
    "fund_federation, instalments FROM plan_measure WHERE household_id = $1 "
    "ORDER BY year, measure_id"};
inline constexpr postgres::Statement kTimeline{
    "registry_timeline",
    "SELECT version, type, on_date, actor, amount_fen, detail, last_offset FROM timeline "
    "WHERE household_id = $1 AND version > $2 ORDER BY version LIMIT $3"};
inline constexpr postgres::Statement kDecisions{
    "registry_decisions",
    "SELECT version, type, decided_on, hardship_class, reason, rule_set_id, line_id, "
    "line_monthly_fen, line_is_placeholder, income_fen, rigid_fen, net_fen, member_count, "
    "line_year_fen, multiple_permille, relation_sign, accident_cost_fen, savings_fen, "
    "months_below_line, relief_received, self_paid_medical_fen, temporary_hardship FROM "
    "class_decision "
    "WHERE household_id = $1 ORDER BY version DESC"};

// Parameters of kFind.
postgres::Params find_params(const FileFilter& filter, std::int64_t after_federation,
                             const Uuid& after_household, int limit);

}  // namespace haven::registry::queries
