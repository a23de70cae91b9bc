// An export of the old system (docs/formats.md 7) written row by row, and its upload to a suite.
// For test programs only. Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "haven/registry/v1/file_requests.pb.h"
#include "tests/suite/line.hpp"

namespace haven::spec {

// Files of the county 610302 that are open still, of one man each, or of him and a child.
class OldExport {
  public:
    OldExport();

    // `id_number` in the form of the old papers; empty: that of `man`.
    void add(const std::string& file_no, const Applicant& man, const std::string& address = {},
             const std::string& id_number = {});
    // With a son who is too young for a number of his own, as member 2.
    void add_with_child(const std::string& file_no, const Applicant& man, const std::string& child);
    // One household's row whose column of that place (0 …) holds `value`.
    void add_with(std::size_t place, const std::string& value);

    [[nodiscard]] const std::string& households() const { return households_; }
    [[nodiscard]] const std::string& members() const { return members_; }
    [[nodiscard]] std::size_t columns() const;

  private:
    void add_household(const std::string& file_no, const Applicant& man, const std::string& address,
                       const std::string& id_number, const std::string& member_count);

    std::string households_;
    std::string members_;
};

// What the import told, as the client hears it.
struct ImportTold {
    std::vector<haven::registry::v1::ImportReject> rejects;
    haven::registry::v1::ImportSummary summary;
};

// As a caseworker of the city; the upload as a whole must be answered OK.
ImportTold upload(Suite& suite, const OldExport& files);
// The same where it is refused as a whole: the reason.
std::string refused_upload(Suite& suite, const OldExport& files);

}  // namespace haven::spec
