#include "tools/haven/client/ledger.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/session.hpp"

namespace haven::client {
namespace {

namespace disbursement = haven::disbursement::v1;

constexpr int kPageSize = 500;
// What the demo's bank keeps beside its ledger, below the run folder.
constexpr const char* kDemoLedger = "bank/ledger.json";

}  // namespace

Result<std::optional<std::string>> bank_ledger(const std::filesystem::path& run_dir,
                                               const std::string& file) {
    const auto demo = run_dir / kDemoLedger;
    if (file.empty() && !std::filesystem::exists(demo)) return std::nullopt;
    HAVEN_TRY(std::string text, read_file(file.empty() ? demo : std::filesystem::path(file)));
    return text;
}

Result<PaymentLines> payment_lines(Session& session) {
    PaymentLines found;
    disbursement::ListBatchesRequest list;
    list.set_page_size(kPageSize);
    for (;;) {
        disbursement::ListBatchesResponse page;
        HAVEN_CHECKED(session.call("haven.disbursement.v1.PaymentService/ListBatches", list, page));
        for (const auto& batch : page.batches()) {
            disbursement::GetBatchRequest request;
            request.set_batch_id(batch.batch_id());
            disbursement::GetBatchResponse reply;
            HAVEN_CHECKED(
                session.call("haven.disbursement.v1.PaymentService/GetBatch", request, reply));
            for (const auto& line : reply.lines()) {
                found[line.line_ref()] = {line.entitlement_id(), line.instalment()};
            }
        }
        if (page.next_page_token().empty()) return found;
        list.set_page_token(page.next_page_token());
    }
}

Result<std::int64_t> paid_twice(std::string_view ledger, const PaymentLines& lines) {
    const auto parsed = nlohmann::json::parse(ledger, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("credits") || !parsed["credits"].is_array()) {
        return invalid("NOT_A_LEDGER", "--bank-ledger", "what `bank ledger --json` printed");
    }
    std::map<PaidInstalment, int> standing;
    for (const auto& credit : parsed["credits"]) {
        if (!credit.is_object() || !credit.contains("ref") || !credit["ref"].is_string()) {
            return invalid("NOT_A_LEDGER", "--bank-ledger", "a reference in each credit");
        }
        if (credit.contains("returned_on") && !credit["returned_on"].is_null()) continue;
        const auto ref = credit["ref"].get<std::string>();
        const auto ours = lines.find(ref);
        ++standing[ours == lines.end() ? PaidInstalment{ref, 0} : ours->second];
    }
    return std::ranges::count_if(standing, [](const auto& entry) { return entry.second > 1; });
}

}  // namespace haven::client
