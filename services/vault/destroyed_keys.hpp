// DestroyedKeys: keys are destroyed because a log says so (protocols §9): registry's PersonErased
// and disbursement's BatchFileExpired. The vault reads both logs from where it stands in its own
// database, so one that was restored from a backup destroys again what was destroyed since.
//
//     keys.catch_up();   // before the first call is answered
//     keys.step();       // from then on, twice a second
//
// Destroying twice is destroying once. So a log that was restored itself (shorter, or other records
// than the vault has seen) is read again from its start, and nothing comes back. Several vault
// processes on one database are correct. Thread rule: one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/log/log.hpp"
#include "libs/vault/local_vault.hpp"

namespace haven::vault {

class DestroyedKeys {
  public:
    // As host::PlainContext::open_log; `wait_ms`: how long catch_up() tries where a log cannot be
    // read.
    using OpenLog = std::function<std::unique_ptr<log::Log>(const std::string& service)>;
    DestroyedKeys(LocalVault& vault, OpenLog open_log, int wait_ms = 20'000);

    // Up to the heads as they are now. A service that has no database yet, and of which the vault
    // has never read anything, lists nothing. Otherwise what cannot be read is tried again, and at
    // last thrown as std::runtime_error DESTROYED_KEYS_UNREAD: such a vault must not serve. Nor may
    // a new one beside a registry whose log names people (VAULT_EMPTY): their keys are in another
    // database, and whoever came again would get a second pseudonym.
    void catch_up();
    // The same once. Throws environment failures; the next step tries again.
    void step();

  private:
    struct Place {
        ListCursor cursor;        // where we have read to
        std::int64_t stored = 0;  // offset of the cursor in the database; never ahead
    };
    struct Source {
        std::string name;
        std::unique_ptr<log::Log> log;
        std::map<FederationNo, Place> at;
        bool verified = false;
    };

    bool is_read(Source& source);
    bool is_of_others(Source& source);
    void read(Source& source);
    void verify(Source& source);
    void read(Source& source, const log::Head& head);
    std::vector<ListedKey> listed(const std::vector<log::Record>& records) const;

    LocalVault& vault_;
    OpenLog open_log_;
    const int wait_ms_;
    std::vector<Source> sources_;
};

}  // namespace haven::vault
