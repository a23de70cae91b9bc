#include "services/disbursement/ports/batch_files.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/vault/batch_key.hpp"
#include "services/disbursement/ports/bank_files.hpp"
#include "services/disbursement/ports/private_file.hpp"

namespace haven::disbursement {
namespace {

namespace fs = std::filesystem;

constexpr const char* kField = "bank_file";
constexpr const char* kEnding = ".pay";
constexpr std::size_t kIdCharacters = 36;

std::optional<std::string> read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

bool is_what_was_sent(const BatchRow& batch, std::string_view cipher) {
    return crypto::as_bytes(crypto::sha256(cipher)) == batch.file_digest;
}

}  // namespace

fs::path BatchFiles::path_of(const BatchRow& batch) const {
    return folder_ / (batch.id.to_string() + kEnding);
}

Result<PersonId> BatchFiles::key_holder(const BatchRow& batch) {
    return vault_.new_person(vault::batch_key_command(batch.id.uuid), 0, "", batch.federation);
}

Result<std::string> BatchFiles::sealed(const BatchRow& batch, PersonId holder, std::string bytes) {
    HAVEN_TRY(auto cipher, vault_.seal_one(crypto::derive_uuid(batch.id.uuid, "export"),
                                           {holder, kField, std::move(bytes)}));
    return std::move(cipher.cipher);
}

Result<BatchFiles::Bytes> BatchFiles::bytes_of(std::span<const FederationNo> scope,
                                               const vault::Purpose& purpose, const BatchRow& batch,
                                               Date day) {
    PaymentFile file{batch.batch_no, batch.payer_account, day, {}};
    std::vector<vault::Cipher> ciphers;
    {
        access::ScopedRead read(readers_, scope);
        for (const BatchLineRow& line : Queries(read).lines(batch.id)) {
            if (line.state == LineState::Struck) continue;
            ciphers.push_back({line.account_owner, "account", line.account_cipher});
            ciphers.push_back({line.name_owner, "name", line.name_cipher});
            file.lines.push_back({{}, {}, line.amount, use_of(line.item), line.line_ref});
        }
    }
    HAVEN_TRY(auto opened, vault_.open(purpose, ciphers));
    Bytes bytes;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        PaymentFileLine& line = file.lines[i];
        if (!opened[2 * i] || !opened[2 * i + 1]) {
            bytes.stopped.push_back({line.line_ref, "PERSON_ERASED"});
            continue;
        }
        line.account = *std::move(opened[2 * i]);
        line.name = *std::move(opened[2 * i + 1]);
        if (!can_be_written(line)) bytes.stopped.push_back({line.line_ref, "NAME_NOT_ENCODABLE"});
    }
    if (bytes.stopped.empty()) {
        HAVEN_TRY(bytes.text, write_payment_file(file));
    }
    return bytes;
}

Result<BatchFiles::Made> BatchFiles::make(std::span<const FederationNo> scope,
                                          const vault::Purpose& purpose, const BatchRow& batch,
                                          Date day) {
    HAVEN_TRY(Bytes bytes, bytes_of(scope, purpose, batch, day));
    if (!bytes.stopped.empty()) return Made{{}, std::move(bytes.stopped)};
    HAVEN_TRY(const PersonId holder, key_holder(batch));
    HAVEN_TRY(const std::string cipher, sealed(batch, holder, std::move(bytes.text)));
    write_private(path_of(batch), cipher);
    return Made{crypto::sha256(cipher), {}};
}

Result<std::string> BatchFiles::read(std::span<const FederationNo> scope,
                                     const vault::Purpose& purpose, const BatchRow& batch) {
    if (!batch.sent_on.is_set()) return refused("NOT_SENT", "the batch has not been sent");
    const auto holder = key_holder(batch);
    if (batch.file_expired_on.is_set() || !holder) {
        return refused("BATCH_FILE_EXPIRED", "the settle window is over: its key was destroyed");
    }
    if (const auto cipher = read_file(path_of(batch))) {
        if (!is_what_was_sent(batch, *cipher)) {
            return refused("BATCH_FILE_DAMAGED", "the file at rest is not the one that was sent");
        }
        HAVEN_TRY(auto bytes, vault_.open_one(purpose, {*holder, kField, *cipher}));
        if (!bytes) return refused("BATCH_FILE_EXPIRED", "its key was destroyed");
        return *std::move(bytes);
    }
    HAVEN_TRY(Bytes bytes, bytes_of(scope, purpose, batch, batch.sent_on));
    if (!bytes.stopped.empty()) {
        return refused("BATCH_FILE_MISSING", "the file is gone and a payee has been erased since");
    }
    HAVEN_TRY(const std::string cipher, sealed(batch, *holder, bytes.text));
    if (!is_what_was_sent(batch, cipher)) {
        return refused("BATCH_FILE_MISSING",
                       "the file is gone and does not come out the same again");
    }
    write_private(path_of(batch), cipher);
    return std::move(bytes.text);
}

void BatchFiles::destroy_expired(std::span<const FederationNo> scope) {
    // By batch: its own file "<id>.pay" and what the bank said of it, "<id>-….reply".
    std::map<std::string, std::vector<fs::path>> by_batch;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder_, none)) {
        by_batch[entry.path().filename().string().substr(0, kIdCharacters)].push_back(entry.path());
    }
    bool any = false;
    for (const auto& [id, files] : by_batch) {
        std::optional<BatchRow> batch;
        {
            access::ScopedRead read(readers_, scope);
            batch = Queries(read).batch(id);
        }
        if (!batch || !batch->file_expired_on.is_set()) continue;
        // The key first: what is left of a copy anywhere says nothing any more.
        if (const auto holder = key_holder(*batch)) {
            const vault::Purpose purpose{
                {}, "disbursement", "SETTLE_WINDOW_OVER", "batch/" + batch->id.to_string()};
            if (!vault_.destroy_key(purpose, *holder)) continue;
        }
        for (const fs::path& file : files) fs::remove(file);
        any = true;
    }
    if (any) flush_folder(folder_);
}

}  // namespace haven::disbursement
