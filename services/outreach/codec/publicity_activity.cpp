#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"

namespace haven::outreach {

static_assert(static_cast<int>(PublicityKind::Handbook) == pb::PUBLICITY_KIND_HANDBOOK);
static_assert(static_cast<int>(CountBasis::LowerBound) == pb::COUNT_BASIS_LOWER_BOUND);

void write_value(const ActivityTerms& e, pb::ActivityTerms& m) {
    m.set_code(e.code);
    m.set_theme(e.theme);
    m.set_level(to_proto<pb::UnionLevel>(e.level));
    for (const PublicityKind kind : e.kinds) m.add_kinds(to_proto<pb::PublicityKind>(kind));
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
}
ActivityTerms read_value(const pb::ActivityTerms& m) {
    ActivityTerms e;
    e.code = m.code();
    e.theme = m.theme();
    e.level = static_cast<UnionLevel>(m.level());
    for (const int kind : m.kinds()) e.kinds.push_back(static_cast<PublicityKind>(kind));
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    return e;
}

void write_value(const Counts& e, pb::Counts& m) {
    m.set_items(e.items);
    m.set_reached(e.reached);
    m.set_basis(to_proto<pb::CountBasis>(e.basis));
}
Counts read_value(const pb::Counts& m) {
    return {m.items(), m.reached(), static_cast<CountBasis>(m.basis())};
}

namespace {

void write(const ActivityAnnounced& e, pb::ActivityAnnounced& m) {
    write_value(e.terms, *m.mutable_terms());
}
ActivityAnnounced read(const pb::ActivityAnnounced& m) {
    return {read_value(m.terms())};
}

void write(const ActivityReported& e, pb::ActivityReported& m) {
    write_value(e.counts, *m.mutable_counts());
    m.set_record_no(e.record_no);
}
ActivityReported read(const pb::ActivityReported& m) {
    return {read_value(m.counts()), m.record_no()};
}

void write(const ActivityAmended& e, pb::ActivityAmended& m) {
    write_value(e.counts, *m.mutable_counts());
    m.set_reason(e.reason);
    m.set_record_no(e.record_no);
}
ActivityAmended read(const pb::ActivityAmended& m) {
    return {read_value(m.counts()), m.reason(), m.record_no()};
}

void write(const ActivityCancelled& e, pb::ActivityCancelled& m) {
    m.set_reason(e.reason);
}
ActivityCancelled read(const pb::ActivityCancelled& m) {
    return {m.reason()};
}

constexpr std::string_view kTypes[] = {"ActivityAnnounced", "ActivityReported", "ActivityAmended",
                                       "ActivityCancelled"};

}  // namespace

std::span<const std::string_view> PublicityActivityCodec::types() {
    return kTypes;
}

log::NewEvent PublicityActivityCodec::encode(const PublicityActivity::Event& event) {
    return match(
        event,
        [](const ActivityAnnounced& e) {
            return encoded<pb::ActivityAnnounced>([&](auto& m) { write(e, m); });
        },
        [](const ActivityReported& e) {
            return encoded<pb::ActivityReported>([&](auto& m) { write(e, m); });
        },
        [](const ActivityAmended& e) {
            return encoded<pb::ActivityAmended>([&](auto& m) { write(e, m); });
        },
        [](const ActivityCancelled& e) {
            return encoded<pb::ActivityCancelled>([&](auto& m) { write(e, m); });
        });
}

std::optional<PublicityActivity::Event> PublicityActivityCodec::decode(std::string_view type, int,
                                                                       std::string_view payload) {
    if (type == "ActivityAnnounced") return read(parsed<pb::ActivityAnnounced>(payload));
    if (type == "ActivityReported") return read(parsed<pb::ActivityReported>(payload));
    if (type == "ActivityAmended") return read(parsed<pb::ActivityAmended>(payload));
    if (type == "ActivityCancelled") return read(parsed<pb::ActivityCancelled>(payload));
    return std::nullopt;
}

}  // namespace haven::outreach
