#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const VacancyPosted& e, pb::VacancyPosted& m) {
    write_value(e.terms, *m.mutable_terms());
    m.set_content(e.content);
    m.set_screened_by_rules(e.screened_by_rules);
    m.set_posted_on(date_text(e.posted_on));
}
VacancyPosted read(const pb::VacancyPosted& m) {
    VacancyPosted e;
    e.terms = read_value(m.terms());
    e.content = m.content();
    e.screened_by_rules = m.screened_by_rules();
    e.posted_on = date_of(m.posted_on());
    return e;
}

void write(const VacancyRejected& e, pb::VacancyRejected& m) {
    write_value(e.terms, *m.mutable_terms());
    m.set_reason(to_proto<pb::VacancyRejection>(e.reason));
    m.set_found(e.found);
    m.set_screened_by_rules(e.screened_by_rules);
}
VacancyRejected read(const pb::VacancyRejected& m) {
    VacancyRejected e;
    e.terms = read_value(m.terms());
    e.reason = static_cast<VacancyRejection>(m.reason());
    e.found = m.found();
    e.screened_by_rules = m.screened_by_rules();
    return e;
}

void write(const VacancyClosed& e, pb::VacancyClosed& m) {
    m.set_reason(e.reason);
}
VacancyClosed read(const pb::VacancyClosed& m) {
    VacancyClosed e;
    e.reason = m.reason();
    return e;
}

void write(const VacancyExpired& e, pb::VacancyExpired& m) {
    m.set_expired_on(date_text(e.expired_on));
}
VacancyExpired read(const pb::VacancyExpired& m) {
    VacancyExpired e;
    e.expired_on = date_of(m.expired_on());
    return e;
}

constexpr std::string_view kTypes[] = {"VacancyPosted", "VacancyRejected", "VacancyClosed",
                                       "VacancyExpired"};

}  // namespace

std::span<const std::string_view> VacancyCodec::types() {
    return kTypes;
}

log::NewEvent VacancyCodec::encode(const Vacancy::Event& event) {
    return match(
        event,
        [](const VacancyPosted& e) {
            return encoded<pb::VacancyPosted>([&](auto& m) { write(e, m); });
        },
        [](const VacancyRejected& e) {
            return encoded<pb::VacancyRejected>([&](auto& m) { write(e, m); });
        },
        [](const VacancyClosed& e) {
            return encoded<pb::VacancyClosed>([&](auto& m) { write(e, m); });
        },
        [](const VacancyExpired& e) {
            return encoded<pb::VacancyExpired>([&](auto& m) { write(e, m); });
        });
}

std::optional<Vacancy::Event> VacancyCodec::decode(std::string_view type, int,
                                                   std::string_view payload) {
    if (type == "VacancyPosted") return read(parsed<pb::VacancyPosted>(payload));
    if (type == "VacancyRejected") return read(parsed<pb::VacancyRejected>(payload));
    if (type == "VacancyClosed") return read(parsed<pb::VacancyClosed>(payload));
    if (type == "VacancyExpired") return read(parsed<pb::VacancyExpired>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
