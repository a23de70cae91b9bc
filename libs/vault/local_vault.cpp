#include "libs/vault/local_vault.hpp"

#include <algorithm>
#include <map>
#include <ranges>
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
// What a name is found by.
using Tokens = std::vector<std::int64_t>;
// Who is asked for, with what each is to be found by.
using Wanted = std::map<IdentityKey, Tokens>;

std::string owner_of(PersonId person) {
    return person.to_string();
}

ArrayBuilder uuid_array(std::span<const PersonId> people) {
    ArrayBuilder array(Type::Uuid);
    for (const PersonId person : people) array.uuid(person.uuid);
    return array;
}

void add_to(Tokens& tokens, const Tokens& more) {
    for (const std::int64_t token : more) {
        if (std::ranges::find(tokens, token) == tokens.end()) tokens.push_back(token);
    }
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
          pool_(options.conninfo, options.connections, kBulkDeadlineMs, sql::kSession),
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
    // Somebody to be made: with the identity, where there is one.
    struct Newcomer {
        PersonId person;
        const IdentityKey* identity = nullptr;
        const Tokens* tokens = nullptr;
    };
    struct Keys {
        std::map<PersonId, FieldKeys> found;
        std::unordered_set<PersonId> destroyed;
    };
    struct Opened {
        PersonId person;
        std::string_view field;
    };

    Key load_index_key();
    Result<std::vector<IdentityKey>> identity_keys(std::span<const ResolveRequest> requests) const;
    [[nodiscard]] Tokens tokens_of(std::string_view name, FederationNo federation) const;
    static std::map<IdentityKey, PersonId> find(Connection& db, const postgres::Statement& how,
                                                const Wanted& wanted);
    std::map<PersonId, FieldKeys> add(Connection& db, std::span<const Newcomer> newcomers);
    static bool hold(Connection& db, std::span<const PersonId> people);
    static void add_tokens(Connection& db, const std::map<PersonId, const Tokens*>& people);
    void remember(const std::map<PersonId, FieldKeys>& keys);
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

Tokens LocalVault::Impl::tokens_of(std::string_view name, FederationNo federation) const {
    Tokens tokens;
    for (const std::string& word : words_of_name(name)) {
        tokens.push_back(name_token(index_key_, federation, word));
    }
    return tokens;
}

std::map<IdentityKey, PersonId> LocalVault::Impl::find(Connection& db,
                                                       const postgres::Statement& how,
                                                       const Wanted& wanted) {
    ArrayBuilder types(Type::Int16);
    ArrayBuilder hashes(Type::Bytes);
    for (const auto& [key, _] : wanted) {
        types.int16(key.first);
        hashes.bytes(key.second);
    }
    std::map<IdentityKey, PersonId> found;
    for (const auto row : db.run(how, Params().array(types).array(hashes))) {
        found.emplace(IdentityKey{row.int16(0), row.bytes(1)}, PersonId{row.uuid(2)});
    }
    return found;
}

// Makes them, with what they are found by, and answers the keys of those that were made: a rival
// who makes the same one at the same time wins or loses at a unique index.
std::map<PersonId, FieldKeys> LocalVault::Impl::add(Connection& db,
                                                    std::span<const Newcomer> newcomers) {
    std::map<PersonId, FieldKeys> made;
    if (newcomers.empty()) return made;
    ArrayBuilder ids(Type::Uuid), wrapped(Type::Bytes), types(Type::Int16), hashes(Type::Bytes),
        first(Type::Int32), last(Type::Int32), tokens(Type::Int64);
    std::map<PersonId, Key> keys;
    for (const Newcomer& newcomer : newcomers) {
        const auto key = keys.emplace(newcomer.person, new_key()).first;
        ids.uuid(newcomer.person.uuid);
        wrapped.bytes(wrap_key(kek_, owner_of(newcomer.person), key->second));
        newcomer.identity ? types.int16(newcomer.identity->first) : types.null();
        newcomer.identity ? hashes.bytes(newcomer.identity->second) : hashes.null();
        first.int32(tokens.size() + 1);
        for (const std::int64_t token : *newcomer.tokens) tokens.int64(token);
        last.int32(tokens.size());
    }
    Params params;
    for (const ArrayBuilder* column : {&ids, &wrapped, &types, &hashes, &first, &last, &tokens}) {
        params.array(*column);
    }
    for (const auto row : db.run(sql::kAddPeople, params)) {
        const PersonId person{row.uuid(0)};
        made.emplace(person, FieldKeys(keys.at(person)));
    }
    return made;
}

// True when all of them still exist; they then do until the transaction ends.
bool LocalVault::Impl::hold(Connection& db, std::span<const PersonId> people) {
    return db.run(sql::kHoldPeople, Params().array(uuid_array(people))).size() ==
           static_cast<int>(people.size());
}

void LocalVault::Impl::add_tokens(Connection& db, const std::map<PersonId, const Tokens*>& people) {
    ArrayBuilder ids(Type::Uuid);
    ArrayBuilder tokens(Type::Int64);
    for (const auto& [person, all] : people) {
        for (const std::int64_t token : *all) {
            ids.uuid(person.uuid);
            tokens.int64(token);
        }
    }
    if (tokens.size() > 0) db.run(sql::kAddTokens, Params().array(ids).array(tokens));
}

// Once they are committed.
void LocalVault::Impl::remember(const std::map<PersonId, FieldKeys>& keys) {
    const Instant now = now_();
    for (const auto& [person, of_person] : keys) cache_.add(person, of_person, now);
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
    Wanted wanted;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        add_to(wanted[keys[i]], tokens_of(requests[i].name, requests[i].federation));
    }
    auto db = pool_.borrow();
    // Only a person who is destroyed between two statements makes a second attempt.
    for (int attempt = 0; attempt < kResolveAttempts; ++attempt) {
        Transaction transaction(*db);
        auto known = find(*db, sql::kHoldIdentities, wanted);
        std::map<PersonId, const Tokens*> there;
        std::vector<Newcomer> newcomers;
        for (const auto& [key, all] : wanted) {
            const auto found = known.find(key);
            if (found == known.end()) {
                newcomers.push_back({random_person(), &key, &all});
            } else {
                there.emplace(found->second, &all);
            }
        }
        const auto made = add(*db, newcomers);
        Wanted lost;
        for (const Newcomer& newcomer : newcomers) {
            if (made.contains(newcomer.person)) {
                known.emplace(*newcomer.identity, newcomer.person);
            } else {
                lost.emplace(*newcomer.identity, Tokens{});
            }
        }
        if (!lost.empty()) {
            for (const auto& [key, person] : find(*db, sql::kHoldIdentities, lost)) {
                known.emplace(key, person);
                there.emplace(person, &wanted.at(key));
            }
        }
        if (known.size() < wanted.size()) continue;
        add_tokens(*db, there);
        transaction.commit();
        remember(made);
        std::vector<PersonId> people;
        for (const IdentityKey& key : keys) people.push_back(known.at(key));
        return people;
    }
    return failure(ErrorKind::Conflict, "PERSON_BEING_ERASED",
                   "a person of this request is being erased at this moment");
}

Result<std::vector<PersonId>> LocalVault::Impl::new_people(std::span<const NewPerson> people) {
    std::vector<PersonId> ids;
    std::map<PersonId, Tokens> tokens;
    for (const NewPerson& person : people) {
        ids.push_back(derived_person(index_key_, person.command_id, person.position));
        add_to(tokens[ids.back()], tokens_of(person.name, person.federation));
    }
    if (ids.empty()) return ids;
    std::vector<Newcomer> newcomers;
    for (const auto& [person, all] : tokens) newcomers.push_back({person, nullptr, &all});
    auto db = pool_.borrow();
    Transaction transaction(*db);
    const auto made = add(*db, newcomers);
    std::map<PersonId, const Tokens*> there;
    for (const auto& [person, all] : tokens) {
        if (!made.contains(person)) there.emplace(person, &all);
    }
    // After the insert: it has waited for a destruction that was under way.
    const auto distinct = sorted_unique(ids);
    if (!read_destroyed(*db, distinct).empty()) return erased();
    const auto held = std::views::keys(there);
    if (!hold(*db, std::vector<PersonId>(held.begin(), held.end()))) return erased();
    add_tokens(*db, there);
    transaction.commit();
    remember(made);
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
        const FieldKeys of_person(*key);
        cache_.add(person, of_person, now);
        keys.found.emplace(person, of_person);
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
    Wanted wanted{{exact, {}}};
    const auto other = other_form({identity.type, *number});
    if (other) wanted.emplace(key_of(*other), Tokens{});

    auto db = pool_.borrow();
    Found found;
    for (const auto& [key, person] : find(*db, sql::kFindIdentities, wanted)) {
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
    // Of each word the token in every federation; a person has one of each.
    std::string query = "SELECT person_id FROM person WHERE true";
    Params params;
    for (const std::string& word : words) {
        ArrayBuilder tokens(Type::Int64);
        for (const FederationNo federation : federations) {
            tokens.int64(name_token(index_key_, federation, word));
        }
        params.array(tokens);
        query += " AND name_tokens && $" + std::to_string(params.size());
    }
    params.int64(kMaxSearchHits + 1);
    query += " LIMIT $" + std::to_string(params.size());

    auto db = pool_.borrow();
    const Opened searched{PersonId{}, "name"};
    record(*db, "SEARCH", purpose, std::span(&searched, 1));
    const Rows rows = db->query(query, params);
    if (rows.size() > static_cast<int>(kMaxSearchHits)) {
        return failure(ErrorKind::Exhausted, "TOO_MANY_MATCHES",
                       "more than 500 people match: give more of the name",
                       {{"limit", std::to_string(kMaxSearchHits)}});
    }
    std::vector<PersonId> people;
    for (const auto row : rows) people.push_back(PersonId{row.uuid(0)});
    std::ranges::sort(people);
    return people;
}

// All there is of the person is that row; whoever holds it is waited for, and comes before us. True
// if there was one.
bool LocalVault::Impl::forget(Connection& db, PersonId person) {
    return db.run(sql::kForget, Params().uuid(person.uuid)).affected() > 0;
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
