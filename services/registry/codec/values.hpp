// Conversions of the values that events, commands and answers share. Only .cpp files include this.
//
// to_proto is total. from_proto of what a caller sends answers a Result that names the field; what
// is read back from the log goes through stored(), which aborts on anything unreadable.
#pragma once

#include <string>
#include <string_view>

#include "haven/registry/v1/directory.pb.h"
#include "haven/registry/v1/household.pb.h"
#include "services/registry/domain/directory.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry {

// "" for an unset date.
std::string to_text(Date date);
std::string to_text(const Uuid& id);  // "" for nil
// Of stored texts: "" gives unset or nil, nonsense aborts.
Date stored_date(const std::string& text);
Uuid stored_uuid(const std::string& text);
// Of a caller's texts; `field` is named in the error.
Result<Date> asked_date(const std::string& text, std::string_view field);
Result<Date> asked_date_or_none(const std::string& text, std::string_view field);

haven::type::v1::Sealed to_proto(const Sealed& sealed);
Sealed from_proto(const haven::type::v1::Sealed& sealed);
v1::Member to_proto(const Member& member);
Member from_proto(const v1::Member& member);
v1::Document to_proto(const Document& document);
Document from_proto(const v1::Document& document);
v1::Payee to_proto(const Payee& payee);
Payee from_proto(const v1::Payee& payee);
v1::MeansFigures to_proto(const MeansFigures& figures);
MeansFigures from_proto(const v1::MeansFigures& figures);
v1::Comparison to_proto(const Comparison& comparison);
Comparison from_proto(const v1::Comparison& comparison);
v1::Waiver to_proto(const Waiver& waiver);
Waiver from_proto(const v1::Waiver& waiver);
v1::Meeting to_proto(const Meeting& meeting);
Meeting from_proto(const v1::Meeting& meeting);
SuperiorApproval from_proto(const v1::SuperiorApproval& approval);
v1::Measure to_proto(const Measure& measure);
Measure from_proto(const v1::Measure& measure);

v1::UnionNode to_proto(const UnionNode& node);
UnionNode from_proto(const v1::UnionNode& node);
v1::StaffMember to_proto(const StaffMember& member);
StaffMember from_proto(const v1::StaffMember& member);
v1::Enterprise to_proto(const Enterprise& enterprise);
Result<Enterprise> from_proto(const v1::Enterprise& enterprise);
v1::DibaoLine to_proto(const DibaoLine& line);
Result<DibaoLine> from_proto(const v1::DibaoLine& line);
v1::RuleSet to_proto(const RuleSet& set);
Result<RuleSet> from_proto(const v1::RuleSet& set);

// Enumerators have the same numbers on both sides.
template <class To, class From>
To same_number(From value) {
    return static_cast<To>(static_cast<int>(value));
}

}  // namespace haven::registry
