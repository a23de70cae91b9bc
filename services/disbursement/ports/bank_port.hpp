// BankPort: what disbursement exchanges with the bank by folder (docs/formats.md 1–5).
//
// A batch that is Sent is handed over until the folder has it, from the encrypted copy at rest, so
// a crash between signing and writing loses nothing and sends nothing twice. Replies, late returns
// and answers are taken in, and moved away only when the log has them. UNKNOWN lines are asked
// about once a business date and never sent again. A file that cannot be taken in stays where it
// is, for a person; the rest goes on. Thread rule: one thread (the service's step thread) but for
// troubles().
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "libs/exchange/folder.hpp"
#include "libs/postgres/pool.hpp"
#include "libs/vault/vault.hpp"
#include "libs/writer/writer.hpp"
#include "services/disbursement/aggregates.hpp"
#include "services/disbursement/ports/bank_archive.hpp"
#include "services/disbursement/ports/bank_files.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {

// What a file of the bank changed.
struct TakenIn {
    int paid = 0;
    int failed = 0;
    int unknown = 0;
    int returned = 0;
};

using Scope = std::span<const FederationNo>;

// Takes a bank file in; used by the folder port and by ImportBankReply. The same file again, by
// either way, changes nothing. Thread-safe.
class BankIntake {
  public:
    BankIntake(const Aggregates& aggregates, writer::Writer& writer, postgres::Pool& readers,
               BankArchive& archive)
        : aggregates_(aggregates), writer_(writer), readers_(readers), archive_(archive) {}

    // By the kind of name: .reply, .return, .ans. Batches outside `scope` are not there. What was
    // taken in is kept encrypted before the log says so. Errors: MALFORMED_REPLY, UNKNOWN_BATCH,
    // UNKNOWN_LINE, UNKNOWN_FILE and those of PaymentBatch.
    Result<TakenIn> take_in(const std::string& name, std::string_view bytes, Scope scope,
                            const log::Meta& meta);

  private:
    // A file of the bank on its way in.
    struct Incoming {
        const std::string& name;
        std::string_view bytes;
    };
    Result<void> submit(const BatchRow& batch, PaymentBatch::Command command,
                        const std::string& label, const Incoming& file, const log::Meta& meta);
    Result<TakenIn> take_in_reply(const Incoming& file, Scope scope, const log::Meta& meta);
    Result<TakenIn> take_in_returns(const Incoming& file, Scope scope, const log::Meta& meta);
    Result<TakenIn> take_in_answer(const Incoming& file, Scope scope, const log::Meta& meta);

    const Aggregates& aggregates_;
    writer::Writer& writer_;
    postgres::Pool& readers_;
    BankArchive& archive_;
};

// Where the encrypted copy of a batch's file lies, and whose key it is under: one of its own, so
// that the copy is gone with the key when it is destroyed after the keeping term.
struct BatchFile {
    std::filesystem::path path;
    PersonId key_holder;
};
BatchFile batch_file(const std::filesystem::path& data_dir, vault::Vault& vault,
                     const BatchRow& batch);
// The file of a batch that was sent, as the bank gets it. Errors: NOT_SENT, BATCH_FILE_DAMAGED (it
// is not the one that was signed and sent, or is gone).
Result<std::string> read_bank_file(const std::filesystem::path& data_dir, vault::Vault& vault,
                                   const vault::Purpose& purpose, const BatchRow& batch);

class BankPort {
  public:
    BankPort(BankIntake& intake, postgres::Pool& readers, vault::Vault& vault,
             std::vector<FederationNo> federations, const std::filesystem::path& exchange,
             std::filesystem::path data_dir, std::function<Instant()> now);

    bool step(Date business_date);
    [[nodiscard]] bool idle(Date business_date) const;
    [[nodiscard]] std::optional<Date> next_day() const;
    // Files that could not be handed over or taken in, with the reason. Any thread.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> troubles() const;

  private:
    bool hand_over_batches();
    bool ask_about_unknown(Date business_date);
    bool take_in_files(Date business_date);
    std::vector<std::pair<std::string, exchange::Received>> waiting_files();
    void trouble(const std::string& file, const std::string& reason);
    void forget_troubles();
    [[nodiscard]] bool all_taken_in(const std::string& box) const;

    BankIntake& intake_;
    postgres::Pool& readers_;
    vault::Vault& vault_;
    const std::vector<FederationNo> federations_;
    exchange::PeerFolder folder_;
    const std::filesystem::path data_dir_;
    std::function<Instant()> now_;
    std::set<BatchId> handed_over_;
    Date told_;
    mutable std::mutex mutex_;                     // guards what follows
    std::map<std::string, std::string> troubles_;  // by name of the file
};

}  // namespace haven::disbursement
