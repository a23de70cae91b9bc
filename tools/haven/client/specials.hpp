// The commands that do more than show the answer of one rpc. Each answers its exit status as
// run_command does.
#pragma once

#include "tools/haven/client/commands.hpp"

namespace haven::client {

int run_todo(Session& session, const Given& given);
// A fresh token on standard output, for grpcurl and scripts.
int run_token(Session& session, const Given& given);
// Whether the processes whose run files lie here serve: for probes of Kubernetes and the like,
// which know neither our certificates nor our ports. Exit status 0 or 1; 3 where nothing runs.
int run_health(Session& session, const Given& given);
// Whose keys lie here, with roles and federation where the suite runs.
int run_token_list(Session& session, const Given& given);
int run_calendar_show(Session& session, const Given& given);
int run_calendar_advance(Session& session, const Given& given);
int run_figures(Session& session, const Given& given);
// The file is an application package as docs/formats.md 9 describes it.
int run_apply(Session& session, const Given& given);
int run_import(Session& session, const Given& given);
// A visitor's file of the day, docs/formats.md 15. Exit status 1 where a row is shown.
int run_merge_visits(Session& session, const Given& given);
int run_bank_reply(Session& session, const Given& given);
int run_bank_file(Session& session, const Given& given);

}  // namespace haven::client
