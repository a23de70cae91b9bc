#include "libs/log/sharded_log.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace haven::log {
namespace {

constexpr int kLooks = 3;  // of a read, at a federation that moves and at a log that grows

}  // namespace

ShardedLog::ShardedLog(std::vector<std::unique_ptr<Log>> shards,
                       std::shared_ptr<Placement> placement)
    : shards_(std::move(shards)), placement_(std::move(placement)) {
    HAVEN_CHECK(!shards_.empty());
}

template <class Call>
auto ShardedLog::at(FederationNo federation, Call call) {
    try {
        return call(of(federation));
    } catch (const FederationAway&) {
        placement_->look();
        return call(of(federation));
    }
}

Log::Appended ShardedLog::append(const Batch& batch, Instant now, const Projector& projector) {
    std::set<std::size_t> named;
    // One that nobody has is refused wherever it is asked for.
    const auto name = [&](FederationNo federation) {
        if (const auto place = placement_->find(federation)) named.insert(place->shard);
    };
    for (const Proposal& one : batch.proposals) name(one.federation);
    for (const CursorMove& one : batch.cursor_moves) name(one.federation);
    if (named.size() > 1) throw std::logic_error("an append concerns one shard");
    return shards_.at(named.empty() ? 0 : *named.begin())->append(batch, now, projector);
}

std::vector<std::optional<Reply>> ShardedLog::resolve(std::span<const Proposal> proposals) {
    std::vector<std::vector<Proposal>> by_shard(shards_.size());
    std::vector<std::vector<std::size_t>> places(shards_.size());
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const std::size_t shard = placement_->shard_of(proposals[i].federation);
        by_shard[shard].push_back(proposals[i]);
        places[shard].push_back(i);
    }
    std::vector<std::optional<Reply>> replies(proposals.size());
    for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
        const auto found = shards_[shard]->resolve(by_shard[shard]);
        for (std::size_t i = 0; i < found.size(); ++i) replies[places[shard][i]] = found[i];
    }
    return replies;
}

std::vector<std::vector<Record>> ShardedLog::read_streams(std::span<const StreamPosition> streams) {
    std::vector<std::vector<StreamPosition>> by_shard(shards_.size());
    std::vector<std::vector<std::size_t>> places(shards_.size());
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const std::size_t shard = placement_->shard_of(streams[i].federation);
        by_shard[shard].push_back(streams[i]);
        places[shard].push_back(i);
    }
    std::vector<std::vector<Record>> records(streams.size());
    for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
        if (by_shard[shard].empty()) continue;
        auto found = shards_[shard]->read_streams(by_shard[shard]);
        for (std::size_t i = 0; i < found.size(); ++i) {
            records[places[shard][i]] = std::move(found[i]);
        }
    }
    return records;
}

std::vector<Record> ShardedLog::read_stream(FederationNo federation, Uuid stream_id,
                                            std::int32_t after_version) {
    return of(federation).read_stream(federation, stream_id, after_version);
}

// What a federation has left behind ends where it was left: whoever takes that for the end of its
// log misses records that others were told already.
std::vector<Record> ShardedLog::read(FederationNo federation, std::int64_t after, int limit) {
    for (int i = 0; i < kLooks; ++i) {
        auto records = of(federation).read(federation, after, limit);
        if (!records.empty() || ends_at(federation, after)) return records;
    }
    throw FederationAway(federation);
}

// False where it is another database that has to be asked, or the same one again.
bool ShardedLog::ends_at(FederationNo federation, std::int64_t after) {
    const auto place = placement_->find(federation);
    if (!place) return true;  // nobody has it
    const auto heads = shards_.at(place->shard)->heads();
    const auto head = std::ranges::find(heads, federation, &Head::federation);
    if (head != heads.end()) return head->last_offset <= after;
    placement_->look();
    if (placement_->find(federation) == place) throw FederationAway(federation);
    return false;
}

std::vector<Head> ShardedLog::heads() {
    std::vector<FederationNo> away;
    auto heads = heads_of_places(away);
    if (away.empty()) return heads;
    placement_->look();
    away.clear();
    heads = heads_of_places(away);
    if (!away.empty()) throw FederationAway(away.front());
    return heads;
}

// Of a federation that lies somewhere else by now the old database gives no records; the next
// question goes to the new one.
Answer ShardedLog::ask(std::span<const Behind> places, int limit) {
    std::vector<std::vector<Behind>> by_shard(shards_.size());
    for (const Behind& place : places) {
        by_shard[placement_->shard_of(place.federation)].push_back(place);
    }
    std::vector<Answer> answers;
    answers.reserve(shards_.size());
    for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
        answers.push_back(shards_[shard]->ask(by_shard[shard], limit));
    }
    return {.take = [this, answers] { return gather(answers); },
            .take_in =
                [answers] {
                    for (const Answer& one : answers) one.take_in();
                }};
}

News ShardedLog::gather(const std::vector<Answer>& answers) {
    const auto asked = placement_->all();
    News all;
    for (std::size_t shard = 0; shard < answers.size(); ++shard) {
        News news = answers[shard].take();
        const auto lies_there = [&](FederationNo federation) {
            const auto place = asked.find(federation);
            return place != asked.end() && place->second.shard == shard;
        };
        std::ranges::copy_if(news.heads, back_inserter(all.heads), lies_there, &Head::federation);
        std::ranges::move(news.records, back_inserter(all.records));
    }
    std::ranges::sort(all.heads, {}, &Head::federation);
    for (const auto& [federation, _] : asked) {
        if (std::ranges::binary_search(all.heads, federation, {}, &Head::federation)) continue;
        placement_->look();
        throw FederationAway(federation);
    }
    return all;
}

std::vector<Head> ShardedLog::heads_of_places(std::vector<FederationNo>& away) {
    const auto places = placement_->all();
    std::vector<Head> heads;
    for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
        for (const Head& head : shards_[shard]->heads()) {
            const auto place = places.find(head.federation);
            if (place != places.end() && place->second.shard == shard) heads.push_back(head);
        }
    }
    std::ranges::sort(heads, {}, &Head::federation);
    for (const auto& [federation, _] : places) {
        if (!std::ranges::binary_search(heads, federation, {}, &Head::federation)) {
            away.push_back(federation);
        }
    }
    return heads;
}

Cursor ShardedLog::cursor(const std::string& consumer, const std::string& source,
                          FederationNo federation) {
    return of(federation).cursor(consumer, source, federation);
}

std::int64_t ShardedLog::take_over(const std::string& consumer, const std::string& source,
                                   FederationNo federation) {
    return at(federation, [&](Log& log) { return log.take_over(consumer, source, federation); });
}

std::vector<ParkedRecord> ShardedLog::parked(const std::string& consumer) {
    std::vector<ParkedRecord> all;
    for (const auto& shard : shards_)
        std::ranges::move(shard->parked(consumer), back_inserter(all));
    std::ranges::sort(all, {}, [](const ParkedRecord& one) {
        return std::tie(one.source, one.federation, one.offset);
    });
    return all;
}

void ShardedLog::unpark(const ParkedRecord& record, const std::string& resolution) {
    at(record.federation, [&](Log& log) { log.unpark(record, resolution); });
}

Settlement ShardedLog::settle(const Doubt& doubt) {
    return at(doubt.federation, [&](Log& log) { return log.settle(doubt); });
}

std::vector<DueTimer> ShardedLog::due_timers(Date date, int limit) {
    std::vector<DueTimer> all;
    for (const auto& shard : shards_) {
        std::ranges::move(shard->due_timers(date, limit), back_inserter(all));
    }
    std::ranges::sort(all, {}, [](const DueTimer& one) {
        return std::tie(one.due, one.stream_id, one.key, one.federation);
    });
    if (all.size() > static_cast<std::size_t>(limit)) all.resize(static_cast<std::size_t>(limit));
    return all;
}

std::optional<Date> ShardedLog::next_timer() {
    std::optional<Date> next;
    for (const auto& shard : shards_) {
        const auto date = shard->next_timer();
        if (date && (!next || *date < *next)) next = date;
    }
    return next;
}

std::optional<Date> ShardedLog::business_date() {
    return shards_.front()->business_date();
}

// The first one last: what it says, all of them have.
void ShardedLog::set_business_date(Date date) {
    const auto first = business_date();
    if (first && date < *first) throw std::logic_error("the business date never goes back");
    for (auto shard = shards_.rbegin(); shard != shards_.rend(); ++shard) {
        const auto stored = (*shard)->business_date();
        if (!stored || *stored < date) (*shard)->set_business_date(date);
    }
}

}  // namespace haven::log
