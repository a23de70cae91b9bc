// A visitor's file of the day (docs/formats.md 15): CSV or JSON becomes visits, or a list of what
// is wrong with its form. Nothing is resolved, sealed or stored here, and no fault repeats a value.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "haven/outreach/v1/outreach_service.pb.h"
#include "libs/base/result.hpp"

namespace haven::outreach {

namespace pb = haven::outreach::v1;

inline constexpr std::size_t kMaxVisitFileBytes = 900 * 1024;
inline constexpr std::size_t kMaxVisitFileRows = 1'000;

struct VisitFile {
    pb::VisitNotes notes;
    std::vector<int> rows;  // of each note, as people count
    bool csv = false;
    std::vector<pb::VisitFileFault> faults;  // where any, notes may lack their rows

    // How people find a field of VisitInput, or "group", in their file.
    [[nodiscard]] std::string shown(std::string_view field) const;
    // Of a note.
    void fault(std::size_t note, std::string_view field, std::string_view kind,
               const std::string& reason, const std::string& expected);
};

// Errors, of the file as a whole: FILE_TOO_LARGE, TOO_MANY_ROWS, EMPTY_FILE, INVALID_ENCODING,
// QUOTE_NOT_CLOSED, NOT_JSON.
Result<VisitFile> read_visit_file(std::string_view bytes);

}  // namespace haven::outreach
