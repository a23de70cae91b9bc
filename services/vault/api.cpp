#include "services/vault/api.hpp"

#include <charconv>

#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "libs/vault/local_vault.hpp"
#include "libs/vault/wire.hpp"

#include "haven/vault/v1/vault_service.grpc.pb.h"

namespace haven::vault {
namespace {

namespace proto = haven::vault::v1;
using rpc::Caller;

constexpr FederationNo kCity{1};

Result<void> check_count(int count) {
    if (count >= 0 && static_cast<std::size_t>(count) <= wire::kMaxItems) return {};
    return invalid("TOO_MANY_ITEMS", "items", "at most " + std::to_string(wire::kMaxItems));
}

FederationNo federation_of(int number) {
    return {static_cast<std::int16_t>(number)};
}

// A peer may only open on its own account or on that of a member of staff, never as another peer.
Result<Purpose> purpose_of(const proto::Purpose& sent, const Caller& caller) {
    HAVEN_TRY(Purpose purpose, wire::read(sent));
    purpose.service = caller.service;
    return purpose;
}

void write(const Opening& opening, proto::ListOpeningsResponse::Opening& to) {
    to.set_opening_id(opening.id);
    to.set_at_micros(opening.at.micros);
    if (!opening.actor.is_nil()) to.set_actor(opening.actor.to_string());
    to.set_service(opening.service);
    to.set_kind(opening.kind);
    to.set_purpose(opening.purpose);
    to.set_subject(opening.subject);
    if (!opening.person.is_nil()) to.set_person_id(opening.person.to_string());
    to.set_field(opening.field);
}

class VaultApi final : public Api, public proto::VaultService::Service {
  public:
    VaultApi(LocalVault& vault, rpc::Guard& guard) : vault_(vault), guard_(guard) {}

    grpc::Service* service() override { return this; }

    grpc::Status Resolve(grpc::ServerContext* c, const proto::ResolveRequest* q,
                         proto::ResolveResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller&) -> Result<void> {
            HAVEN_CHECKED(check_count(q->items_size()));
            std::vector<ResolveRequest> requests;
            for (const auto& item : q->items()) {
                HAVEN_TRY(Identity identity, wire::read(item.identity()));
                requests.push_back(
                    {std::move(identity), item.name(), federation_of(item.federation())});
            }
            HAVEN_TRY(const auto people, vault_.resolve(requests));
            for (const PersonId person : people) r->add_person_ids(wire::bytes_of(person.uuid));
            return {};
        });
    }

    grpc::Status NewPeople(grpc::ServerContext* c, const proto::NewPeopleRequest* q,
                           proto::NewPeopleResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller&) -> Result<void> {
            HAVEN_CHECKED(check_count(q->items_size()));
            std::vector<NewPerson> people;
            for (const auto& item : q->items()) {
                HAVEN_TRY(const Uuid command, wire::read_uuid(item.command_id(), "command_id"));
                people.push_back(
                    {command, item.position(), item.name(), federation_of(item.federation())});
            }
            HAVEN_TRY(const auto made, vault_.new_people(people));
            for (const PersonId person : made) r->add_person_ids(wire::bytes_of(person.uuid));
            return {};
        });
    }

    grpc::Status Seal(grpc::ServerContext* c, const proto::SealRequest* q,
                      proto::SealResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller&) -> Result<void> {
            HAVEN_CHECKED(check_count(q->items_size()));
            HAVEN_TRY(const Uuid command, wire::read_uuid(q->command_id(), "command_id"));
            std::vector<Plain> plains;
            for (const auto& item : q->items()) {
                HAVEN_TRY(const Uuid person, wire::read_uuid(item.person_id(), "person_id"));
                plains.push_back({PersonId{person}, item.field(), item.text()});
            }
            HAVEN_TRY(auto sealed, vault_.seal(command, plains));
            for (Sealed& one : sealed) r->add_ciphers(std::move(one.cipher));
            return {};
        });
    }

    grpc::Status Open(grpc::ServerContext* c, const proto::OpenRequest* q,
                      proto::OpenResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_count(q->items_size()));
            HAVEN_TRY(const Purpose purpose, purpose_of(q->purpose(), caller));
            std::vector<Cipher> ciphers;
            for (const auto& item : q->items()) {
                HAVEN_TRY(const Uuid person, wire::read_uuid(item.person_id(), "person_id"));
                ciphers.push_back({PersonId{person}, item.field(), item.cipher()});
            }
            HAVEN_TRY(auto texts, vault_.open(purpose, ciphers));
            for (auto& text : texts) {
                auto* item = r->add_items();
                item->set_erased(!text.has_value());
                if (text) item->set_text(*std::move(text));
            }
            return {};
        });
    }

    grpc::Status Lookup(grpc::ServerContext* c, const proto::LookupRequest* q,
                        proto::LookupResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Purpose purpose, purpose_of(q->purpose(), caller));
            HAVEN_TRY(const Identity identity, wire::read(q->identity()));
            HAVEN_TRY(const Found found, vault_.lookup(purpose, identity));
            if (found.person) r->set_person_id(wire::bytes_of(found.person->uuid));
            for (const PersonId candidate : found.candidates) {
                r->add_candidate_ids(wire::bytes_of(candidate.uuid));
            }
            return {};
        });
    }

    grpc::Status Search(grpc::ServerContext* c, const proto::SearchRequest* q,
                        proto::SearchResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Purpose purpose, purpose_of(q->purpose(), caller));
            HAVEN_CHECKED(check_count(q->federations_size()));
            std::vector<FederationNo> federations;
            for (const int number : q->federations()) federations.push_back(federation_of(number));
            HAVEN_TRY(const auto people, vault_.search(purpose, q->part(), federations));
            for (const PersonId person : people) r->add_person_ids(wire::bytes_of(person.uuid));
            return {};
        });
    }

    grpc::Status DestroyKey(grpc::ServerContext* c, const proto::DestroyKeyRequest* q,
                            proto::DestroyKeyResponse*) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Purpose purpose, purpose_of(q->purpose(), caller));
            HAVEN_TRY(const Uuid person, wire::read_uuid(q->person_id(), "person_id"));
            return vault_.destroy_key(purpose, PersonId{person});
        });
    }

    grpc::Status ListOpenings(grpc::ServerContext* c, const proto::ListOpeningsRequest* q,
                              proto::ListOpeningsResponse* r) override {
        return rpc::handle(guard_, *c, *q, [&](const Caller& caller) -> Result<void> {
            // An opening belongs to no federation: only who audits all of them may read it.
            HAVEN_CHECKED(caller.may_touch(kCity));
            const std::string filter = "openings|" + q->person_id();
            HAVEN_TRY(const rpc::Page page,
                      rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            PersonId of_person;
            if (!q->person_id().empty()) {
                HAVEN_TRY(of_person, PersonId::parse(q->person_id()));
            }
            std::int64_t before = 0;
            if (!page.after.empty()) {
                const std::string& text = page.after.front();
                std::from_chars(text.data(), text.data() + text.size(), before);
            }
            auto openings = vault_.openings(before, of_person, page.size + 1);
            if (static_cast<int>(openings.size()) > page.size) {
                openings.pop_back();
                r->set_next_page_token(
                    rpc::page_token({std::to_string(openings.back().id)}, filter));
            }
            for (const Opening& opening : openings) write(opening, *r->add_openings());
            return {};
        });
    }

  private:
    LocalVault& vault_;
    rpc::Guard& guard_;
};

}  // namespace

std::unique_ptr<Api> make_api(LocalVault& vault, rpc::Guard& guard) {
    return std::make_unique<VaultApi>(vault, guard);
}

}  // namespace haven::vault
