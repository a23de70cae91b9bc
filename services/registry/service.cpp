#include "services/registry/service.hpp"

#include "libs/access/sign_in.hpp"
#include "libs/access/token.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/api/api.hpp"
#include "services/registry/api/desk.hpp"
#include "services/registry/ports/civil_affairs.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/registry/reactions/reactions.hpp"

// libs/host names grpc::Service without defining it; the unique_ptrs below need the whole type.
#include <grpcpp/impl/codegen/service_type.h>

namespace haven::registry {

namespace {

constexpr int kSubmitDeadlineMs = 10'000;

// A command of the service itself, of which a repeat changes nothing. It is written before anybody
// can call: who is answered "ready" finds what every call rests on.
void write_own(const Surroundings& around, const writer::Aggregate& aggregate, const Uuid& stream,
               const std::string& label, std::any command) {
    log::Meta meta;
    meta.at = around.now();
    meta.business_date = around.business_date();
    meta.purpose = "FIRST_START";
    const auto reply = writer::submit_and_wait(around.writer,
                                               {.aggregate = &aggregate,
                                                .federation = kCity,
                                                .stream = stream,
                                                .command_id = crypto::derive_uuid(stream, label),
                                                .request_hash = crypto::sha256(label),
                                                .meta = std::move(meta),
                                                .command = std::move(command)},
                                               kSubmitDeadlineMs);
    if (!reply && reply.error().kind == ErrorKind::Unavailable) {
        throw std::runtime_error(reply.error().reason + ": the registry's first records");
    }
}

class Registry final : public host::Service {
  public:
    std::string_view name() const override { return "registry"; }
    std::span<const SqlFile> migrations() const override { return sql_files(); }
    std::span<const writer::Aggregate* const> aggregates() const override {
        return all_aggregates();
    }
    std::span<const log::Table* const> tables() const override { return registry::tables::all(); }
    std::vector<consumer::Subscription> subscriptions() const override {
        return {disbursement_subscription(), employment_subscription(), outreach_subscription()};
    }

    void start(host::ServiceContext& context) override {
        calendar_ = host::read_calendar(context);
        federations_ = context.federations;
        std::vector<FederationNo> numbers;
        std::map<FederationNo, FederationNo> superiors;
        for (const auto& federation : federations_) {
            numbers.push_back(federation.number);
            if (federation.parent.value != 0) superiors[federation.number] = federation.parent;
        }
        around_.emplace(Surroundings{.writer = context.writer,
                                     .readers = context.readers,
                                     .vault = *context.vault,
                                     .guard = context.guard,
                                     .business_date = context.business_date,
                                     .now = context.now,
                                     .calendar = calendar_,
                                     .federations = std::move(numbers),
                                     .superiors = std::move(superiors),
                                     .put_aside_files = [this] { return put_aside_files(); },
                                     .synthetic_ids = !context.production});
        data_dir_ = context.data_dir;
        files_ = make_file_api(*around_);
        queries_ = make_query_api(*around_);
        referrals_ = make_referral_api(*around_);
        directory_ = make_directory_api(*around_, *context.issuer);
        civil_affairs_.emplace(*around_, context.exchange_dir);
        plant_roots();
        plant_administrator();
    }

    std::vector<grpc::Service*> grpc_services() override {
        return {files_.get(), queries_.get(), referrals_.get(), directory_.get()};
    }
    bool step(Date business_date) override { return civil_affairs_->step(business_date); }
    bool peers_idle(Date business_date) override { return civil_affairs_->idle(business_date); }
    std::optional<Date> next_peer_day() override { return civil_affairs_->next_day(); }
    void stop() override {
        civil_affairs_.reset();
        directory_.reset();
        referrals_.reset();
        queries_.reset();
        files_.reset();
    }

  private:
    std::map<std::string, std::string> put_aside_files() const {
        return civil_affairs_ ? civil_affairs_->put_aside() : std::map<std::string, std::string>{};
    }

    // Each federation's own node is the root of its part of the union tree.
    void plant_roots() {
        for (const host::Federation& federation : federations_) {
            const bool city = federation.parent.value == 0;
            std::string parent;
            for (const host::Federation& other : federations_) {
                if (!city && other.number == federation.parent) parent = other.code;
            }
            const UnionNode node{federation.code, federation.name, parent, federation.number,
                                 city ? UnionNodeKind::City : UnionNodeKind::County};
            write_own(*around_, union_node_aggregate(),
                      crypto::uuid_of_code("union-node", node.code), "root",
                      UnionNodeRecord::Command(RegisterUnionNode{node}));
        }
    }

    // Without somebody who may register staff nobody could ever sign in.
    void plant_administrator() {
        const auto first = access::first_administrator(data_dir_);
        if (!first) throw std::runtime_error(first.error().reason + ": " + first.error().message);
        const StaffMember member{.staff = first->staff,
                                 .login = "first-administrator",
                                 .display_name = "first administrator",
                                 .federation = kCity,
                                 .union_node = federations_.front().code,
                                 .roles = {static_cast<int>(access::Role::Administrator)},
                                 .public_key = first->public_key,
                                 .left = false};
        write_own(*around_, staff_aggregate(), member.staff.uuid, "first",
                  StaffRecord::Command(RegisterStaff{member}));
    }

    WorkingCalendar calendar_;
    std::vector<host::Federation> federations_;
    std::filesystem::path data_dir_;
    std::optional<Surroundings> around_;
    std::unique_ptr<grpc::Service> files_;
    std::unique_ptr<grpc::Service> queries_;
    std::unique_ptr<grpc::Service> referrals_;
    std::unique_ptr<grpc::Service> directory_;
    std::optional<ports::CivilAffairs> civil_affairs_;
};

}  // namespace

std::unique_ptr<host::Service> make_service() {
    return std::make_unique<Registry>();
}

}  // namespace haven::registry
