// Rows as answers. Only api/queries.cpp and api/views.cpp include this.
#pragma once

#include <string>

#include "haven/registry/v1/query_requests.pb.h"
#include "services/registry/api/desk.hpp"
#include "services/registry/queries/lists.hpp"

namespace haven::registry {

struct ViewRequest {
    std::string household_id;
    bool unmasked = false;
    std::string purpose;
};

void put_summary(const queries::FileRow& row, const std::string& name, v1::HouseholdSummary* out);
void put_entry(const queries::TimelineRow& row, v1::TimelineEntry* out);
void put_work(const queries::WorkRow& row, const std::string& name, v1::ListWorkResponse* out);
void put_notice(const queries::NoticeRow& row, const std::string& text,
                v1::ListNoticesResponse* out);
// The whole file, with members opened as asked.
Result<void> put_household(const Desk& desk, const Caller& caller, const queries::FileRow& file,
                           const ViewRequest& asked, v1::HouseholdView* out);

}  // namespace haven::registry
