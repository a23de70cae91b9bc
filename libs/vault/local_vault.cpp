#include "libs/vault/local_vault.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include "libs/crypto/secret.hpp"
#include "libs/postgres/pool.hpp"
#include "libs/vault/identity.hpp"
#include "libs/vault/key_cache.hpp"
#include "libs/vault/name_words.hpp"
#include "libs/vault/sealing.hpp"
#include "libs/vault/sql_statements.hpp"

namespace haven::vault {
namespace {

using postgres::ArrayBuilder;
using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Transaction;
using postgres::Type;

constexpr std::string_view kIndexOwner = "index";
constexpr int kResolveAttempts = 3;
constexpr int kBulkDeadlineMs = 30'000;

// What is stored of an identity: its type and the keyed hash of its number.
using IdentityKey = std::pair<std::int16_t, std::string>;

std::string owner_of(PersonId person) {
    return person.to_string();
}

ArrayBuilder uuid_array(std::span<const PersonId> people) {
    ArrayBuilder array(Type::Uuid);
    for (const PersonId person : people) array.uuid(person.uuid);
    return array;
}

std::vector<PersonId> sorted_unique(std::vector<PersonId> people) {
    std::ranges::sort(people);
    const auto repeated = std::ranges::unique(people);
    people.erase(repeated.begin(), repeated.end());
    return people;
}

std::unexpected<Error> erased() {
    return refused("PERSON_ERASED", "the person has been erased: nothing can be sealed any more");
}

bool is_field(std::string_view field) {
    return std::ranges::find(kFields, field) != std::end(kFields);
}

Result<void> check_field(std::string_view field) {
    if (is_field(field)) return {};
    return invalid("UNKNOWN_FIELD", "field", "one of the fields that the vault knows");
}

Result<void> check_purpose(const Purpose& purpose) {
    if (purpose.actor.is_nil() && purpose.service.empty()) {
        return invalid("PURPOSE_MISSING", "purpose.actor", "who opens, or which service");
    }
    if (purpose.code.empty()) return invalid("PURPOSE_MISSING", "purpose.code", "why it is opened");
    if (purpose.subject.empty()) {
        return invalid("PURPOSE_MISSING", "purpose.subject", "what is being looked at");
    }
    return {};
}

Key load_kek(const std::filesystem::path& file) {
    const auto secret = crypto::read_or_make_secret(file, crypto::kKeyBytes);
    if (!secret) throw std::runtime_error(secret.error().reason + ": " + secret.error().message);
    return Key(*secret);
}

}  // namespace

class LocalVault::Impl {
  public:
    explicit Impl(LocalVaultOptions options)
        : now_(std::move(options.now)),
          pool_(options.conninfo, options.connections, kBulkDeadlineMs),
          kek_(load_kek(options.kek_file)),
          index_key_(load_index_key()) {}

    Result<std::vector<PersonId>> resolve(std::span<const ResolveRequest> requests);
    Result<std::vector<PersonId>> new_people(std::span<const NewPerson> people);
    Result<std::vector<Sealed>> seal(Uuid command_id, std::span<const Plain> plains);
    Result<std::vector<std::optional<std::string>>> open(const Purpose& purpose,
                                                         std::span<const Cipher> ciphers);
    Result<Found> lookup(const Purpose& purpose, const Identity& identity);
    Result<std::vector<PersonId>> search(const Purpose& purpose, std::string_view part,
                                         std::span<const FederationNo> federations);
    Result<void> destroy_key(const Purpose& purpose, PersonId person);
    PersonId derived(Uuid command_id, std::int32_t position) const {
        return derived_person(index_key_, command_id, position);
    }
    bool is_new() { return pool_.borrow()->run(sql::kIsNew)[0].boolean(0); }
    std::vector<ListCursor> list_cursors(const std::string& source);
    void destroy_listed(std::span<const ListedKey> keys, const ListCursor& to);
    std::vector<Opening> openings(std::int64_t before, PersonId of_person, int limit);

  private:
    struct NamedPerson {
        PersonId person;
        std::string_view name;
        FederationNo federation;
    };
    struct Keys {
        std::map<PersonId, Key> found;
        std::unordered_set<PersonId> destroyed;
    };
    struct Opened {
        PersonId person;
        std::string_view field;
    };

    Key load_index_key();
    Result<std::vector<IdentityKey>> identity_keys(std::span<const ResolveRequest> requests) const;
    std::map<IdentityKey, PersonId> find(Connection& db, const std::set<IdentityKey>& wanted);
    void make_missing(Connection& db, const std::set<IdentityKey>& wanted,
                      std::map<IdentityKey, PersonId>& known);
    void add_people(Connection& db, std::span<const PersonId> people);
    bool hold(Connection& db, std::span<const PersonId> people);
    void add_tokens(Connection& db, std::span<const NamedPerson> people);
    std::unordered_set<PersonId> read_destroyed(Connection& db, std::span<const PersonId> people);
    Keys load_keys(std::vector<PersonId> people);
    static bool forget(Connection& db, PersonId person);
    void remember_destroyed(Connection& db, const Purpose& purpose, PersonId person);
    void record(Connection& db, std::string_view kind, const Purpose& purpose,
                std::span<const Opened> opened);

    std::function<Instant()> now_;
    postgres::Pool pool_;
    Key kek_;
    Key index_key_;
    KeyCache cache_;
};

// The first start makes the index key; a race of two makes one, because both read it again.
Key LocalVault::Impl::load_index_key() {
    auto db = pool_.borrow();
    if (db->run(sql::kReadSecret).empty()) {
        db->run(sql::kAddSecret, Params().bytes(wrap_key(kek_, kIndexOwner, new_key())));
    }
    const Rows rows = db->run(sql::kReadSecret);
    auto key = unwrap_key(kek_, kIndexOwner, rows[0].bytes(0));
    if (!key) throw std::runtime_error("WRONG_KEK: the key file is not the one of this vault");
    return *std::move(key);
}

Result<std::vector<IdentityKey>> LocalVault::Impl::identity_keys(
    std::span<const ResolveRequest> requests) const {
    std::vector<IdentityKey> keys;
    keys.reserve(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Identity& identity = requests[i].identity;
        const auto number = normalised_number(identity);
        if (!number) {
            return invalid("INVALID_IDENTITY", "items[" + std::to_string(i) + "].identity.number",
                           "a number of the kind its type says");
        }
        const int type = static_cast<int>(identity.type);
        keys.emplace_back(static_cast<std::int16_t>(type), number_hash(index_key_, type, *number));
    }
    return keys;
}

std::map<IdentityKey, PersonId> LocalVault::Impl::find(Connection& db,
                                                       const std::set<IdentityKey>& wanted) {
    ArrayBuilder types(Type::Int16);
    ArrayBuilder hashes(Type::Bytes);
    for (const auto& [type, hash] : wanted) {
        types.int16(type);
        hashes.bytes(hash);
    }
    std::map<IdentityKey, PersonId> found;
    for (const auto row : db.run(sql::kFindIdentities, Params().array(types).array(hashes))) {
        found.emplace(IdentityKey{row.int16(0), row.bytes(1)}, PersonId{row.uuid(2)});
    }
    return found;
}

// Makes those of `wanted` that are not `known`. A rival who makes the same one at the same time
// wins or loses at the primary key: the loser then finds the winner's person.
void LocalVault::Impl::make_missing(Connection& db, const std::set<IdentityKey>& wanted,
                                    std::map<IdentityKey, PersonId>& known) {
    ArrayBuilder types(Type::Int16);
    ArrayBuilder hashes(Type::Bytes);
    ArrayBuilder ids(Type::Uuid);
    for (const IdentityKey& key : wanted) {
        if (known.contains(key)) continue;
        types.int16(key.first);
        hashes.bytes(key.second);
        ids.uuid(random_person().uuid);
    }
    if (types.size() == 0) return;
    std::vector<PersonId> made;
    const Rows rows = db.run(sql::kAddIdentities, Params().array(types).array(hashes).array(ids));
    for (const auto row : rows) {
        made.push_back(PersonId{row.uuid(2)});
        known.emplace(IdentityKey{row.int16(0), row.bytes(1)}, made.back());
    }
    add_people(db, made);
    if (rows.size() < types.size()) known.merge(find(db, wanted));
}

void LocalVault::Impl::add_people(Connection& db, std::span<const PersonId> people) {
    if (people.empty()) return;
    ArrayBuilder ids(Type::Uuid);
    ArrayBuilder wrapped(Type::Bytes);
    for (const PersonId person : people) {
        ids.uuid(person.uuid);
        wrapped.bytes(wrap_key(kek_, owner_of(person), new_key()));
    }
    db.run(sql::kAddPeople, Params().array(ids).array(wrapped));
}

// True when all of them still exist; they then do until the transaction ends.
bool LocalVault::Impl::hold(Connection& db, std::span<const PersonId> people) {
    return db.run(sql::kHoldPeople, Params().array(uuid_array(people))).size() ==
           static_cast<int>(people.size());
}

void LocalVault::Impl::add_tokens(Connection& db, std::span<const NamedPerson> people) {
    ArrayBuilder tokens(Type::Bytes);
    ArrayBuilder federations(Type::Int16);
    ArrayBuilder ids(Type::Uuid);
    for (const NamedPerson& named : people) {
        for (const std::string& word : words_of_name(named.name)) {
            tokens.bytes(name_token(index_key_, word));
            federations.int16(named.federation.value);
            ids.uuid(named.person.uuid);
        }
    }
    if (tokens.size() == 0) return;
    db.run(sql::kAddTokens, Params().array(tokens).array(federations).array(ids));
}

std::unordered_set<PersonId> LocalVault::Impl::read_destroyed(Connection& db,
                                                              std::span<const PersonId> people) {
    std::unordered_set<PersonId> destroyed;
    for (const auto row : db.run(sql::kReadDestroyed, Params().array(uuid_array(people)))) {
        destroyed.insert(PersonId{row.uuid(0)});
    }
    return destroyed;
}

Result<std::vector<PersonId>> LocalVault::Impl::resolve(std::span<const ResolveRequest> requests) {
    HAVEN_TRY(const auto keys, identity_keys(requests));
    if (keys.empty()) return std::vector<PersonId>{};
    const std::set<IdentityKey> wanted(keys.begin(), keys.end());
    auto db = pool_.borrow();
    // Only a person who is destroyed between two statements makes a second attempt.
    for (int attempt = 0; attempt < kResolveAttempts; ++attempt) {
        Transaction transaction(*db);
        auto known = find(*db, wanted);
        make_missing(*db, wanted, known);
        std::vector<PersonId> people;
        std::vector<NamedPerson> named;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto found = known.find(keys[i]);
            if (found == known.end()) break;
            people.push_back(found->second);
            named.push_back({found->second, requests[i].name, requests[i].federation});
        }
        if (people.size() < keys.size() || !hold(*db, sorted_unique(people))) continue;
        add_tokens(*db, named);
        transaction.commit();
        return people;
    }
    return failure(ErrorKind::Conflict, "PERSON_BEING_ERASED",
                   "a person of this request is being erased at this moment");
}

Result<std::vector<PersonId>> LocalVault::Impl::new_people(std::span<const NewPerson> people) {
    std::vector<PersonId> ids;
    std::vector<NamedPerson> named;
    for (const NewPerson& person : people) {
        ids.push_back(derived_person(index_key_, person.command_id, person.position));
        named.push_back({ids.back(), person.name, person.federation});
    }
    if (ids.empty()) return ids;
    const auto distinct = sorted_unique(ids);
    auto db = pool_.borrow();
    Transaction transaction(*db);
    add_people(*db, distinct);
    // After the insert: it has waited for a destruction that was under way.
    if (!read_destroyed(*db, distinct).empty() || !hold(*db, distinct)) return erased();
    add_tokens(*db, named);
    transaction.commit();
    return ids;
}

LocalVault::Impl::Keys LocalVault::Impl::load_keys(std::vector<PersonId> people) {
    Keys keys;
    const Instant now = now_();
    std::vector<PersonId> missing;
    for (const PersonId person : sorted_unique(std::move(people))) {
        if (auto cached = cache_.find(person, now)) {
            keys.found.emplace(person, *std::move(cached));
        } else {
            missing.push_back(person);
        }
    }
    if (missing.empty()) return keys;
    auto db = pool_.borrow();
    const std::size_t cached = keys.found.size();
    for (const auto row : db->run(sql::kReadKeys, Params().array(uuid_array(missing)))) {
        const PersonId person{row.uuid(0)};
        auto key = unwrap_key(kek_, owner_of(person), row.bytes(1));
        if (!key) throw std::runtime_error("a person's key does not open: damaged vault");
        cache_.add(person, *key, now);
        keys.found.emplace(person, *std::move(key));
    }
    if (keys.found.size() < cached + missing.size()) keys.destroyed = read_destroyed(*db, missing);
    return keys;
}

Result<std::vector<Sealed>> LocalVault::Impl::seal(Uuid command_id, std::span<const Plain> plains) {
    std::vector<PersonId> people;
    for (const Plain& plain : plains) {
        HAVEN_CHECKED(check_field(plain.field));
        if (plain.text.size() > kMaxPlainBytes) {
            return invalid("TEXT_TOO_LONG", plain.field,
                           "at most " + std::to_string(kMaxPlainBytes) + " bytes");
        }
        people.push_back(plain.person);
    }
    const Keys keys = load_keys(std::move(people));
    std::vector<Sealed> sealed;
    sealed.reserve(plains.size());
    for (const Plain& plain : plains) {
        const auto key = keys.found.find(plain.person);
        if (key == keys.found.end()) {
            if (keys.destroyed.contains(plain.person)) return erased();
            return failure(ErrorKind::Missing, "NO_SUCH_PERSON", "the vault has no such person",
                           {{"person_id", plain.person.to_string()}});
        }
        sealed.push_back({plain.person, seal_field(key->second, plain.person, plain.field,
                                                   command_id, plain.text)});
    }
    return sealed;
}

void LocalVault::Impl::record(Connection& db, std::string_view kind, const Purpose& purpose,
                              std::span<const Opened> opened) {
    ArrayBuilder people(Type::Uuid);
    ArrayBuilder fields(Type::Text);
    for (const Opened& item : opened) {
        item.person.is_nil() ? people.null() : people.uuid(item.person.uuid);
        fields.text(item.field);
    }
    Params params;
    params.instant(now_());
    purpose.actor.is_nil() ? params.null(Type::Uuid) : params.uuid(purpose.actor.uuid);
    params.text(purpose.service).text(kind).text(purpose.code).text(purpose.subject);
    db.run(sql::kRecordOpenings, params.array(people).array(fields));
}

Result<std::vector<std::optional<std::string>>> LocalVault::Impl::open(
    const Purpose& purpose, std::span<const Cipher> ciphers) {
    HAVEN_CHECKED(check_purpose(purpose));
    std::vector<PersonId> people;
    std::vector<Opened> opened;
    for (const Cipher& cipher : ciphers) {
        HAVEN_CHECKED(check_field(cipher.field));
        people.push_back(cipher.person);
        opened.push_back({cipher.person, cipher.field});
    }
    // First the record, committed, then the plaintext (I36): an answer that was lost on the way may
    // stand in the record, an answer that is not in the record cannot exist.
    if (!opened.empty()) {
        auto db = pool_.borrow();
        record(*db, "OPEN", purpose, opened);
    }
    const Keys keys = load_keys(std::move(people));
    std::vector<std::optional<std::string>> texts;
    for (const Cipher& cipher : ciphers) {
        const auto key = keys.found.find(cipher.person);
        if (key == keys.found.end() && keys.destroyed.contains(cipher.person)) {
            texts.emplace_back(std::nullopt);
            continue;
        }
        auto text = key == keys.found.end()
                        ? std::nullopt
                        : open_field(key->second, cipher.person, cipher.field, cipher.cipher);
        if (!text) {
            return invalid("CIPHER_DAMAGED", cipher.field,
                           "an envelope that was sealed for this person and field");
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

Result<Found> LocalVault::Impl::lookup(const Purpose& purpose, const Identity& identity) {
    HAVEN_CHECKED(check_purpose(purpose));
    const auto number = normalised_number(identity);
    if (!number) return invalid("INVALID_IDENTITY", "identity.number", "a number of its type");
    const auto key_of = [&](const Identity& of) {
        const int type = static_cast<int>(of.type);
        return IdentityKey{static_cast<std::int16_t>(type),
                           number_hash(index_key_, type, of.number)};
    };
    const IdentityKey exact = key_of({identity.type, *number});
    std::set<IdentityKey> wanted{exact};
    const auto other = other_form({identity.type, *number});
    if (other) wanted.insert(key_of(*other));

    auto db = pool_.borrow();
    Found found;
    for (const auto& [key, person] : find(*db, wanted)) {
        if (key == exact) {
            found.person = person;
        } else {
            found.candidates.push_back(person);
        }
    }
    std::vector<Opened> opened;
    if (found.person) opened.push_back({*found.person, "id_number"});
    for (const PersonId person : found.candidates) opened.push_back({person, "id_number"});
    if (opened.empty()) opened.push_back({PersonId{}, "id_number"});
    record(*db, "LOOKUP", purpose, opened);
    return found;
}

Result<std::vector<PersonId>> LocalVault::Impl::search(const Purpose& purpose,
                                                       std::string_view part,
                                                       std::span<const FederationNo> federations) {
    HAVEN_CHECKED(check_purpose(purpose));
    const auto words = words_of_search(part);
    if (words.empty()) {
        return invalid("NAME_PART_TOO_SHORT", "name", "a name, two characters of it, or initials");
    }
    ArrayBuilder tokens(Type::Bytes);
    for (const std::string& word : words) tokens.bytes(name_token(index_key_, word));
    ArrayBuilder numbers(Type::Int16);
    for (const FederationNo number : federations) numbers.int16(number.value);

    auto db = pool_.borrow();
    const Opened searched{PersonId{}, "name"};
    record(*db, "SEARCH", purpose, std::span(&searched, 1));
    const Rows rows = db->run(sql::kSearch, Params()
                                                .array(tokens)
                                                .array(numbers)
                                                .int64(static_cast<std::int64_t>(words.size()))
                                                .int64(kMaxSearchHits + 1));
    if (rows.size() > static_cast<int>(kMaxSearchHits)) {
        return failure(ErrorKind::Exhausted, "TOO_MANY_MATCHES",
                       "more than 500 people match: give more of the name",
                       {{"limit", std::to_string(kMaxSearchHits)}});
    }
    std::vector<PersonId> people;
    for (const auto row : rows) people.push_back(PersonId{row.uuid(0)});
    return people;
}

// Key, tokens and identity. The key first: whoever holds the person's row is waited for, and comes
// before us. True if there was one.
bool LocalVault::Impl::forget(Connection& db, PersonId person) {
    const bool existed = db.run(sql::kForgetKey, Params().uuid(person.uuid)).affected() > 0;
    db.run(sql::kForgetTokens, Params().uuid(person.uuid));
    db.run(sql::kForgetIdentity, Params().uuid(person.uuid));
    return existed;
}

void LocalVault::Impl::remember_destroyed(Connection& db, const Purpose& purpose, PersonId person) {
    db.run(sql::kRememberDestroyed, Params().uuid(person.uuid).instant(now_()));
    const Opened destroyed{person, "key"};
    record(db, "DESTROY", purpose, std::span(&destroyed, 1));
}

Result<void> LocalVault::Impl::destroy_key(const Purpose& purpose, PersonId person) {
    HAVEN_CHECKED(check_purpose(purpose));
    auto db = pool_.borrow();
    const std::array one{person};
    Transaction transaction(*db);
    if (forget(*db, person)) {
        remember_destroyed(*db, purpose, person);
    } else if (read_destroyed(*db, one).empty()) {
        return failure(ErrorKind::Missing, "NO_SUCH_PERSON", "the vault has no such person",
                       {{"person_id", person.to_string()}});
    }
    transaction.commit();
    cache_.forget(person);
    return {};
}

void LocalVault::Impl::destroy_listed(std::span<const ListedKey> keys, const ListCursor& to) {
    // In one order everywhere, as in hold().
    std::map<PersonId, Purpose> ordered;
    for (const ListedKey& key : keys) ordered.emplace(key.person, key.purpose);
    auto db = pool_.borrow();
    Transaction transaction(*db);
    for (const auto& [person, purpose] : ordered) {
        const std::array one{person};
        if (forget(*db, person) || read_destroyed(*db, one).empty()) {
            remember_destroyed(*db, purpose, person);
        }
    }
    db->run(sql::kMoveListCursor,
            Params()
                .text(to.source)
                .int16(to.federation.value)
                .int16(to.incarnation)
                .int64(to.offset)
                .bytes({reinterpret_cast<const char*>(to.record_digest.data()),
                        to.record_digest.size()}));
    transaction.commit();
    for (const auto& [person, _] : ordered) cache_.forget(person);
}

std::vector<ListCursor> LocalVault::Impl::list_cursors(const std::string& source) {
    auto db = pool_.borrow();
    std::vector<ListCursor> found;
    for (const auto row : db->run(sql::kReadListCursors, Params().text(source))) {
        ListCursor cursor{source, {row.int16(0)}, row.int16(1), row.int64(2), {}};
        const std::string digest = row.bytes(3);
        HAVEN_CHECK(digest.size() == cursor.record_digest.size());
        std::ranges::copy(digest, cursor.record_digest.begin());
        found.push_back(std::move(cursor));
    }
    return found;
}

std::vector<Opening> LocalVault::Impl::openings(std::int64_t before, PersonId of_person,
                                                int limit) {
    Params params;
    params.int64(before == 0 ? INT64_MAX : before);
    of_person.is_nil() ? params.null(Type::Uuid) : params.uuid(of_person.uuid);
    params.int64(limit);
    auto db = pool_.borrow();
    std::vector<Opening> found;
    for (const auto row : db->run(sql::kListOpenings, params)) {
        found.push_back({row.int64(0), row.instant(1),
                         StaffId{row.uuid_or_null(2).value_or(Uuid{})}, row.text(3), row.text(4),
                         row.text(5), row.text(6), PersonId{row.uuid_or_null(7).value_or(Uuid{})},
                         row.text(8)});
    }
    return found;
}

LocalVault::LocalVault(LocalVaultOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
LocalVault::~LocalVault() = default;

Result<std::vector<PersonId>> LocalVault::resolve(std::span<const ResolveRequest> requests) {
    return impl_->resolve(requests);
}
Result<std::vector<PersonId>> LocalVault::new_people(std::span<const NewPerson> people) {
    return impl_->new_people(people);
}
Result<std::vector<Sealed>> LocalVault::seal(Uuid command_id, std::span<const Plain> plains) {
    return impl_->seal(command_id, plains);
}
Result<std::vector<std::optional<std::string>>> LocalVault::open(const Purpose& purpose,
                                                                 std::span<const Cipher> ciphers) {
    return impl_->open(purpose, ciphers);
}
Result<Found> LocalVault::lookup(const Purpose& purpose, const Identity& identity) {
    return impl_->lookup(purpose, identity);
}
Result<std::vector<PersonId>> LocalVault::search(const Purpose& purpose, std::string_view part,
                                                 std::span<const FederationNo> federations) {
    return impl_->search(purpose, part, federations);
}
Result<void> LocalVault::destroy_key(const Purpose& purpose, PersonId person) {
    return impl_->destroy_key(purpose, person);
}
PersonId LocalVault::derived(Uuid command_id, std::int32_t position) const {
    return impl_->derived(command_id, position);
}
bool LocalVault::is_new() {
    return impl_->is_new();
}
std::vector<ListCursor> LocalVault::list_cursors(const std::string& source) {
    return impl_->list_cursors(source);
}
void LocalVault::destroy_listed(std::span<const ListedKey> keys, const ListCursor& to) {
    impl_->destroy_listed(keys, to);
}
std::vector<Opening> LocalVault::openings(std::int64_t before, PersonId of_person, int limit) {
    return impl_->openings(before, of_person, limit);
}

}  // namespace haven::vault
