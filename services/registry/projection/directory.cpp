// Rows of reference data.
#include "services/registry/codec/codec.hpp"
#include "services/registry/projection/projection.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/registry/projection/values.hpp"

namespace haven::registry {

void project_union_node(const UnionNodeRecord::Event& event, const UnionNodeRecord::State&,
                        const log::EventContext&, log::RowSink& rows) {
    const UnionNode& node = std::get<UnionNodeRegistered>(event).node;
    rows.put(tables::kUnionNode,
             {node.code, node.name, node.parent_code,
              static_cast<std::int64_t>(node.federation.value), number(node.kind)});
}

void project_staff(const StaffRecord::Event&, const StaffRecord::State& after,
                   const log::EventContext&, log::RowSink& rows) {
    const StaffMember& member = *after.member;
    rows.put(tables::kStaff, {member.staff.uuid, member.login, member.display_name,
                              static_cast<std::int64_t>(member.federation.value), member.union_node,
                              list_text(member.roles), log::Bytes{member.public_key}, member.left});
}

void project_enterprise(const EnterpriseRecord::Event&, const EnterpriseRecord::State& after,
                        const log::EventContext&, log::RowSink& rows) {
    const Enterprise& enterprise = *after.enterprise;
    rows.put(
        tables::kEnterprise,
        {enterprise.uscc, enterprise.name, static_cast<std::int64_t>(enterprise.federation.value),
         enterprise.union_node, enterprise.division, enterprise.city_owned,
         cell(enterprise.distressed_from), list_text(enterprise.programmes)});
}

void project_dibao_line(const DibaoLineRecord::Event&, const DibaoLineRecord::State& after,
                        const log::EventContext&, log::RowSink& rows) {
    const DibaoLine& line = *after.line;
    rows.put(tables::kDibaoLine,
             {line.line_id, line.division, number(line.residence), cell(line.monthly),
              cell(line.effective_from), line.source, line.placeholder});
}

void project_rule_set(const RuleSetRecord::Event& event, const RuleSetRecord::State& after,
                      const log::EventContext&, log::RowSink& rows) {
    const RuleSet& set = *after.rule_set;
    rows.put(tables::kRuleSet, {set.rule_set_id, cell(set.effective_from),
                                log::Bytes{Codec<RuleSetRecord>::encode(event).payload}});
}

void project_person(const PersonRecord::Event&, const PersonRecord::State&,
                    const log::EventContext&, log::RowSink&) {}

}  // namespace haven::registry
