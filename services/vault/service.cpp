#include "services/vault/service.hpp"

#include "services/vault/api.hpp"

namespace haven::vault {
namespace {

class VaultServiceHost final : public host::PlainService {
  public:
    std::string_view name() const override { return "vault"; }
    void start(host::PlainContext& context) override {
        api_ = make_api(context.vault, context.guard);
    }
    std::vector<grpc::Service*> grpc_services() override { return {api_->service()}; }
    void stop() override { api_.reset(); }

  private:
    std::unique_ptr<Api> api_;
};

}  // namespace

std::unique_ptr<host::PlainService> make_service() {
    return std::make_unique<VaultServiceHost>();
}

}  // namespace haven::vault
