#include "services/disbursement/codec/codec.hpp"
#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

constexpr std::string_view kTypes[] = {"SubjectsSet"};

}  // namespace

std::span<const std::string_view> SubjectRulingCodec::types() {
    return kTypes;
}

log::NewEvent SubjectRulingCodec::encode(const SubjectRuling::Event& event) {
    return encoded<pb::SubjectsSet>([&](pb::SubjectsSet& m) {
        write_subjects(std::get<SubjectsSet>(event).subjects, *m.mutable_subjects());
    });
}

std::optional<SubjectRuling::Event> SubjectRulingCodec::decode(std::string_view type, int,
                                                               std::string_view payload) {
    if (type != "SubjectsSet") return std::nullopt;
    return SubjectsSet{read_subjects(parsed<pb::SubjectsSet>(payload).subjects())};
}

}  // namespace haven::disbursement
