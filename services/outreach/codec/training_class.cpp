#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"

namespace haven::outreach {

static_assert(static_cast<int>(ClassKind::StudyMeeting) == pb::CLASS_KIND_STUDY_MEETING);

void write_value(const ClassTerms& e, pb::ClassTerms& m) {
    m.set_code(e.code);
    m.set_kind(to_proto<pb::ClassKind>(e.kind));
    m.set_level(to_proto<pb::UnionLevel>(e.level));
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
    m.set_seats(e.seats);
}
ClassTerms read_value(const pb::ClassTerms& m) {
    ClassTerms e;
    e.code = m.code();
    e.kind = static_cast<ClassKind>(m.kind());
    e.level = static_cast<UnionLevel>(m.level());
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    e.seats = m.seats();
    return e;
}

namespace {

void write(const ClassOpened& e, pb::ClassOpened& m) {
    write_value(e.terms, *m.mutable_terms());
}
ClassOpened read(const pb::ClassOpened& m) {
    return {read_value(m.terms())};
}

void write(const TraineeEnrolled& e, pb::TraineeEnrolled& m) {
    write_sealed(e.name, *m.mutable_name());
}
TraineeEnrolled read(const pb::TraineeEnrolled& m) {
    return {read_sealed(m.name())};
}

void write(const TraineeStruck& e, pb::TraineeStruck& m) {
    m.set_person_id(id_text(e.person));
    m.set_reason(e.reason);
}
TraineeStruck read(const pb::TraineeStruck& m) {
    return {id_of<PersonId>(m.person_id()), m.reason()};
}

void write(const AttendanceRecorded& e, pb::AttendanceRecorded& m) {
    m.set_day(date_text(e.day));
    for (const PersonId& person : e.people) m.add_person_ids(id_text(person));
}
AttendanceRecorded read(const pb::AttendanceRecorded& m) {
    AttendanceRecorded e{date_of(m.day()), {}};
    for (const std::string& person : m.person_ids()) e.people.push_back(id_of<PersonId>(person));
    return e;
}

void write(const ClassCompleted& e, pb::ClassCompleted& m) {
    m.set_trained(e.trained);
}
ClassCompleted read(const pb::ClassCompleted& m) {
    return {m.trained()};
}

constexpr std::string_view kTypes[] = {"ClassOpened", "TraineeEnrolled", "TraineeStruck",
                                       "AttendanceRecorded", "ClassCompleted"};

}  // namespace

std::span<const std::string_view> TrainingClassCodec::types() {
    return kTypes;
}

log::NewEvent TrainingClassCodec::encode(const TrainingClass::Event& event) {
    return match(
        event,
        [](const ClassOpened& e) {
            return encoded<pb::ClassOpened>([&](auto& m) { write(e, m); });
        },
        [](const TraineeEnrolled& e) {
            return encoded<pb::TraineeEnrolled>([&](auto& m) { write(e, m); });
        },
        [](const TraineeStruck& e) {
            return encoded<pb::TraineeStruck>([&](auto& m) { write(e, m); });
        },
        [](const AttendanceRecorded& e) {
            return encoded<pb::AttendanceRecorded>([&](auto& m) { write(e, m); });
        },
        [](const ClassCompleted& e) {
            return encoded<pb::ClassCompleted>([&](auto& m) { write(e, m); });
        });
}

std::optional<TrainingClass::Event> TrainingClassCodec::decode(std::string_view type, int,
                                                               std::string_view payload) {
    if (type == "ClassOpened") return read(parsed<pb::ClassOpened>(payload));
    if (type == "TraineeEnrolled") return read(parsed<pb::TraineeEnrolled>(payload));
    if (type == "TraineeStruck") return read(parsed<pb::TraineeStruck>(payload));
    if (type == "AttendanceRecorded") return read(parsed<pb::AttendanceRecorded>(payload));
    if (type == "ClassCompleted") return read(parsed<pb::ClassCompleted>(payload));
    return std::nullopt;
}

}  // namespace haven::outreach
