#include "libs/log/memory_log.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace haven::log {

struct MemoryDatabase::Content {
    std::map<FederationNo, HeadFact> heads;
    std::map<FederationNo, std::vector<Record>> events;      // offset − 1 is the index
    std::map<StreamKey, std::vector<std::int64_t>> streams;  // version − 1 → offset
    std::map<CommandKey, CommandFact> commands;
    std::map<std::string, Holder> claims;
    std::map<std::string, std::int64_t> quotas;
    std::map<CursorKey, Cursor> cursors;
    std::map<std::pair<CursorKey, std::int64_t>, ParkedRecord> parked;
    RowStore rows;
    std::optional<Date> business_date;

    [[nodiscard]] Facts facts(const Batch& batch) const;
    void must_be_open(FederationNo federation) const {
        const auto head = heads.find(federation);
        if (head == heads.end() || !head->second.open) throw FederationAway(federation);
    }
    void write(const std::string& service, const Batch& batch, const Judgement& judgement);
    void write_events(const std::string& service, const Proposal& proposal, const Outcome& outcome,
                      const HeadFact& head);
    [[nodiscard]] const Record& at(FederationNo federation, std::int64_t offset) const {
        return events.at(federation).at(static_cast<std::size_t>(offset - 1));
    }
};

struct MemoryDatabase::Dump {
    Content content;
};

namespace {

template <class Map, class Key>
void copy_if_present(const Map& from, const Key& key, Map& to) {
    if (const auto found = from.find(key); found != from.end()) to.insert(*found);
}

}  // namespace

Facts MemoryDatabase::Content::facts(const Batch& batch) const {
    Facts facts;
    for (const Proposal& proposal : batch.proposals) {
        const StreamKey stream{proposal.federation, proposal.stream_id};
        copy_if_present(heads, proposal.federation, facts.heads);
        copy_if_present(commands, CommandKey{proposal.federation, proposal.command_id},
                        facts.commands);
        if (const auto found = streams.find(stream); found != streams.end()) {
            facts.versions[stream] = static_cast<std::int32_t>(found->second.size());
        }
        for (const ClaimChange& change : proposal.claims) {
            copy_if_present(claims, change.key, facts.claims);
        }
        for (const QuotaChange& change : proposal.quotas) {
            copy_if_present(quotas, change.key, facts.quotas);
        }
    }
    for (const CursorMove& move : batch.cursor_moves) {
        copy_if_present(heads, move.federation, facts.heads);
        copy_if_present(cursors, CursorKey{move.consumer, move.source, move.federation},
                        facts.cursors);
    }
    return facts;
}

void MemoryDatabase::Content::write_events(const std::string& service, const Proposal& proposal,
                                           const Outcome& outcome, const HeadFact& head) {
    auto& stream = streams[{proposal.federation, proposal.stream_id}];
    auto& log = events[proposal.federation];
    std::int64_t offset = outcome.first_offset;
    for (const NewEvent& event : proposal.events) {
        HAVEN_CHECK(record_size(service, event.type, proposal.meta, event.payload) <=
                    kMaxRecordBytes);
        stream.push_back(offset);
        log.push_back({service, proposal.federation, head.incarnation, offset++, proposal.stream_id,
                       static_cast<std::int32_t>(stream.size()), event.type, event.schema_version,
                       head.last_recorded_at, proposal.command_id, proposal.meta, event.payload});
    }
}

void MemoryDatabase::Content::write(const std::string& service, const Batch& batch,
                                    const Judgement& judgement) {
    for (const auto& [federation, head] : judgement.heads) heads[federation] = head;
    for (const std::size_t i : judgement.winners) {
        const Proposal& proposal = batch.proposals[i];
        const Outcome& outcome = judgement.answers.outcomes[i];
        if (!proposal.events.empty()) {
            write_events(service, proposal, outcome, heads.at(proposal.federation));
        }
        commands[{proposal.federation, proposal.command_id}] = {proposal.request_hash,
                                                                outcome.reply};
    }
    for (const auto& [key, holder] : judgement.claims) {
        holder ? static_cast<void>(claims[key] = *holder) : static_cast<void>(claims.erase(key));
    }
    for (const auto& [key, sum] : judgement.quotas) quotas[key] = sum;
    for (const auto& [key, cursor] : judgement.cursors) cursors[key] = cursor;
    for (const std::size_t i : judgement.moves) {
        const CursorMove& move = batch.cursor_moves[i];
        for (const CursorMove::Parked& park : move.parked) {
            const CursorKey key{move.consumer, move.source, move.federation};
            parked[{key, park.offset}] = {move.consumer, move.source,    move.federation,
                                          park.offset,   park.stream_id, park.reason};
        }
    }
}

MemoryDatabase::MemoryDatabase(std::string service, const std::vector<FederationNo>& federations)
    : service_(std::move(service)), content_(std::make_shared<Content>()) {
    for (const FederationNo federation : federations) {
        content_->heads[federation] = {.open = true};
        content_->events[federation] = {};
    }
}

void MemoryDatabase::probe(std::function<void(Point)> probe) {
    const std::lock_guard lock(mutex_);
    probe_ = std::move(probe);
}

void MemoryDatabase::set_open(FederationNo federation, bool open) {
    const std::lock_guard lock(mutex_);
    content_->heads.at(federation).open = open;
}

void MemoryDatabase::raise_incarnation() {
    const std::lock_guard lock(mutex_);
    for (auto& [_, head] : content_->heads) ++head.incarnation;
}

std::shared_ptr<const MemoryDatabase::Dump> MemoryDatabase::dump() const {
    const std::lock_guard lock(mutex_);
    return std::make_shared<const Dump>(*content_);
}

void MemoryDatabase::restore(const std::shared_ptr<const Dump>& dump) {
    const std::lock_guard lock(mutex_);
    *content_ = dump->content;
}

std::vector<Row> MemoryDatabase::rows(const Table& table) const {
    const std::lock_guard lock(mutex_);
    std::vector<Row> copies;
    for (const Row* row : content_->rows.rows(table)) copies.push_back(*row);
    return copies;
}

MemoryLog::MemoryLog(std::shared_ptr<MemoryDatabase> database) : database_(std::move(database)) {}
MemoryLog::~MemoryLog() = default;

Log::Appended MemoryLog::append(const Batch& batch, Instant now, const Projector& projector) {
    const std::lock_guard lock(database_->mutex_);
    auto& content = *database_->content_;
    const auto reached = [&](MemoryDatabase::Point point) {
        if (database_->probe_) database_->probe_(point);
    };
    Judgement judgement = judge(batch, content.facts(batch), now);
    std::vector<std::pair<FederationNo, std::pair<std::int64_t, RowChange>>> changes;
    for (const std::size_t i : judgement.winners) {
        const FederationNo federation = batch.proposals[i].federation;
        const auto head = judgement.heads.find(federation);
        if (batch.proposals[i].events.empty()) continue;
        for (auto& change : projector(i, judgement.answers.outcomes[i].first_offset,
                                      head->second.last_recorded_at)) {
            changes.emplace_back(federation, std::move(change));
        }
    }
    reached(MemoryDatabase::Point::BeforeEffect);
    content.write(database_->service_, batch, judgement);
    for (const auto& [federation, change] : changes) {
        content.rows.apply(federation, change.first, change.second);
    }
    reached(MemoryDatabase::Point::AfterEffect);
    return std::move(judgement.answers);
}

std::vector<std::optional<Reply>> MemoryLog::resolve(std::span<const Proposal> proposals) {
    const std::lock_guard lock(database_->mutex_);
    std::vector<std::optional<Reply>> replies;
    for (const Proposal& proposal : proposals) {
        const auto& commands = database_->content_->commands;
        const auto found = commands.find({proposal.federation, proposal.command_id});
        const bool ours =
            found != commands.end() && found->second.request_hash == proposal.request_hash;
        replies.push_back(ours ? std::optional(found->second.reply) : std::nullopt);
    }
    return replies;
}

std::vector<Record> MemoryLog::read_stream(FederationNo federation, Uuid stream_id,
                                           std::int32_t after_version) {
    const std::lock_guard lock(database_->mutex_);
    const auto& content = *database_->content_;
    const auto stream = content.streams.find({federation, stream_id});
    std::vector<Record> records;
    if (stream == content.streams.end()) return records;
    for (auto i = static_cast<std::size_t>(after_version); i < stream->second.size(); ++i) {
        records.push_back(content.at(federation, stream->second[i]));
    }
    return records;
}

std::vector<std::vector<Record>> MemoryLog::read_streams(std::span<const StreamPosition> streams) {
    std::vector<std::vector<Record>> records;
    records.reserve(streams.size());
    for (const StreamPosition& stream : streams) {
        records.push_back(read_stream(stream.federation, stream.stream_id, stream.after_version));
    }
    return records;
}

std::vector<Record> MemoryLog::read(FederationNo federation, std::int64_t after, int limit) {
    const std::lock_guard lock(database_->mutex_);
    const auto& content = *database_->content_;
    const auto events = content.events.find(federation);
    if (events == content.events.end()) return {};
    const auto size = static_cast<std::int64_t>(events->second.size());
    const auto begin = std::min(after, size);
    const auto end = std::min(begin + limit, size);
    return {events->second.begin() + begin, events->second.begin() + end};
}

std::vector<Head> MemoryLog::heads() {
    const std::lock_guard lock(database_->mutex_);
    std::vector<Head> heads;
    for (const auto& [federation, head] : database_->content_->heads) {
        heads.push_back({federation, head.last_offset, head.incarnation});
    }
    return heads;
}

Cursor MemoryLog::cursor(const std::string& consumer, const std::string& source,
                         FederationNo federation) {
    const std::lock_guard lock(database_->mutex_);
    const auto& cursors = database_->content_->cursors;
    const auto found = cursors.find({consumer, source, federation});
    return found == cursors.end() ? Cursor{} : found->second;
}

std::int64_t MemoryLog::take_over(const std::string& consumer, const std::string& source,
                                  FederationNo federation) {
    const std::lock_guard lock(database_->mutex_);
    database_->content_->must_be_open(federation);
    return ++database_->content_->cursors[{consumer, source, federation}].epoch;
}

std::vector<ParkedRecord> MemoryLog::parked(const std::string& consumer) {
    const std::lock_guard lock(database_->mutex_);
    std::vector<ParkedRecord> found;
    for (const auto& [_, record] : database_->content_->parked) {
        if (record.consumer == consumer) found.push_back(record);
    }
    return found;
}

void MemoryLog::unpark(const ParkedRecord& record, const std::string& /*resolution*/) {
    const std::lock_guard lock(database_->mutex_);
    database_->content_->must_be_open(record.federation);
    database_->content_->parked.erase(
        {{record.consumer, record.source, record.federation}, record.offset});
}

Settlement MemoryLog::settle(const Doubt& doubt) {
    const std::lock_guard lock(database_->mutex_);
    auto& content = *database_->content_;
    content.must_be_open(doubt.federation);
    Settlement settled;
    if (!doubt.command.is_nil()) {
        const auto [command, _] =
            content.commands.try_emplace({doubt.federation, doubt.command}, CommandFact::barred());
        settled.carried_out = !command->second.is_barred();
    }
    const auto holder = content.claims.find(doubt.key);
    settled.holds =
        holder != content.claims.end() && holder->second == Holder{doubt.federation, doubt.stream};
    return settled;
}

std::vector<DueTimer> MemoryLog::due_timers(Date date, int limit) {
    const std::lock_guard lock(database_->mutex_);
    std::vector<DueTimer> due;
    for (const Row* row : database_->content_->rows.rows(kTimerTable)) {
        if (std::get<Date>(row->values[2]) > date) continue;
        due.push_back({row->federation, std::get<Uuid>(row->values[0]),
                       std::get<std::string>(row->values[1]), std::get<std::string>(row->values[3]),
                       std::get<Date>(row->values[2])});
    }
    std::ranges::sort(due, [](const DueTimer& a, const DueTimer& b) {
        return std::tie(a.due, a.stream_id, a.key, a.federation) <
               std::tie(b.due, b.stream_id, b.key, b.federation);
    });
    if (due.size() > static_cast<std::size_t>(limit)) due.resize(static_cast<std::size_t>(limit));
    return due;
}

std::optional<Date> MemoryLog::next_timer() {
    const auto due = due_timers(Date::from_days(INT32_MAX), 1);
    return due.empty() ? std::nullopt : std::optional(due.front().due);
}

std::optional<Date> MemoryLog::business_date() {
    const std::lock_guard lock(database_->mutex_);
    return database_->content_->business_date;
}

void MemoryLog::set_business_date(Date date) {
    const std::lock_guard lock(database_->mutex_);
    auto& current = database_->content_->business_date;
    if (current && date < *current) throw std::logic_error("the business date never goes back");
    current = date;
}

}  // namespace haven::log
