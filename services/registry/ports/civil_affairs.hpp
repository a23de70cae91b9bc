// CivilAffairs: means checks by folder exchange (docs/formats.md 6). Requests that stand in our
// tables are handed over, answers become commands; killed anywhere, it goes on where it stood.
//
// Thread rule: the service's step thread only, but for put_aside().
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "libs/exchange/folder.hpp"
#include "services/registry/api/desk.hpp"
#include "services/registry/queries/lists.hpp"

namespace haven::registry::ports {

class CivilAffairs {
  public:
    CivilAffairs(Surroundings& around, const std::filesystem::path& exchange_dir);

    // True if a file was handed over or taken in, or the day was told.
    bool step(Date business_date);
    // The peer has answered the day, and nothing is under way in either direction.
    [[nodiscard]] bool idle(Date business_date);
    [[nodiscard]] std::optional<Date> next_day() const;

    // Files that could not be taken in, with the reason: they stay where they are, for a person.
    // Any thread.
    [[nodiscard]] std::map<std::string, std::string> put_aside() const;

  private:
    void put_aside(const std::string& file, const std::string& reason);
    [[nodiscard]] bool is_aside(const std::string& file) const;
    // Awaited requests that are not handed over yet.
    std::vector<queries::CheckRow> not_handed_over();
    bool hand_over_requests();
    Result<std::string> request_body(const queries::CheckRow& check);
    bool take_in_answers(Date business_date);
    // Error: what must not be lost is tried again; everything else is settled.
    Result<void> take_in(const std::string& name, const std::string& bytes, Date business_date);

    Surroundings& around_;
    exchange::PeerFolder folder_;
    std::set<Uuid> handed_over_;
    std::optional<Date> told_;
    bool look_again_ = true;  // there may be requests that are not handed over
    Instant looked_;
    mutable std::mutex mutex_;                      // guards what follows
    std::map<std::string, std::string> put_aside_;  // file → reason
};

}  // namespace haven::registry::ports
