// What PostgreSQL itself takes for rows that somebody has written: the same rows by COPY into
// tables of the same shape and with the same indexes. No engine that keeps these rows can be
// faster.
//
// Thread rule: any thread; nobody writes to the databases meanwhile.
#pragma once

#include <string>
#include <vector>

namespace haven::load {

// Seconds for the rows of all tables of these databases, in the order in which they were written: a
// connection for each database, all at once; one transaction each, fsync as the server has it.
double copy_again(const std::vector<std::string>& conninfos);

}  // namespace haven::load
