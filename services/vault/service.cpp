#include "services/vault/service.hpp"

#include "services/vault/api.hpp"
#include "services/vault/destroyed_keys.hpp"

namespace haven::vault {
namespace {

class VaultServiceHost final : public host::PlainService {
  public:
    std::string_view name() const override { return "vault"; }
    void start(host::PlainContext& context) override {
        destroyed_keys_ = std::make_unique<DestroyedKeys>(context.vault, context.open_log);
        destroyed_keys_->catch_up();
        api_ = make_api(context.vault, context.guard);
    }
    std::vector<grpc::Service*> grpc_services() override { return {api_->service()}; }
    void step() override { destroyed_keys_->step(); }
    void stop() override { api_.reset(); }

  private:
    std::unique_ptr<DestroyedKeys> destroyed_keys_;
    std::unique_ptr<Api> api_;
};

}  // namespace

std::unique_ptr<host::PlainService> make_service() {
    return std::make_unique<VaultServiceHost>();
}

}  // namespace haven::vault
