// BankArchive: what the bank said, kept encrypted at rest (protocols §10): each file that was taken
// in, once for every batch that it is about, under the key of that batch. It is gone with that key.
//
//     HAVEN_CHECKED(archive.keep(batch, "F01-….reply", bytes));
//     for (const std::string& name : archive.names(batch)) archive.read(purpose, batch, name);
//
// The same file again is the same bytes at the same place. Thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "libs/vault/vault.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {

class BankArchive {
  public:
    BankArchive(std::filesystem::path data_dir, vault::Vault& vault)
        : data_dir_(std::move(data_dir)), vault_(vault) {}

    // Errors: those of the vault; PERSON_ERASED when the batch's key has been destroyed.
    Result<void> keep(const BatchRow& batch, const std::string& name, std::string_view bytes);
    // What is kept of a batch, by name: "<batch id>-<16 hex>.reply".
    [[nodiscard]] std::vector<std::string> names(const BatchRow& batch) const;
    // Errors: BATCH_FILE_DAMAGED when it is gone or is not what was kept; PERSON_ERASED when the
    // batch's key has been destroyed.
    Result<std::string> read(const vault::Purpose& purpose, const BatchRow& batch,
                             const std::string& name);

  private:
    const std::filesystem::path data_dir_;
    vault::Vault& vault_;
};

}  // namespace haven::disbursement
