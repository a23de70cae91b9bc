#include "libs/vault/remote_vault.hpp"

#include <algorithm>
#include <mutex>

#include "libs/rpc/client.hpp"
#include "libs/rpc/errors.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/vault/wire.hpp"

#include "haven/vault/v1/vault_service.grpc.pb.h"

namespace haven::vault {
namespace {

namespace proto = haven::vault::v1;

// Room for what an item costs besides its text.
constexpr std::size_t kItemOverhead = 96;
constexpr std::size_t kMaxCallBytes = kMaxPlainBytes + kItemOverhead;

// Cuts a list into pieces that fit into one call each.
template <class Item, class Size>
std::vector<std::span<const Item>> pieces(std::span<const Item> items, Size size_of) {
    std::vector<std::span<const Item>> cut;
    std::size_t start = 0;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t size = size_of(items[i]) + kItemOverhead;
        if (i > start && (bytes + size > kMaxCallBytes || i - start == wire::kMaxItems)) {
            cut.push_back(items.subspan(start, i - start));
            start = i;
            bytes = 0;
        }
        bytes += size;
    }
    if (start < items.size()) cut.push_back(items.subspan(start));
    return cut;
}

std::unexpected<Error> unreadable() {
    return failure(ErrorKind::Unavailable, "VAULT_ANSWER_UNREADABLE",
                   "the vault answered with something else than was asked for");
}

template <class Ids>
Result<void> append_people(const Ids& ids, std::size_t expected, std::vector<PersonId>& people) {
    if (static_cast<std::size_t>(ids.size()) != expected) return unreadable();
    for (const std::string& bytes : ids) {
        HAVEN_TRY(const Uuid id, wire::read_uuid(bytes, "person_id"));
        people.push_back(PersonId{id});
    }
    return {};
}

}  // namespace

class RemoteVault::Impl {
  public:
    explicit Impl(RemoteVaultOptions options) : options_(std::move(options)) {}

    using Stub = proto::VaultService::StubInterface;

    template <class Request, class Response>
    Result<Response> call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Response*),
                          const Request& request) {
        Response response;
        grpc::Status status = once(method, request, response, current());
        if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
            // It may have been started again elsewhere.
            if (const auto moved = found_elsewhere()) {
                response.Clear();
                status = once(method, request, response, moved);
            }
        }
        if (status.ok()) return response;
        switch (status.error_code()) {
            case grpc::StatusCode::UNAVAILABLE:
            case grpc::StatusCode::DEADLINE_EXCEEDED:
            case grpc::StatusCode::CANCELLED:
            case grpc::StatusCode::INTERNAL:
            case grpc::StatusCode::UNKNOWN:
            case grpc::StatusCode::UNAUTHENTICATED:
                throw rpc::PeerDown("vault service");
            default:
                return std::unexpected(rpc::to_error(status));
        }
    }

  private:
    template <class Method, class Request, class Response>
    grpc::Status once(Method method, const Request& request, Response& response,
                      const std::shared_ptr<Stub>& stub) {
        if (!stub) return {grpc::StatusCode::UNAVAILABLE, "no vault"};
        grpc::ClientContext context;
        rpc::prepare(context, {.bearer = options_.bearer(), .timeout_ms = options_.timeout_ms});
        return (stub.get()->*method)(&context, request, &response);
    }

    std::shared_ptr<Stub> current() {
        {
            const std::lock_guard lock(mutex_);
            if (stub_) return stub_;
        }
        return found_elsewhere();
    }

    // The vault where it is now, when that is not where we thought; else nothing.
    std::shared_ptr<Stub> found_elsewhere() {
        const std::string address = options_.address();
        const std::lock_guard lock(mutex_);
        if (address.empty() || address == address_) return nullptr;
        stub_ = proto::VaultService::NewStub(rpc::connect(address));
        address_ = address;
        return stub_;
    }

    const RemoteVaultOptions options_;
    std::mutex mutex_;  // guards what follows
    std::string address_;
    std::shared_ptr<Stub> stub_;
};

RemoteVault::RemoteVault(RemoteVaultOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
RemoteVault::~RemoteVault() = default;

Result<std::vector<PersonId>> RemoteVault::resolve(std::span<const ResolveRequest> requests) {
    std::vector<PersonId> people;
    for (const auto piece :
         pieces(requests, [](const ResolveRequest& r) { return r.name.size() + 64; })) {
        proto::ResolveRequest request;
        for (const ResolveRequest& wanted : piece) {
            auto* item = request.add_items();
            wire::write(wanted.identity, *item->mutable_identity());
            item->set_name(wanted.name);
            item->set_federation(wanted.federation.value);
        }
        HAVEN_TRY(const auto response, impl_->call(&Impl::Stub::Resolve, request));
        HAVEN_CHECKED(append_people(response.person_ids(), piece.size(), people));
    }
    return people;
}

Result<std::vector<PersonId>> RemoteVault::new_people(std::span<const NewPerson> people) {
    std::vector<PersonId> made;
    for (const auto piece : pieces(people, [](const NewPerson& p) { return p.name.size(); })) {
        proto::NewPeopleRequest request;
        for (const NewPerson& person : piece) {
            auto* item = request.add_items();
            item->set_command_id(wire::bytes_of(person.command_id));
            item->set_position(person.position);
            item->set_name(person.name);
            item->set_federation(person.federation.value);
        }
        HAVEN_TRY(const auto response, impl_->call(&Impl::Stub::NewPeople, request));
        HAVEN_CHECKED(append_people(response.person_ids(), piece.size(), made));
    }
    return made;
}

Result<std::vector<Sealed>> RemoteVault::seal(Uuid command_id, std::span<const Plain> plains) {
    std::vector<Sealed> sealed;
    for (const auto piece : pieces(plains, [](const Plain& p) { return p.text.size(); })) {
        proto::SealRequest request;
        request.set_command_id(wire::bytes_of(command_id));
        for (const Plain& plain : piece) {
            auto* item = request.add_items();
            item->set_person_id(wire::bytes_of(plain.person.uuid));
            item->set_field(plain.field);
            item->set_text(plain.text);
        }
        HAVEN_TRY(const auto response, impl_->call(&Impl::Stub::Seal, request));
        if (response.ciphers_size() != static_cast<int>(piece.size())) return unreadable();
        for (std::size_t i = 0; i < piece.size(); ++i) {
            sealed.push_back({piece[i].person, response.ciphers(static_cast<int>(i))});
        }
    }
    return sealed;
}

Result<std::vector<std::optional<std::string>>> RemoteVault::open(const Purpose& purpose,
                                                                  std::span<const Cipher> ciphers) {
    std::vector<std::optional<std::string>> texts;
    for (const auto piece : pieces(ciphers, [](const Cipher& c) { return c.cipher.size(); })) {
        proto::OpenRequest request;
        wire::write(purpose, *request.mutable_purpose());
        for (const Cipher& cipher : piece) {
            auto* item = request.add_items();
            item->set_person_id(wire::bytes_of(cipher.person.uuid));
            item->set_field(cipher.field);
            item->set_cipher(cipher.cipher);
        }
        HAVEN_TRY(const auto response, impl_->call(&Impl::Stub::Open, request));
        if (response.items_size() != static_cast<int>(piece.size())) return unreadable();
        for (const auto& item : response.items()) {
            texts.push_back(item.erased() ? std::nullopt : std::optional(item.text()));
        }
    }
    return texts;
}

Result<Found> RemoteVault::lookup(const Purpose& purpose, const Identity& identity) {
    proto::LookupRequest request;
    wire::write(purpose, *request.mutable_purpose());
    wire::write(identity, *request.mutable_identity());
    HAVEN_TRY(const auto response, impl_->call(&Impl::Stub::Lookup, request));
    Found found;
    if (!response.person_id().empty()) {
        HAVEN_TRY(const Uuid id, wire::read_uuid(response.person_id(), "person_id"));
        found.person = PersonId{id};
    }
    HAVEN_CHECKED(append_people(response.candidate_ids(),
                                static_cast<std::size_t>(response.candidate_ids_size()),
                                found.candidates));
    return found;
}

Result<std::vector<PersonId>> RemoteVault::search(const Purpose& purpose, std::string_view part,
                                                  std::span<const FederationNo> federations) {
    proto::SearchRequest request;
    wire::write(purpose, *request.mutable_purpose());
    request.set_part(std::string(part));
    for (const FederationNo number : federations) request.add_federations(number.value);
    HAVEN_TRY(const auto response, impl_->call(&Impl::Stub::Search, request));
    std::vector<PersonId> people;
    HAVEN_CHECKED(append_people(response.person_ids(),
                                static_cast<std::size_t>(response.person_ids_size()), people));
    return people;
}

Result<void> RemoteVault::destroy_key(const Purpose& purpose, PersonId person) {
    proto::DestroyKeyRequest request;
    wire::write(purpose, *request.mutable_purpose());
    request.set_person_id(wire::bytes_of(person.uuid));
    HAVEN_CHECKED(impl_->call(&Impl::Stub::DestroyKey, request));
    return {};
}

}  // namespace haven::vault
