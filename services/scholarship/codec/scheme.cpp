#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"

namespace haven::scholarship {
namespace {

void write(const SchemeOpened& e, pb::SchemeOpened& m) {
    write_value(e.terms, *m.mutable_terms());
}
SchemeOpened read(const pb::SchemeOpened& m) {
    SchemeOpened e;
    e.terms = read_value(m.terms());
    return e;
}

void write(const WindowExtended& e, pb::WindowExtended& m) {
    m.set_last_day(date_text(e.last_day));
    m.set_decision_no(e.decision_no);
}
WindowExtended read(const pb::WindowExtended& m) {
    WindowExtended e;
    e.last_day = date_of(m.last_day());
    e.decision_no = m.decision_no();
    return e;
}

void write(const WindowClosed& e, pb::WindowClosed& m) {
    m.set_closed_on(date_text(e.closed_on));
}
WindowClosed read(const pb::WindowClosed& m) {
    WindowClosed e;
    e.closed_on = date_of(m.closed_on());
    return e;
}

void write(const SchemeClosed& e, pb::SchemeClosed& m) {
    m.set_awards(e.awards);
    m.set_total_fen(e.total.in_fen());
}
SchemeClosed read(const pb::SchemeClosed& m) {
    SchemeClosed e;
    e.awards = m.awards();
    e.total = Money::fen(m.total_fen());
    return e;
}

constexpr std::string_view kTypes[] = {"SchemeOpened", "WindowExtended", "WindowClosed",
                                       "SchemeClosed"};

}  // namespace

std::span<const std::string_view> SchemeCodec::types() {
    return kTypes;
}

log::NewEvent SchemeCodec::encode(const Scheme::Event& event) {
    return match(
        event,
        [](const SchemeOpened& e) {
            return encoded<pb::SchemeOpened>([&](auto& m) { write(e, m); });
        },
        [](const WindowExtended& e) {
            return encoded<pb::WindowExtended>([&](auto& m) { write(e, m); });
        },
        [](const WindowClosed& e) {
            return encoded<pb::WindowClosed>([&](auto& m) { write(e, m); });
        },
        [](const SchemeClosed& e) {
            return encoded<pb::SchemeClosed>([&](auto& m) { write(e, m); });
        });
}

std::optional<Scheme::Event> SchemeCodec::decode(std::string_view type, int,
                                                 std::string_view payload) {
    if (type == "SchemeOpened") return read(parsed<pb::SchemeOpened>(payload));
    if (type == "WindowExtended") return read(parsed<pb::WindowExtended>(payload));
    if (type == "WindowClosed") return read(parsed<pb::WindowClosed>(payload));
    if (type == "SchemeClosed") return read(parsed<pb::SchemeClosed>(payload));
    return std::nullopt;
}

}  // namespace haven::scholarship
