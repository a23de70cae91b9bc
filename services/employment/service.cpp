#include "services/employment/service.hpp"

#include "services/employment/api/api.hpp"
#include "services/employment/projection/tables.hpp"
#include "services/employment/reactions/reactions.hpp"

// libs/host names grpc::Service without defining it; the unique_ptrs below need the whole type.
#include <grpcpp/impl/codegen/service_type.h>

namespace haven::employment {
namespace {

class Employment final : public host::Service {
  public:
    std::string_view name() const override { return "employment"; }
    std::span<const SqlFile> migrations() const override { return sql_files(); }
    std::span<const writer::Aggregate* const> aggregates() const override {
        return aggregates_.all;
    }
    std::span<const log::Table* const> tables() const override {
        return haven::employment::tables();
    }
    std::vector<consumer::Subscription> subscriptions() const override {
        return {registry_subscription(aggregates_), disbursement_subscription(aggregates_),
                own_subscription(aggregates_)};
    }

    void start(host::ServiceContext& context) override {
        const ApiContext api{context, aggregates_};
        fairs_ = make_fair_api(api);
        employment_ = make_employment_api(api);
        assistance_ = make_assistance_api(api);
    }
    std::vector<grpc::Service*> grpc_services() override {
        return {fairs_->service(), employment_->service(), assistance_->service()};
    }
    void stop() override {
        assistance_.reset();
        employment_.reset();
        fairs_.reset();
    }

  private:
    const Aggregates aggregates_;
    std::unique_ptr<Api> fairs_;
    std::unique_ptr<Api> employment_;
    std::unique_ptr<Api> assistance_;
};

}  // namespace

std::unique_ptr<host::Service> make_service() {
    return std::make_unique<Employment>();
}

}  // namespace haven::employment
