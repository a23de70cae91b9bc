#include "services/outreach/api/merge_visits.hpp"

#include <algorithm>

#include "libs/crypto/hash.hpp"
#include "libs/rpc/request_check.hpp"

namespace haven::outreach {
namespace {

constexpr std::string_view kConflict = "CONFLICT";

// "visits[0].witness", "visit.witness" → "witness"
std::string last_part(const std::string& path) {
    const auto dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
}

std::string kind_of(const Error& error) {
    if (error.reason.starts_with("ID_NUMBER_")) return "IDENTITY";
    if (error.reason.ends_with("_MISSING")) return "REFERENCE";
    return error.reason == "INVALID_DATE" ? "DATE" : "FORMAT";
}

// What the rules say of a visit, as against a service that is not there.
bool is_verdict(const Error& error) {
    return error.kind == ErrorKind::Refused || error.kind == ErrorKind::Duplicate ||
           error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Missing;
}

}  // namespace

Result<void> MergeRun::run() {
    HAVEN_CHECKED(takes_part(caller_));
    HAVEN_CHECKED(read());
    if (!file_.faults.empty()) return {};
    for (auto& [_, batch] : batches_) HAVEN_CHECKED(identify(batch));
    for (auto& [_, batch] : batches_) HAVEN_CHECKED(merge_group(batch));
    return {};
}

void MergeRun::answer(pb::MergeVisitsResponse& response) {
    std::ranges::stable_sort(file_.faults, {}, &pb::VisitFileFault::row);
    for (const pb::VisitFileFault& fault : file_.faults) *response.add_faults() = fault;
    response.set_row_count(static_cast<int>(file_.rows.size()));
    response.set_merged_count(merged_);
    response.set_unchanged_count(unchanged_);
    response.set_conflict_count(static_cast<int>(in_conflict_.size()));
}

Result<void> MergeRun::read() {
    for (const pb::VisitNote& note : file_.notes.visits()) {
        if (note.group().empty() || batches_.contains(note.group())) continue;
        access::ScopedRead read(context_.host.readers, caller_.scope);
        const auto row = Queries(read).group(note.group());
        if (!row) continue;
        HAVEN_CHECKED(caller_.may_touch(row->federation));
        batches_[note.group()].group = *row;
    }
    std::set<int> faulty;  // one word a row: the file's own, or else the first of its visit
    for (const pb::VisitFileFault& fault : file_.faults) faulty.insert(fault.row());
    for (std::size_t note = 0; note < file_.rows.size(); ++note) {
        if (!faulty.contains(file_.rows[note])) read_note_of(note);
    }
    return {};
}

void MergeRun::read_note_of(std::size_t note) {
    const pb::VisitNote& one = file_.notes.visits(static_cast<int>(note));
    const auto batch = batches_.find(one.group());
    if (batch == batches_.end()) {
        file_.fault(note, "group", "REFERENCE", "GROUP_MISSING", "a visit group in scope");
        return;
    }
    const auto refuse = [&](const Error& error) {
        const bool named = !error.fields.empty();
        file_.fault(note, named ? last_part(error.fields[0].field) : "", kind_of(error),
                    error.reason, named ? error.fields[0].description : error.message);
    };
    if (const auto form = rpc::check_request(one); !form) return refuse(form.error());
    auto noted = read_note(context_, one.visit(), 0, batch->second.group);
    if (!noted) return refuse(noted.error());
    batch->second.notes.push_back(note);
    batch->second.visits.push_back(*std::move(noted));
}

Result<void> MergeRun::identify(Batch& batch) {
    const vault::Purpose purpose{.actor = caller_.staff,
                                 .service = "outreach",
                                 .code = "CASE_WORK",
                                 .subject = "visit-group/" + batch.group.id.to_string()};
    for (NotedVisit& noted : batch.visits) {
        if (!noted.by_number) continue;
        const std::string& number = noted.by_number->identity.number;
        auto known = by_number_.find(number);
        if (known == by_number_.end()) {
            HAVEN_TRY(const vault::Found found,
                      context_.host.vault->lookup(purpose, noted.by_number->identity));
            // Whom the vault does not know is nobody until his visit is found good.
            const PersonId nobody{crypto::uuid_of_code("nobody", crypto::random_bytes(16))};
            known = by_number_.emplace(number, found.person.value_or(nobody)).first;
        }
        noted.visit.person = known->second;
    }
    return {};
}

Result<void> MergeRun::merge_group(Batch& batch) {
    VisitGroup::State state;
    {
        access::ScopedRead read(context_.host.readers, caller_.scope);
        state = stored<VisitGroup, VisitGroupCodec>(read, batch.group.id.uuid).state;
    }
    std::vector<Visit> visits;
    for (const NotedVisit& noted : batch.visits) visits.push_back(noted.visit);
    const Merge merged = merge(state, visits,
                               {.actor = caller_.staff,
                                .at = context_.host.now(),
                                .business_date = context_.host.business_date(),
                                .federation = batch.group.federation});
    unchanged_ += static_cast<int>(merged.unchanged.size());
    for (const VisitConflict& conflict : merged.conflicts) show(batch, conflict);
    return submit(batch, merged.good);
}

Result<void> MergeRun::submit(const Batch& batch, const std::vector<std::size_t>& good) {
    if (good.empty()) return {};
    const auto done = submit_some(batch, good);
    if (done || !is_verdict(done.error())) return done;
    for (const std::size_t place : good) {
        const auto alone = submit_some(batch, {place});
        if (alone) continue;
        if (!is_verdict(alone.error())) return alone;
        const Visit& visit = batch.visits[place].visit;
        if (alone.error().reason == "ALREADY_HELD") {
            show(batch, held_elsewhere(alone.error(), visit, place));
            continue;
        }
        access::ScopedRead read(context_.host.readers, caller_.scope);
        const auto state = stored<VisitGroup, VisitGroupCodec>(read, batch.group.id.uuid).state;
        for (const auto& one : conflicts_of(alone.error(), state, visit, place)) show(batch, one);
    }
    return {};
}

Result<void> MergeRun::submit_some(const Batch& batch, const std::vector<std::size_t>& some) {
    std::vector<NotedVisit> noted;
    pb::VisitSheet cleared;
    for (const std::size_t place : some) {
        noted.push_back(batch.visits[place]);
        pb::VisitInput& row = *cleared.add_visits();
        row = file_.notes.visits(static_cast<int>(batch.notes[place])).visit();
        row.clear_name();
        row.clear_id_number();
        // Whom the list names is known; resolving him would add a visitor's spelling to the search.
        NotedVisit& one = noted.back();
        if (one.visit.off_list_reason.empty()) one.by_number.reset();
        if (!one.by_number && !one.visit.person.is_nil()) {
            row.set_person_id(one.visit.person.to_string());
        }
    }
    HAVEN_TRY(auto taken, take_in(context_, command_id_, batch.group, cleared, std::move(noted)));
    // Named by what it says: another part of the file, or the file mended, is another command.
    const std::string content = batch.group.id.to_string() + taken.sealed;
    pb::RecordVisitsRequest command;
    command.set_command_id(
        crypto::derive_uuid(command_id_, "merge/" + crypto::hex(crypto::sha256(content)))
            .to_string());
    HAVEN_CHECKED(
        outreach::submit(context_, caller_, command,
                         {*context_.aggregates.group, batch.group.federation, batch.group.id.uuid},
                         VisitGroup::Command{RecordVisits{std::move(taken.rows)}}, content));
    merged_ += static_cast<int>(some.size());
    return {};
}

void MergeRun::show(const Batch& batch, const VisitConflict& conflict) {
    const std::size_t note = batch.notes[conflict.visit];
    in_conflict_.insert(note);
    file_.fault(note, conflict.field, kConflict, conflict.reason, conflict.expected);
}

VisitConflict MergeRun::held_elsewhere(const Error& error, const Visit& visit, std::size_t place) {
    VisitConflict conflict{place, "group", "HELD_BY_OTHER_GROUP",
                           "another group of the campaign has this person"};
    const auto holder =
        std::ranges::find(error.metadata, "holder", &std::pair<std::string, std::string>::first);
    if (holder == error.metadata.end()) return conflict;
    access::ScopedRead read(context_.host.readers, caller_.scope);
    const auto other = Queries(read).group(holder->second);
    if (!other) return conflict;
    const auto state = stored<VisitGroup, VisitGroupCodec>(read, other->id.uuid).state;
    const auto row = state.rows.find(visit.person);
    if (row == state.rows.end()) return conflict;
    conflict.expected = other->group_no + ", " + standing_of(state, row->second);
    return conflict;
}

}  // namespace haven::outreach
