// BatchFiles: the bank's file of each batch at rest, encrypted under a key of that batch
// (protocols §10). The key goes with the settle window, and with it every copy of the file.
// Thread-safe.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "libs/access/readers.hpp"
#include "libs/vault/vault.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {

class BatchFiles {
  public:
    // `data_dir` and what the references name outlive the object.
    BatchFiles(const std::filesystem::path& data_dir, vault::Vault& vault, access::Readers& readers)
        : folder_(data_dir / "blobs"), vault_(vault), readers_(readers) {}

    // A line that cannot stand in the file: PERSON_ERASED or NAME_NOT_ENCODABLE.
    struct Stopped {
        std::string line_ref;
        std::string reason;
    };
    struct Made {
        BatchHash digest{};            // of the encrypted file; zero when a line is stopped
        std::vector<Stopped> stopped;  // then nothing was written
    };
    // Opens account and name of each line that was not struck (one opening a line is recorded) and
    // keeps the file of that day. The same batch and day give the same bytes.
    Result<Made> make(std::span<const FederationNo> scope, const vault::Purpose& purpose,
                      const BatchRow& batch, Date day);
    // The file of a batch that was sent, as the bank gets it; one that is gone is made again, byte
    // for byte. Errors: NOT_SENT, BATCH_FILE_EXPIRED, BATCH_FILE_DAMAGED (what lies there is not
    // what was signed and sent), BATCH_FILE_MISSING (gone, and cannot be made again).
    Result<std::string> read(std::span<const FederationNo> scope, const vault::Purpose& purpose,
                             const BatchRow& batch);
    // Destroys the keys of the files whose settle window is over, and removes them. Killed in
    // between, it goes on the next time.
    void destroy_expired(std::span<const FederationNo> scope);

  private:
    struct Bytes {
        std::string text;
        std::vector<Stopped> stopped;
    };
    Result<Bytes> bytes_of(std::span<const FederationNo> scope, const vault::Purpose& purpose,
                           const BatchRow& batch, Date day);
    // Who holds the batch's key: made with the batch's id, no person. Error: PERSON_ERASED.
    Result<PersonId> key_holder(const BatchRow& batch);
    Result<std::string> sealed(const BatchRow& batch, PersonId holder, std::string bytes);
    [[nodiscard]] std::filesystem::path path_of(const BatchRow& batch) const;

    const std::filesystem::path folder_;
    vault::Vault& vault_;
    access::Readers& readers_;
};

}  // namespace haven::disbursement
