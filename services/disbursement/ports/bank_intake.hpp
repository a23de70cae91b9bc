// BankIntake: takes a file of the bank into the log; used by the folder port and by
// ImportBankReply. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "libs/access/readers.hpp"
#include "libs/writer/writer.hpp"
#include "services/disbursement/aggregates.hpp"
#include "services/disbursement/ports/bank_archive.hpp"
#include "services/disbursement/ports/bank_files.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {

// What a file of the bank says.
struct TakenIn {
    int paid = 0;
    int failed = 0;
    int unknown = 0;
    int returned = 0;
};

using Scope = std::span<const FederationNo>;

class BankIntake {
  public:
    BankIntake(const Aggregates& aggregates, writer::Submitter& writer, access::Readers& readers,
               BankArchive& archive)
        : aggregates_(aggregates), writer_(writer), readers_(readers), archive_(archive) {}

    // By the kind of name: .reply, .return, .ans. Batches outside `scope` are not there. What was
    // taken in is kept encrypted before the log says so. The same file again, by either way,
    // changes nothing.
    //
    // With a command id that one counts: it is refused for other bytes or by another person. From
    // the folder there is none; there the bank's own numbers (of an inquiry, of a return) stand for
    // one content each. COMMAND_ID_REUSED in both cases. Other errors: MALFORMED_REPLY,
    // UNKNOWN_BATCH, UNKNOWN_LINE, UNKNOWN_FILE and those of PaymentBatch.
    Result<TakenIn> take_in(const std::string& name, std::string_view bytes, Scope scope,
                            const log::Meta& meta, std::optional<Uuid> command_id = std::nullopt);

  private:
    struct File {
        const std::string& name;
        std::string_view bytes;
        Scope scope;
        const log::Meta& meta;
        std::optional<Uuid> command_id;
        int submitted = 0;
    };
    // `label` names what the bank says here by the bank's own numbers, `content` is all of it.
    Result<void> submit(File& file, const BatchRow& batch, PaymentBatch::Command command,
                        const std::string& label, std::string_view content);
    Result<TakenIn> take_in_reply(File& file);
    Result<TakenIn> take_in_returns(File& file);
    Result<TakenIn> take_in_answer(File& file);

    const Aggregates& aggregates_;
    writer::Submitter& writer_;
    access::Readers& readers_;
    BankArchive& archive_;
};

}  // namespace haven::disbursement
