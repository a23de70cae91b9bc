#include "services/outreach/service.hpp"

#include "services/outreach/api/api.hpp"
#include "services/outreach/projection/tables.hpp"
#include "services/outreach/reactions/reactions.hpp"

// libs/host names grpc::Service without defining it; the unique_ptrs below need the whole type.
#include <grpcpp/impl/codegen/service_type.h>

namespace haven::outreach {
namespace {

class Outreach final : public host::Service {
  public:
    std::string_view name() const override { return "outreach"; }
    std::span<const SqlFile> migrations() const override { return sql_files(); }
    std::span<const writer::Aggregate* const> aggregates() const override {
        return aggregates_.all;
    }
    std::span<const log::Table* const> tables() const override { return haven::outreach::tables(); }
    std::vector<consumer::Subscription> subscriptions() const override {
        return {disbursement_subscription(aggregates_), own_subscription(aggregates_),
                registry_subscription(aggregates_)};
    }

    void start(host::ServiceContext& context) override {
        calendar_ = host::read_calendar(context);
        const ApiContext api{context, aggregates_, calendar_};
        campaigns_ = make_campaign_api(api);
        visits_ = make_visit_api(api);
        publicity_ = make_publicity_api(api);
        hotline_ = make_hotline_api(api);
    }
    std::vector<grpc::Service*> grpc_services() override {
        return {campaigns_->service(), visits_->service(), publicity_->service(),
                hotline_->service()};
    }
    void stop() override {
        hotline_.reset();
        publicity_.reset();
        visits_.reset();
        campaigns_.reset();
    }

  private:
    const Aggregates aggregates_;
    WorkingCalendar calendar_;
    std::unique_ptr<Api> campaigns_;
    std::unique_ptr<Api> visits_;
    std::unique_ptr<Api> publicity_;
    std::unique_ptr<Api> hotline_;
};

}  // namespace

std::unique_ptr<host::Service> make_service() {
    return std::make_unique<Outreach>();
}

}  // namespace haven::outreach
