// BankPort: what disbursement exchanges with the bank by folder (docs/formats.md 1–5).
//
// A batch that is Sent is handed over until the folder has it, from the encrypted copy at rest, so
// a crash between signing and writing loses nothing and sends nothing twice. Replies, late returns
// and answers are taken in, and moved away only when the log has them. UNKNOWN lines are asked
// about once a business date and never sent again. Thread rule: one thread (the service's step
// thread).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "libs/exchange/folder.hpp"
#include "libs/postgres/pool.hpp"
#include "libs/vault/vault.hpp"
#include "libs/writer/writer.hpp"
#include "services/disbursement/aggregates.hpp"
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

// Takes a bank file in; used by the folder port and by ImportBankReply. `command_id` makes a repeat
// a repeat.
class BankIntake {
  public:
    BankIntake(const Aggregates& aggregates, writer::Writer& writer, postgres::Pool& readers,
               std::vector<FederationNo> federations)
        : aggregates_(aggregates),
          writer_(writer),
          readers_(readers),
          federations_(std::move(federations)) {}

    // By the kind of name: .reply, .return, .ans. Errors: MALFORMED_REPLY, UNKNOWN_BATCH,
    // UNKNOWN_FILE and those of PaymentBatch.
    Result<TakenIn> take_in(const std::string& name, std::string_view bytes, const log::Meta& meta);

  private:
    Result<void> submit(const BatchRow& batch, PaymentBatch::Command command,
                        const std::string& label, const log::Meta& meta);
    Result<TakenIn> take_in_reply(std::string_view bytes, const log::Meta& meta);
    Result<TakenIn> take_in_returns(std::string_view bytes, const log::Meta& meta);
    Result<TakenIn> take_in_answer(std::string_view bytes, const log::Meta& meta);
    std::optional<BatchRow> batch(const std::string& id_or_number);

    const Aggregates& aggregates_;
    writer::Writer& writer_;
    postgres::Pool& readers_;
    const std::vector<FederationNo> federations_;
};

// Where the encrypted copy of a batch's file lies, and whose key it is under.
struct BatchFile {
    std::filesystem::path path;
    PersonId key_holder;
};

class BankPort {
  public:
    BankPort(BankIntake& intake, postgres::Pool& readers, vault::Vault& vault,
             std::vector<FederationNo> federations, const std::filesystem::path& exchange,
             std::filesystem::path data_dir, std::function<Instant()> now);

    bool step(Date business_date);
    [[nodiscard]] bool idle(Date business_date) const;
    [[nodiscard]] std::optional<Date> next_day() const;
    // The last file that could not be taken in, with its reason; empty when there is none.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

    static BatchFile file_of(const std::filesystem::path& data_dir, vault::Vault& vault,
                             const BatchRow& batch);

  private:
    bool hand_over_batches();
    bool ask_about_unknown(Date business_date);
    bool take_in_files(Date business_date);

    BankIntake& intake_;
    postgres::Pool& readers_;
    vault::Vault& vault_;
    const std::vector<FederationNo> federations_;
    exchange::PeerFolder folder_;
    const std::filesystem::path data_dir_;
    std::function<Instant()> now_;
    std::set<BatchId> handed_over_;
    std::set<std::string> refused_files_;
    std::string trouble_;
    Date told_;
};

}  // namespace haven::disbursement
