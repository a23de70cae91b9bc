#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const FairScheduled& e, pb::FairScheduled& m) {
    write_value(e.terms, *m.mutable_terms());
}
FairScheduled read(const pb::FairScheduled& m) {
    FairScheduled e;
    e.terms = read_value(m.terms());
    return e;
}

void write(const FairPostponed& e, pb::FairPostponed& m) {
    m.set_first_day(date_text(e.first_day));
    m.set_reason(e.reason);
}
FairPostponed read(const pb::FairPostponed& m) {
    FairPostponed e;
    e.first_day = date_of(m.first_day());
    e.reason = m.reason();
    return e;
}

void write(const FairCancelled& e, pb::FairCancelled& m) {
    m.set_reason(e.reason);
}
FairCancelled read(const pb::FairCancelled& m) {
    FairCancelled e;
    e.reason = m.reason();
    return e;
}

void write(const FairReported& e, pb::FairReported& m) {
    m.set_firms(e.firms);
    m.set_posts(e.posts);
    m.set_intents(e.intents);
    m.set_reported_on(date_text(e.reported_on));
}
FairReported read(const pb::FairReported& m) {
    FairReported e;
    e.firms = m.firms();
    e.posts = m.posts();
    e.intents = m.intents();
    e.reported_on = date_of(m.reported_on());
    return e;
}

constexpr std::string_view kTypes[] = {"FairScheduled", "FairPostponed", "FairCancelled",
                                       "FairReported"};

}  // namespace

std::span<const std::string_view> FairCodec::types() {
    return kTypes;
}

log::NewEvent FairCodec::encode(const Fair::Event& event) {
    return match(
        event,
        [](const FairScheduled& e) {
            return encoded<pb::FairScheduled>([&](auto& m) { write(e, m); });
        },
        [](const FairPostponed& e) {
            return encoded<pb::FairPostponed>([&](auto& m) { write(e, m); });
        },
        [](const FairCancelled& e) {
            return encoded<pb::FairCancelled>([&](auto& m) { write(e, m); });
        },
        [](const FairReported& e) {
            return encoded<pb::FairReported>([&](auto& m) { write(e, m); });
        });
}

std::optional<Fair::Event> FairCodec::decode(std::string_view type, int, std::string_view payload) {
    if (type == "FairScheduled") return read(parsed<pb::FairScheduled>(payload));
    if (type == "FairPostponed") return read(parsed<pb::FairPostponed>(payload));
    if (type == "FairCancelled") return read(parsed<pb::FairCancelled>(payload));
    if (type == "FairReported") return read(parsed<pb::FairReported>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
