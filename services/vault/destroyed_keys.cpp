#include "services/vault/destroyed_keys.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "libs/telemetry/journal.hpp"
#include "libs/vault/batch_key.hpp"

#include "haven/registry/v1/registry_events.pb.h"

namespace haven::vault {
namespace {

using telemetry::journal;

constexpr int kRecordsAtOnce = 500;
constexpr auto kBetweenTries = std::chrono::milliseconds(200);
// The cursor is stored when a key was destroyed, and else each so many records: what was read since
// is read again after a restart, and costs the vault no commit for each of registry's.
constexpr std::int64_t kRecordsUnstored = 5'000;

// Events with which somebody comes into registry's log.
bool names_people(const log::Record& record) {
    return record.type == "ApplicationSubmitted" || record.type == "HouseholdImported";
}

bool is_same(const std::vector<log::Record>& found, const ListCursor& cursor) {
    return !found.empty() && found[0].offset == cursor.offset &&
           log::record_digest(found[0]) == cursor.record_digest;
}

}  // namespace

DestroyedKeys::DestroyedKeys(LocalVault& vault, OpenLog open_log, int wait_ms)
    : vault_(vault), open_log_(std::move(open_log)), wait_ms_(wait_ms) {
    for (const char* name : {"registry", "disbursement"}) {
        sources_.push_back({.name = name, .log = nullptr, .at = {}});
    }
}

void DestroyedKeys::catch_up() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms_);
    for (Source& source : sources_) {
        while (!is_read(source)) {
            if (std::chrono::steady_clock::now() > until) {
                throw std::runtime_error("DESTROYED_KEYS_UNREAD: the log of " + source.name +
                                         " cannot be read, and it may list keys that this vault "
                                         "has to destroy before it serves");
            }
            std::this_thread::sleep_for(kBetweenTries);
        }
    }
}

// False: to be tried again.
bool DestroyedKeys::is_read(Source& source) {
    try {
        if (!is_of_others(source)) {
            read(source);
            return source.log || vault_.list_cursors(source.name).empty();
        }
    } catch (const std::exception&) {
        source.verified = false;
        return false;
    }
    throw std::runtime_error(
        "VAULT_EMPTY: registry's log names people, and this vault's database is new: their keys "
        "are elsewhere (was --vault-postgres changed?) or have to be restored first "
        "(docs/restore-vault.md)");
}

// A vault that nobody was ever in, beside a registry that somebody is in.
bool DestroyedKeys::is_of_others(Source& source) {
    if (source.name != "registry" || !vault_.is_new()) return false;
    if (!source.log) source.log = open_log_(source.name);
    if (!source.log) return false;
    for (const log::Head& head : source.log->heads()) {
        for (std::int64_t at = 0; at < head.last_offset;) {
            const auto records = source.log->read(head.federation, at, kRecordsAtOnce);
            if (records.empty()) break;
            if (std::ranges::any_of(records, names_people)) return true;
            at = records.back().offset;
        }
    }
    return false;
}

void DestroyedKeys::step() {
    for (Source& source : sources_) {
        try {
            read(source);
        } catch (const std::exception&) {
            // Whatever comes back may have been restored from a dump.
            source.verified = false;
            throw;
        }
    }
}

void DestroyedKeys::read(Source& source) {
    if (!source.log) source.log = open_log_(source.name);
    if (!source.log) return;
    if (!source.verified) verify(source);
    for (const log::Head& head : source.log->heads()) {
        const auto at = source.at.find(head.federation);
        if (at == source.at.end() || head.incarnation != at->second.cursor.incarnation ||
            head.last_offset < at->second.cursor.offset) {
            verify(source);
        }
        read(source, head);
    }
}

// Takes the stored cursors, and where the log does not hold the record that one stands on any more,
// begins again.
void DestroyedKeys::verify(Source& source) {
    std::map<FederationNo, ListCursor> stored;
    for (ListCursor& cursor : vault_.list_cursors(source.name)) {
        stored.emplace(cursor.federation, std::move(cursor));
    }
    for (const log::Head& head : source.log->heads()) {
        ListCursor cursor{source.name, head.federation, head.incarnation, 0, {}};
        const auto found = stored.find(head.federation);
        if (found == stored.end()) {
            vault_.destroy_listed({}, cursor);  // from now on this log has to be read
        } else if (found->second.offset > 0) {
            const auto record = source.log->read(head.federation, found->second.offset - 1, 1);
            if (is_same(record, found->second)) {
                cursor = found->second;
                cursor.incarnation = head.incarnation;
            } else {
                journal("warn", "a log was restored: its destroyed keys are read from the start",
                        {{"source", source.name},
                         {"federation", std::to_string(head.federation.value)}});
            }
        }
        source.at.insert_or_assign(head.federation, Place{cursor, cursor.offset});
    }
    source.verified = true;
}

void DestroyedKeys::read(Source& source, const log::Head& head) {
    Place& place = source.at.at(head.federation);
    ListCursor& at = place.cursor;
    while (at.offset < head.last_offset) {
        const auto records = source.log->read(head.federation, at.offset, kRecordsAtOnce);
        if (records.empty()) return;
        const auto keys = listed(records);
        ListCursor to = at;
        to.offset = records.back().offset;
        to.record_digest = log::record_digest(records.back());
        if (!keys.empty() || to.offset - place.stored >= kRecordsUnstored) {
            vault_.destroy_listed(keys, to);
            place.stored = to.offset;
        }
        at = to;
    }
}

std::vector<ListedKey> DestroyedKeys::listed(const std::vector<log::Record>& records) const {
    std::vector<ListedKey> keys;
    for (const log::Record& record : records) {
        Purpose purpose{log::decode_meta(record.meta).actor, record.service, "",
                        record.service + '/' + std::to_string(record.federation.value) + '/' +
                            std::to_string(record.offset)};
        if (record.service == "registry" && record.type == "PersonErased") {
            haven::registry::v1::PersonErased event;
            HAVEN_CHECK(event.ParseFromString(record.payload));
            purpose.code = "PERSON_ERASED";
            keys.push_back({PersonId::parse(event.person_id()).value(), std::move(purpose)});
        } else if (record.service == "disbursement" && record.type == "BatchFileExpired") {
            purpose.code = "SETTLE_WINDOW_OVER";
            keys.push_back(
                {vault_.derived(batch_key_command(record.stream_id), 0), std::move(purpose)});
        }
    }
    return keys;
}

}  // namespace haven::vault
