#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

constexpr std::string_view kRulingTypes[] = {"SubsidyRulesSet"};
constexpr std::string_view kCourseTypes[] = {"CourseOffered"};

}  // namespace

std::span<const std::string_view> SubsidyRulingCodec::types() {
    return kRulingTypes;
}

log::NewEvent SubsidyRulingCodec::encode(const SubsidyRuling::Event& event) {
    return encoded<pb::SubsidyRulesSet>(
        [&](auto& m) { write_value(std::get<SubsidyRulesSet>(event).rules, *m.mutable_rules()); });
}

std::optional<SubsidyRuling::Event> SubsidyRulingCodec::decode(std::string_view type, int,
                                                               std::string_view payload) {
    if (type != "SubsidyRulesSet") return std::nullopt;
    return SubsidyRulesSet{read_value(parsed<pb::SubsidyRulesSet>(payload).rules())};
}

std::span<const std::string_view> CourseCodec::types() {
    return kCourseTypes;
}

log::NewEvent CourseCodec::encode(const Course::Event& event) {
    return encoded<pb::CourseOffered>(
        [&](auto& m) { write_value(std::get<CourseOffered>(event).terms, *m.mutable_terms()); });
}

std::optional<Course::Event> CourseCodec::decode(std::string_view type, int,
                                                 std::string_view payload) {
    if (type != "CourseOffered") return std::nullopt;
    return CourseOffered{read_value(parsed<pb::CourseOffered>(payload).terms())};
}

}  // namespace haven::employment
