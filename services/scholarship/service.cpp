#include "services/scholarship/service.hpp"

#include "services/scholarship/api/api.hpp"
#include "services/scholarship/projection/tables.hpp"
#include "services/scholarship/reactions/reactions.hpp"

// libs/host names grpc::Service without defining it; the unique_ptrs below need the whole type.
#include <grpcpp/impl/codegen/service_type.h>

namespace haven::scholarship {
namespace {

class Scholarship final : public host::Service {
  public:
    std::string_view name() const override { return "scholarship"; }
    std::span<const SqlFile> migrations() const override { return sql_files(); }
    std::span<const writer::Aggregate* const> aggregates() const override {
        return aggregates_.all;
    }
    std::span<const log::Table* const> tables() const override {
        return haven::scholarship::tables();
    }
    std::vector<consumer::Subscription> subscriptions() const override {
        return {registry_subscription(aggregates_), disbursement_subscription(aggregates_),
                own_subscription(aggregates_)};
    }

    void start(host::ServiceContext& context) override {
        calendar_ = host::read_calendar(context);
        const ApiContext api{context, aggregates_, calendar_};
        schemes_ = make_scheme_api(api);
        scholarships_ = make_scholarship_api(api);
    }
    std::vector<grpc::Service*> grpc_services() override {
        return {schemes_->service(), scholarships_->service()};
    }
    void stop() override {
        scholarships_.reset();
        schemes_.reset();
    }

  private:
    const Aggregates aggregates_;
    WorkingCalendar calendar_;
    std::unique_ptr<Api> schemes_;
    std::unique_ptr<Api> scholarships_;
};

}  // namespace

std::unique_ptr<host::Service> make_service() {
    return std::make_unique<Scholarship>();
}

}  // namespace haven::scholarship
