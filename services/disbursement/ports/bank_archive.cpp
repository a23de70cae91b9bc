#include "services/disbursement/ports/bank_archive.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/vault/batch_key.hpp"
#include "services/disbursement/ports/private_file.hpp"

namespace haven::disbursement {
namespace {

constexpr const char* kField = "bank_file";
constexpr std::size_t kDigestDigits = 16;

// Who holds the key of a batch's files: made with the batch's id, no person.
Result<PersonId> key_holder(vault::Vault& vault, const BatchRow& batch) {
    return vault.new_person(vault::batch_key_command(batch.id.uuid), 0, "", batch.federation);
}

}  // namespace

Result<void> BankArchive::keep(const BatchRow& batch, const std::string& name,
                               std::string_view bytes) {
    const std::string digest = crypto::hex(crypto::sha256(bytes)).substr(0, kDigestDigits);
    // ".reply.1a2b3c4d" is a reply too.
    const std::string kind = name.find(".reply") != std::string::npos
                                 ? ".reply"
                                 : std::filesystem::path(name).extension().string();
    const auto file = data_dir_ / "blobs" / (batch.id.to_string() + '-' + digest + kind);
    if (std::filesystem::exists(file)) return {};
    HAVEN_TRY(const PersonId holder, key_holder(vault_, batch));
    HAVEN_TRY(const auto sealed, vault_.seal_one(crypto::derive_uuid(batch.id.uuid, digest),
                                                 {holder, kField, std::string(bytes)}));
    write_private(file, sealed.cipher);
    return {};
}

std::vector<std::string> BankArchive::names(const BatchRow& batch) const {
    std::vector<std::string> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(data_dir_ / "blobs", none)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(batch.id.to_string() + '-') && !name.ends_with(".tmp")) {
            found.push_back(name);
        }
    }
    std::ranges::sort(found);
    return found;
}

Result<std::string> BankArchive::read(const vault::Purpose& purpose, const BatchRow& batch,
                                      const std::string& name) {
    const auto known = names(batch);
    if (std::ranges::find(known, name) == known.end()) {
        return refused("BATCH_FILE_DAMAGED", "no such file of the bank is kept");
    }
    std::ifstream in(data_dir_ / "blobs" / name, std::ios::binary);
    std::string cipher((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    HAVEN_TRY(const PersonId holder, key_holder(vault_, batch));
    auto opened = vault_.open_one(purpose, {holder, kField, std::move(cipher)});
    if (!opened || !*opened) {
        return refused("BATCH_FILE_DAMAGED", "the file is not the one that was kept");
    }
    return **std::move(opened);
}

}  // namespace haven::disbursement
