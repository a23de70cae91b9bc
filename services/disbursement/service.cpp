#include "services/disbursement/service.hpp"

#include "services/disbursement/api/api.hpp"
#include "services/disbursement/ports/bank_port.hpp"
#include "services/disbursement/projection/tables.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

class Disbursement final : public host::Service {
  public:
    std::string_view name() const override { return "disbursement"; }
    std::span<const SqlFile> migrations() const override { return sql_files(); }
    std::span<const writer::Aggregate* const> aggregates() const override {
        return aggregates_.all;
    }
    std::span<const log::Table* const> tables() const override {
        return haven::disbursement::tables();
    }
    std::vector<consumer::Subscription> subscriptions() const override {
        return {registry_subscription(aggregates_, calendar_),
                scholarship_subscription(aggregates_, calendar_),
                employment_subscription(aggregates_, calendar_), outreach_subscription(aggregates_),
                own_subscription(aggregates_)};
    }

    void start(host::ServiceContext& context) override {
        calendar_ = host::read_calendar(context);
        std::vector<FederationNo> federations;
        for (const auto& federation : context.federations) federations.push_back(federation.number);
        archive_ = std::make_unique<BankArchive>(context.data_dir, *context.vault);
        intake_ =
            std::make_unique<BankIntake>(aggregates_, context.writer, context.readers, *archive_);
        files_ = std::make_unique<BatchFiles>(context.data_dir, *context.vault, context.readers);
        port_ = std::make_unique<BankPort>(
            BankPort::Parts{*intake_, *files_, context.readers, calendar_, std::move(federations),
                            context.now},
            context.exchange_dir);
        const ApiContext api{
            context,
            aggregates_,
            *intake_,
            *files_,
            [this] { return port_->troubles(); },
            [this, &context] { return overdue_when_sent_by(calendar_, context.business_date()); }};
        funds_ = make_fund_api(api);
        payments_ = make_payment_api(api);
        cash_ = make_cash_api(api);
    }

    std::vector<grpc::Service*> grpc_services() override {
        return {funds_->service(), payments_->service(), cash_->service()};
    }
    bool step(Date business_date) override { return port_->step(business_date); }
    bool peers_idle(Date business_date) override { return port_->idle(business_date); }
    std::optional<Date> next_peer_day() override { return port_->next_day(); }
    void stop() override {
        funds_.reset();
        payments_.reset();
        cash_.reset();
        port_.reset();
        files_.reset();
        intake_.reset();
        archive_.reset();
    }

  private:
    const Aggregates aggregates_;
    WorkingCalendar calendar_;
    std::unique_ptr<BankArchive> archive_;
    std::unique_ptr<BankIntake> intake_;
    std::unique_ptr<BatchFiles> files_;
    std::unique_ptr<BankPort> port_;
    std::unique_ptr<Api> funds_;
    std::unique_ptr<Api> payments_;
    std::unique_ptr<Api> cash_;
};

}  // namespace

std::unique_ptr<host::Service> make_service() {
    return std::make_unique<Disbursement>();
}

}  // namespace haven::disbursement
