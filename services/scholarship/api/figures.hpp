// The figures of scholarships, by the ids that `haven figures` prints. Pure.
#pragma once

#include <map>
#include <span>
#include <string>

#include "services/scholarship/queries/queries.hpp"

namespace haven::scholarship {

// Counted of awards that are credited: the unions' own since 2019, the year from which the
// federation's report counts; charities' of every year; and each scheme of `year` by name
// ("meixian-2023" gives "scholarship.2023.meixian_awards" and "…_fen"), with all awards of that
// year that no charity gives.
std::map<std::string, std::int64_t> scholarship_figures(std::span<const CreditedRow> rows,
                                                        int year);

}  // namespace haven::scholarship
