// PurseService: the purses of libs/writer/testing as a whole service, for the tests of the host.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "libs/host/service.hpp"
#include "libs/writer/testing/purse_database.hpp"

namespace haven::spec {

// What a test sees of a service and does to it while it runs. Any thread.
struct PurseHooks {
    std::atomic<bool> peers_idle = true;
    std::atomic<std::int32_t> next_peer_day = 0;  // Date::days(); 0 = none
    std::atomic<std::int32_t> seen_day = 0;       // business date of the last step
    std::atomic<int> steps = 0;
};

class PurseService final : public host::Service {
  public:
    // `source`: the service whose purses are mirrored here; "" = none. A purse whose limit is
    // kUnlucky is mirrored by a command that is refused.
    static constexpr std::int64_t kUnlucky = 13;
    PurseService(std::string name, std::string source, std::shared_ptr<PurseHooks> hooks)
        : name_(std::move(name)), source_(std::move(source)), hooks_(std::move(hooks)) {}

    std::string_view name() const override { return name_; }
    std::span<const SqlFile> migrations() const override { return purse_migrations(); }
    std::span<const writer::Aggregate* const> aggregates() const override {
        return purse_aggregates();
    }
    std::span<const log::Table* const> tables() const override { return purse_tables(); }
    std::vector<consumer::Subscription> subscriptions() const override;
    void start(host::ServiceContext& context) override { context_ = &context; }
    std::vector<grpc::Service*> grpc_services() override { return {}; }
    bool step(Date business_date) override {
        hooks_->seen_day = business_date.days();
        ++hooks_->steps;
        return false;
    }
    bool peers_idle(Date) override { return hooks_->peers_idle; }
    std::optional<Date> next_peer_day() override {
        const std::int32_t day = hooks_->next_peer_day;
        return day == 0 ? std::nullopt : std::optional(Date::from_days(day));
    }

    // Carries a command out as an Api would; purse and command id as in spec::command().
    Result<log::Reply> command(std::uint8_t purse, std::uint8_t command_id, Purse::Command what) {
        return carry_out(spec::command(purse, command_id, std::move(what)));
    }
    Result<log::Reply> carry_out(writer::Submission submission) {
        return writer::submit_and_wait(context_->writer, std::move(submission), 10'000);
    }

  private:
    const std::string name_;
    const std::string source_;
    const std::shared_ptr<PurseHooks> hooks_;
    host::ServiceContext* context_ = nullptr;
};

// Databases of a suite, under a prefix of their own; dropped at the end.
class SuiteDatabases {
  public:
    SuiteDatabases();
    ~SuiteDatabases();
    SuiteDatabases(const SuiteDatabases&) = delete;
    SuiteDatabases& operator=(const SuiteDatabases&) = delete;

    [[nodiscard]] const std::string& prefix() const { return prefix_; }
    [[nodiscard]] const std::string& server() const { return server_; }
    // A superuser's session in one of them.
    [[nodiscard]] postgres::Connection open(const std::string& service) const;
    // What is left in a purse there; -1 when there is none.
    [[nodiscard]] std::int64_t left(const std::string& service, std::uint8_t purse) const;

  private:
    std::string server_;
    std::string prefix_;
};

}  // namespace haven::spec
