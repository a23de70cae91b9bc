// Connection: one session with PostgreSQL over libpq, with binary parameters and answers.
//
//     Connection db("host=/run/haven dbname=haven_registry user=haven_writer");
//     Rows rows = db.run(kFindHousehold, Params().uuid(id));
//
// Every wait has a deadline on the client's side: a stopped backend answers no timeout of its own.
// When it passes, the socket is closed and ConnectionLost is thrown: what was sent may or may not
// have happened. Error texts never contain parameter values.
//
// Thread rule: one thread at a time. A connection that was lost stays lost: make a new one.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"

namespace haven::postgres {

// The server said no. `sqlstate` is its five-character code, for example 23505.
class SqlError : public std::runtime_error {
  public:
    SqlError(std::string sqlstate, const std::string& message)
        : std::runtime_error(message), sqlstate_(std::move(sqlstate)) {}
    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }

  private:
    std::string sqlstate_;
};

// The session is gone; the outcome of what was last sent is unknown.
class ConnectionLost : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// SQL text as a named constant beside its use. It is prepared once per connection under its name.
struct Statement {
    std::string_view name;
    std::string_view sql;
};

class Connection {
  public:
    // Throws ConnectionLost when no session can be had.
    explicit Connection(const std::string& conninfo, int deadline_ms = 5'000);
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    // One or several commands without parameters, in one implicit transaction; answers are dropped.
    void exec(const std::string& sql);
    // The same as the last word of a user who does not wait: the answer is read before the next
    // call, whose exception a lost session is, or by reusable().
    void exec_last(const std::string& sql);
    Rows query(const std::string& sql, const Params& params = {});
    Rows run(const Statement& statement, const Params& params = {});
    // Several prepared statements in one round trip; stops at the first that fails and throws its
    // error.
    struct Call {
        Statement statement;
        Params params;
    };
    std::vector<Rows> run_pipelined(std::span<const Call> calls);
    // The same in two halves: the server is at work while the caller does something else. Nothing
    // else may be asked of this connection in between.
    void send_pipelined(std::span<const Call> calls);
    std::vector<Rows> take_pipelined();
    // In between: takes in what has come of the answers, so that the server does not wait with a
    // full socket. Waits for nothing.
    void take_in();

    // COPY … TO STDOUT: each piece of the stream as it comes.
    void copy_out(const std::string& sql, const std::function<void(std::string_view)>& piece);
    // COPY … FROM STDIN: `next` fills the buffer and answers false at the end. Answers the rows
    // copied.
    std::int64_t copy_in(const std::string& sql, const std::function<bool(std::string&)>& next);

    // Waits for a NOTIFY on a channel that was LISTENed to; true if one came.
    bool wait_notify(int timeout_ms);

    // Later statements wait at most this long.
    void set_deadline(int deadline_ms) { deadline_ms_ = deadline_ms; }
    // False once the session was lost.
    [[nodiscard]] bool ok() const;
    // Fit for another user: not lost, not closed by the server while it lay idle, in no
    // transaction and in the middle of no COPY. Asks the socket, not the server; waits for the
    // answer to an exec_last().
    [[nodiscard]] bool reusable();
    [[nodiscard]] bool owes_answer() const;
    [[nodiscard]] int backend_pid() const;
    // Closes the socket without a word, as a cut network would.
    void abandon();

  private:
    class Session;
    std::unique_ptr<Session> session_;
    int deadline_ms_;
    std::vector<std::string> asked_;  // of each call sent the name that it prepares; "": none
};

// Rolls back when it goes out of scope without commit().
class Transaction {
  public:
    explicit Transaction(Connection& connection, const std::string& begin = "BEGIN")
        : connection_(connection) {
        connection_.exec(begin);
    }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit() {
        open_ = false;
        connection_.exec("COMMIT");
    }

  private:
    Connection& connection_;
    bool open_ = true;
};

// A name or text as SQL syntax wants it, for the few places that build DDL.
std::string quote_identifier(std::string_view name);
std::string quote_literal(std::string_view text);
// `conninfo` with one more or replaced setting: with_setting(c, "dbname", "haven_vault").
std::string with_setting(const std::string& conninfo, std::string_view key, std::string_view value);
// Whether nobody on the way can listen in on such a session or answer in the server's place: a
// socket of this machine, or TLS with the server's name verified. What `conninfo` does not say is
// taken from the environment, as libpq does. False for what libpq cannot read.
bool is_secure(const std::string& conninfo);

}  // namespace haven::postgres
