// Shadow: a schema beside the live one with the same tables, made by the same migrations and filled
// from the log. Needs a connection that may create schemas (haven_owner). Its search_path is
// changed to the shadow schema until the Shadow is gone. Throws postgres::SqlError, ConnectionLost.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "libs/audit/fold.hpp"
#include "libs/audit/subject.hpp"
#include "libs/log/row_store.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::audit {

struct LiveHead {
    FederationNo federation;
    std::int64_t last_offset = 0;
};

class Shadow {
  public:
    Shadow(postgres::Connection& connection, const Subject& subject, std::string schema);
    ~Shadow();
    Shadow(const Shadow&) = delete;
    Shadow& operator=(const Shadow&) = delete;

    // Makes the schema and its empty tables; one that is left from an earlier run is dropped.
    // Error: MIGRATION_CHANGED.
    Result<void> create();
    void drop();

    // Heads as the current transaction sees them.
    std::vector<LiveHead> heads();
    // Folds the federation's events after the fold's last offset, as the current transaction sees
    // them. `sink` gets the row changes.
    Result<void> fold(Fold& fold, FederationNo federation, const RowChangeSink& sink);
    // Puts whole rows into the tables, which hold none of this federation.
    void fill(const log::RowStore& rows);
    // Applies changes to rows that are there.
    void change(const log::PendingRows& rows);

    void on_progress(Progress progress, std::int64_t total);
    [[nodiscard]] std::int64_t folded() const { return folded_; }
    [[nodiscard]] const std::string& schema() const { return schema_; }
    [[nodiscard]] const std::vector<const log::Table*>& tables() const { return tables_; }

  private:
    postgres::Connection& connection_;
    const Subject& subject_;
    const std::string schema_;
    const std::vector<const log::Table*> tables_;
    Progress progress_;
    std::int64_t folded_ = 0;
    std::int64_t total_ = 0;
};

}  // namespace haven::audit
