// Events of reference data and of people apart from any file.
#include "services/registry/codec/events.hpp"
#include "services/registry/codec/fields.hpp"

namespace haven::registry {

v1::UnionNodeRegistered to_event(const UnionNodeRegistered& e) {
    v1::UnionNodeRegistered m;
    *m.mutable_node() = to_proto(e.node);
    return m;
}

UnionNodeRegistered from_event(const v1::UnionNodeRegistered& m) {
    return {.node = from_proto(m.node())};
}

v1::StaffRegistered to_event(const StaffRegistered& e) {
    v1::StaffRegistered m;
    *m.mutable_member() = to_proto(e.member);
    return m;
}

StaffRegistered from_event(const v1::StaffRegistered& m) {
    return {.member = from_proto(m.member())};
}

v1::StaffChanged to_event(const StaffChanged& e) {
    v1::StaffChanged m;
    *m.mutable_member() = to_proto(e.member);
    return m;
}

StaffChanged from_event(const v1::StaffChanged& m) {
    return {.member = from_proto(m.member())};
}

v1::StaffLeft to_event(const StaffLeft& e) {
    v1::StaffLeft m;
    m.set_staff_id(to_text(e.staff.uuid));
    m.set_left_on(to_text(e.left_on));
    return m;
}

StaffLeft from_event(const v1::StaffLeft& m) {
    return {.staff = StaffId{stored_uuid(m.staff_id())}, .left_on = stored_date(m.left_on())};
}

v1::EnterpriseRegistered to_event(const EnterpriseRegistered& e) {
    v1::EnterpriseRegistered m;
    *m.mutable_enterprise() = to_proto(e.enterprise);
    return m;
}

EnterpriseRegistered from_event(const v1::EnterpriseRegistered& m) {
    return {.enterprise = from_proto(m.enterprise()).value()};
}

v1::EnterpriseChanged to_event(const EnterpriseChanged& e) {
    v1::EnterpriseChanged m;
    *m.mutable_enterprise() = to_proto(e.enterprise);
    return m;
}

EnterpriseChanged from_event(const v1::EnterpriseChanged& m) {
    return {.enterprise = from_proto(m.enterprise()).value()};
}

v1::DibaoLineSet to_event(const DibaoLineSet& e) {
    v1::DibaoLineSet m;
    *m.mutable_line() = to_proto(e.line);
    return m;
}

DibaoLineSet from_event(const v1::DibaoLineSet& m) {
    return {.line = from_proto(m.line()).value()};
}

v1::RuleSetAdded to_event(const RuleSetAdded& e) {
    v1::RuleSetAdded m;
    *m.mutable_rule_set() = to_proto(e.rule_set);
    return m;
}

RuleSetAdded from_event(const v1::RuleSetAdded& m) {
    return {.rule_set = from_proto(m.rule_set()).value()};
}

v1::PersonErased to_event(const PersonErased& e) {
    v1::PersonErased m;
    m.set_person_id(to_text(e.person.uuid));
    m.set_ground(same_number<v1::ErasureGround>(e.ground));
    m.set_erased_on(to_text(e.erased_on));
    return m;
}

PersonErased from_event(const v1::PersonErased& m) {
    return {.person = PersonId{stored_uuid(m.person_id())},
            .ground = same_number<ErasureGround>(m.ground()),
            .erased_on = stored_date(m.erased_on())};
}

}  // namespace haven::registry
