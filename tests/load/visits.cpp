#include "tests/load/visits.hpp"

#include <atomic>

#include "libs/postgres/migrate.hpp"

namespace haven::load {
namespace {

using log::ColumnType;

struct VisitsCodec {
    static constexpr std::string_view kTypes[] = {"VisitNoted"};
    static std::span<const std::string_view> types() { return kTypes; }
    static log::NewEvent encode(const Visits::Event& event) {
        const auto& noted = std::get<Visits::Noted>(event);
        return {"VisitNoted", 1, noted.note + noted.claim};
    }
    static std::optional<Visits::Event> decode(std::string_view type, int,
                                               std::string_view payload) {
        if (type != kTypes[0]) return std::nullopt;
        return Visits::Noted{std::string(payload.substr(0, kNoteBytes)),
                             std::string(payload.substr(std::min(kNoteBytes, payload.size())))};
    }
};

void project(const Visits::Event&, const Visits::State& after, const log::EventContext& context,
             log::RowSink& sink) {
    sink.put(kVisits, {context.stream_id, after.count, context.business_date});
}

const SqlFile kMigration{"0001_visits.sql", R"(
CREATE TABLE visits (federation smallint, file_id uuid, visits bigint, last_on date,
    last_offset bigint NOT NULL, PRIMARY KEY (federation, file_id)) WITH (fillfactor = 70);
SELECT haven_protect('visits');
)"};

}  // namespace

const log::Table kVisits{
    "visits",
    {{"file_id", ColumnType::Uuid}, {"visits", ColumnType::Int64}, {"last_on", ColumnType::Date}},
    1};

Result<std::vector<Visits::Event>> Visits::decide(const State&, const Command& command,
                                                  const Context&) {
    const auto& note = std::get<NoteVisit>(command);
    return std::vector<Event>{Noted{note.note, note.claim}};
}

Visits::State Visits::evolve(State state, const Event&) {
    ++state.count;
    return state;
}

Effects Visits::effects(const State&, const Event& event) {
    const auto& noted = std::get<Noted>(event);
    if (noted.claim.empty()) return {};
    return {.claims = {{ClaimChange::Kind::Take, noted.claim}}};
}

const writer::Aggregate& visits() {
    static const auto aggregate = writer::make_aggregate<Visits, VisitsCodec>("visits", project);
    return *aggregate;
}

std::span<const SqlFile> visits_migrations() {
    return std::span(&kMigration, 1);
}

void create_visits(const std::string& conninfo) {
    postgres::Connection connection(conninfo);
    log::ensure_roles(connection);
    std::vector<log::FederationRow> list;
    for (int i = 1; i <= kFederations; ++i) {
        const auto number = static_cast<std::int16_t>(i);
        list.push_back(
            {{number}, std::to_string(610300 + i), "", {static_cast<std::int16_t>(i > 1)}});
    }
    HAVEN_CHECK(log::create_schema(connection, list).has_value());
    HAVEN_CHECK(postgres::migrate(connection, "public", "visits", visits_migrations()).has_value());
}

Uuid new_id() {
    static std::atomic<std::uint64_t> next{1};
    const std::uint64_t number = next.fetch_add(1);
    Uuid id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
        id.bytes[8 + i] = static_cast<std::uint8_t>(number * 0x9e3779b97f4a7c15ULL >> (8 * i));
    }
    return id;
}

Uuid VisitCommands::stream_of(std::int64_t number) {
    Uuid id;
    const auto spread = static_cast<std::uint64_t>(number) * 0x9e3779b97f4a7c15ULL;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(spread >> (8 * i));
        id.bytes[8 + i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return id;
}

// Every 1/share-th command, spread evenly.
bool VisitCommands::hits(double share) const {
    const auto before = static_cast<std::int64_t>(static_cast<double>(count_) * share);
    return static_cast<std::int64_t>(static_cast<double>(count_ + 1) * share) != before;
}

writer::Submission VisitCommands::next() {
    const std::int64_t stream = count_ % streams_;
    writer::Submission submission;
    submission.aggregate = &visits();
    submission.federation = {static_cast<std::int16_t>(stream % federations_ + 1)};
    submission.stream = stream_of(stream);
    submission.command_id = new_id();
    submission.request_hash[0] = submission.command_id.bytes[7];
    submission.meta.actor = StaffId{stream_of(7)};
    submission.meta.business_date = Date::of(2023, 6, 30);
    Visits::NoteVisit note{std::string(kNoteBytes, static_cast<char>('a' + count_ % 26)), ""};
    if (hits(claimed_)) {
        note.claim = "visit/taken";
    } else if (count_ % 5 == 0) {
        note.claim = "visit/" + submission.command_id.to_string();
    }
    if (hits(stale_)) submission.expected_version = 1'000'000;
    submission.command = Visits::Command(std::move(note));
    ++count_;
    return submission;
}

}  // namespace haven::load
