// CommitProxy: stands between a PostgresLog and PostgreSQL on a Unix socket and cuts the connection
// at a COMMIT: before the server gets it, or after the server has done it and before the answer.
// For test programs only.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace haven::spec {

class CommitProxy {
  public:
    // `server`: the path of PostgreSQL's socket.
    explicit CommitProxy(std::string server);
    ~CommitProxy();
    CommitProxy(const CommitProxy&) = delete;
    CommitProxy& operator=(const CommitProxy&) = delete;

    // The `host` of a conninfo that goes through here.
    [[nodiscard]] const std::string& folder() const { return folder_; }
    // The next COMMIT's answer is lost; `applied`: after the server has done it.
    void arm(bool applied) { armed_ = applied ? Armed::AfterEffect : Armed::BeforeEffect; }
    // How often a client has spoken since it was last answered: round trips so far.
    [[nodiscard]] int trips() const { return trips_; }

  private:
    enum class Armed { No, BeforeEffect, AfterEffect };
    void accept(const std::stop_token& stop);
    void pump(int client, const std::stop_token& stop);

    const std::string server_;
    std::string folder_;
    int listener_ = -1;
    std::atomic<Armed> armed_ = Armed::No;
    std::atomic<int> trips_ = 0;
    std::vector<std::jthread> pumps_;
    std::jthread acceptor_;
};

}  // namespace haven::spec
