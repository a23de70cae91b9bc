#include "libs/postgres/connection.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <unordered_set>

#include "libs/base/result.hpp"
#include "libs/postgres/session.hpp"

namespace haven::postgres {
namespace {

constexpr int kBinary = 1;

struct RawParams {
    explicit RawParams(const Params& params) {
        for (std::size_t i = 0; i < params.size(); ++i) {
            const std::string* value = params.value(i);
            values.push_back(value ? value->data() : nullptr);
            lengths.push_back(value ? static_cast<int>(value->size()) : 0);
            formats.push_back(kBinary);
        }
    }
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
};

const Oid* oids(const Params& params) {
    static_assert(sizeof(Oid) == sizeof(std::uint32_t));
    return params.types().data();
}

int count(const Params& params) {
    return static_cast<int>(params.size());
}

}  // namespace

Connection::Connection(const std::string& conninfo, int deadline_ms)
    : session_(std::make_unique<Session>(conninfo, deadline_ms)), deadline_ms_(deadline_ms) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

bool Connection::ok() const {
    return session_ && !session_->is_lost() && PQstatus(session_->handle()) == CONNECTION_OK;
}

bool Connection::owes_answer() const {
    return ok() && session_->owes_answer();
}

bool Connection::reusable() {
    try {
        if (owes_answer()) session_->begin(deadline_ms_);
    } catch (const std::exception&) {
        return false;
    }
    if (!ok() || PQtransactionStatus(session_->handle()) != PQTRANS_IDLE) return false;
    // What lies there unasked is the server's farewell, or nothing that is worth a second look.
    return !session_->wait_readable(0);
}

int Connection::backend_pid() const {
    return PQbackendPID(session_->handle());
}

void Connection::abandon() {
    session_->cut();
}

void Connection::exec(const std::string& sql) {
    session_->begin(deadline_ms_);
    if (PQsendQuery(session_->handle(), sql.c_str()) == 0) session_->lost("cannot send");
    session_->finish();
}

void Connection::exec_last(const std::string& sql) {
    session_->begin(deadline_ms_);
    if (PQsendQuery(session_->handle(), sql.c_str()) == 0) session_->lost("cannot send");
    session_->flush();
    session_->owe_answer();
}

Rows Connection::query(const std::string& sql, const Params& params) {
    session_->begin(deadline_ms_);
    const RawParams raw(params);
    if (PQsendQueryParams(session_->handle(), sql.c_str(), count(params), oids(params),
                          raw.values.data(), raw.lengths.data(), raw.formats.data(),
                          kBinary) == 0) {
        session_->lost("cannot send");
    }
    return session_->finish();
}

Rows Connection::run(const Statement& statement, const Params& params) {
    session_->begin(deadline_ms_);
    const std::string name(statement.name);
    if (!session_->prepared().contains(name)) {
        if (PQsendPrepare(session_->handle(), name.c_str(), std::string(statement.sql).c_str(),
                          count(params), oids(params)) == 0) {
            session_->lost("cannot send");
        }
        session_->finish();
        session_->prepared().insert(name);
    }
    const RawParams raw(params);
    if (PQsendQueryPrepared(session_->handle(), name.c_str(), count(params), raw.values.data(),
                            raw.lengths.data(), raw.formats.data(), kBinary) == 0) {
        session_->lost("cannot send");
    }
    return session_->finish();
}

std::vector<Rows> Connection::run_pipelined(std::span<const Call> calls) {
    send_pipelined(calls);
    return take_pipelined();
}

void Connection::send_pipelined(std::span<const Call> calls) {
    session_->begin(deadline_ms_);
    PGconn* handle = session_->handle();
    if (PQenterPipelineMode(handle) == 0) session_->lost("cannot pipeline");
    asked_.clear();
    std::unordered_set<std::string> named;
    for (const Call& call : calls) {
        const std::string name(call.statement.name);
        const bool prepare = !session_->prepared().contains(name) && named.insert(name).second;
        asked_.push_back(prepare ? name : "");
        if (prepare && PQsendPrepare(handle, name.c_str(), std::string(call.statement.sql).c_str(),
                                     count(call.params), oids(call.params)) == 0) {
            session_->lost("cannot send");
        }
        const RawParams raw(call.params);
        if (PQsendQueryPrepared(handle, name.c_str(), count(call.params), raw.values.data(),
                                raw.lengths.data(), raw.formats.data(), kBinary) == 0) {
            session_->lost("cannot send");
        }
    }
    if (PQpipelineSync(handle) == 0) session_->lost("cannot send");
    session_->flush();
}

void Connection::take_in() {
    while (session_->wait_readable(0)) {
        if (PQconsumeInput(session_->handle()) == 0) session_->lost("connection lost");
    }
}

std::vector<Rows> Connection::take_pipelined() {
    session_->begin(deadline_ms_);
    PGconn* handle = session_->handle();
    std::vector<Rows> answers;
    std::exception_ptr failure;
    for (const std::string& prepared_here : std::exchange(asked_, {})) {
        for (int part = prepared_here.empty() ? 1 : 0; part < 2; ++part) {
            while (PGresult* result = session_->next()) {
                try {
                    throw_if_failed(result);
                    Rows rows(result);
                    if (failure) continue;  // skipped by the server
                    if (part == 0) session_->prepared().insert(prepared_here);
                    if (part == 1) answers.push_back(std::move(rows));
                } catch (const SqlError&) {
                    if (!failure) failure = std::current_exception();
                }
            }
        }
    }
    while (PGresult* sync = session_->next()) PQclear(sync);
    if (PQexitPipelineMode(handle) == 0 || !ok()) session_->lost("connection lost");
    if (failure) {
        if (PQtransactionStatus(handle) == PQTRANS_INERROR) exec("ROLLBACK");
        std::rethrow_exception(failure);
    }
    return answers;
}

void Connection::copy_out(const std::string& sql,
                          const std::function<void(std::string_view)>& piece) {
    session_->begin(deadline_ms_);
    PGconn* handle = session_->handle();
    if (PQsendQuery(handle, sql.c_str()) == 0) session_->lost("cannot send");
    session_->start_copy();
    for (;;) {
        char* buffer = nullptr;
        const int length = PQgetCopyData(handle, &buffer, 1);
        if (length == -1) break;
        if (length == -2) session_->lost("COPY broke off");
        if (length == 0) {
            session_->begin(deadline_ms_);  // as long as the server goes on sending
            session_->wait_for(POLLIN);
            if (PQconsumeInput(handle) == 0) session_->lost("connection lost");
            continue;
        }
        const std::unique_ptr<char, decltype(&PQfreemem)> owned(buffer, PQfreemem);
        piece({buffer, static_cast<std::size_t>(length)});
    }
    session_->finish();
}

std::int64_t Connection::copy_in(const std::string& sql,
                                 const std::function<bool(std::string&)>& next) {
    session_->begin(deadline_ms_);
    PGconn* handle = session_->handle();
    if (PQsendQuery(handle, sql.c_str()) == 0) session_->lost("cannot send");
    session_->start_copy();
    std::string buffer;
    while (next(buffer)) {
        session_->begin(deadline_ms_);
        while (PQputCopyData(handle, buffer.data(), static_cast<int>(buffer.size())) == 0) {
            session_->wait_for(POLLOUT);
        }
        session_->flush();
        buffer.clear();
    }
    while (PQputCopyEnd(handle, nullptr) == 0) session_->wait_for(POLLOUT);
    return session_->finish().affected();
}

bool Connection::wait_notify(int timeout_ms) {
    PGconn* handle = session_->handle();
    const auto take = [&] {
        bool any = false;
        while (PGnotify* notification = PQnotifies(handle)) {
            PQfreemem(notification);
            any = true;
        }
        return any;
    };
    if (take()) return true;
    if (!session_->wait_readable(timeout_ms)) return false;
    if (PQconsumeInput(handle) == 0) session_->lost("connection lost");
    return take();
}

Transaction::~Transaction() {
    if (!open_ || !connection_.ok()) return;
    try {
        connection_.exec("ROLLBACK");
    } catch (const ConnectionLost&) {
        // The server rolls back by itself; the next use of the connection says that it is gone.
        return;
    }
}

std::string quote_identifier(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"') quoted.push_back('"');
        quoted.push_back(c);
    }
    return quoted + '"';
}

std::string quote_literal(std::string_view text) {
    HAVEN_CHECK(text.find('\\') == std::string_view::npos);
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') quoted.push_back('\'');
        quoted.push_back(c);
    }
    return quoted + '\'';
}

std::string with_setting(const std::string& conninfo, std::string_view key,
                         std::string_view value) {
    // libpq takes the last of two equal settings.
    std::string result = conninfo + ' ' + std::string(key) + "='";
    for (const char c : value) {
        if (c == '\'' || c == '\\') result.push_back('\\');
        result.push_back(c);
    }
    return result + '\'';
}

namespace {

// What libpq would go by; empty when neither `conninfo` nor the environment says it.
std::string effective(const PQconninfoOption* options, std::string_view key) {
    for (const PQconninfoOption* one = options; one->keyword != nullptr; ++one) {
        if (one->keyword != key) continue;
        if (one->val != nullptr) return one->val;
        const char* inherited = one->envvar == nullptr ? nullptr : std::getenv(one->envvar);
        return inherited == nullptr ? "" : inherited;
    }
    return "";
}

}  // namespace

bool is_secure(const std::string& conninfo) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree);
    if (!options) return false;
    const auto said = [&](std::string_view key) { return effective(options.get(), key); };
    if (said("sslmode") == "verify-full") return true;
    // A service's file may name any host.
    if (!said("hostaddr").empty() || !said("service").empty()) return false;
    const std::string hosts = said("host");
    for (std::size_t begin = 0; begin < hosts.size();) {
        const std::size_t end = std::min(hosts.find(',', begin), hosts.size());
        const std::string_view host = std::string_view(hosts).substr(begin, end - begin);
        if (!host.empty() && host[0] != '/' && host[0] != '@') return false;
        begin = end + 1;
    }
    return true;
}

}  // namespace haven::postgres
