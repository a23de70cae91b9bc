#include "libs/log/commit_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace haven::spec {

namespace {

// The name under which PostgresLog prepares COMMIT, and the server's answer to it.
constexpr std::string_view kCommit = "log_commit";
constexpr std::string_view kCommitted("COMMIT\0", 7);
constexpr int kPollMs = 20;

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error("socket path too long");
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// What came, with the end of what came before: a word may be cut in two.
class Window {
  public:
    bool sees(std::string_view piece, std::string_view word) {
        last_.append(piece);
        const bool seen = last_.find(word) != std::string::npos;
        if (last_.size() > word.size()) last_.erase(0, last_.size() - word.size());
        return seen;
    }

  private:
    std::string last_;
};

}  // namespace

CommitProxy::CommitProxy(std::string server) : server_(std::move(server)) {
    std::string pattern = (std::filesystem::temp_directory_path() / "hvproxy-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    folder_ = pattern;
    const sockaddr_un address =
        address_of(folder_ + "/" + std::filesystem::path(server_).filename().string());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 64) != 0) {
        throw std::runtime_error("cannot listen for the proxy");
    }
    acceptor_ = std::jthread([this](const std::stop_token& stop) { accept(stop); });
}

CommitProxy::~CommitProxy() {
    acceptor_.request_stop();
    acceptor_.join();
    pumps_.clear();
    ::close(listener_);
    std::filesystem::remove_all(folder_);
}

void CommitProxy::accept(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd ready{listener_, POLLIN, 0};
        if (::poll(&ready, 1, kPollMs) <= 0) continue;
        const int client = ::accept(listener_, nullptr, nullptr);
        if (client < 0) continue;
        pumps_.emplace_back(
            [this, client](const std::stop_token& own_stop) { pump(client, own_stop); });
    }
}

void CommitProxy::pump(int client, const std::stop_token& stop) {
    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = address_of(server_);
    bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    bool answered = true;
    bool swallow = false;  // the COMMIT is on its way, its answer goes nowhere
    Window to_server;
    Window to_client;
    std::array<char, 65'536> buffer{};
    while (open && !stop.stop_requested()) {
        std::array<pollfd, 2> ready{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(ready.data(), ready.size(), kPollMs) <= 0) continue;
        for (std::size_t side = 0; open && side < ready.size(); ++side) {
            if (ready[side].revents == 0) continue;
            const ssize_t size = ::recv(ready[side].fd, buffer.data(), buffer.size(), 0);
            if (size <= 0) {
                open = false;
                break;
            }
            const std::string_view piece(buffer.data(), static_cast<std::size_t>(size));
            if (side == 0) {
                trips_ += std::exchange(answered, false) ? 1 : 0;
                if (armed_ != Armed::No && to_server.sees(piece, kCommit)) {
                    open = armed_ == Armed::AfterEffect;
                    swallow = open;
                    armed_ = Armed::No;
                }
                open = open && send_all(server, piece);
                continue;
            }
            answered = true;
            if (swallow) {
                open = !to_client.sees(piece, kCommitted);
            } else {
                open = send_all(client, piece);
            }
        }
    }
    ::close(client);
    ::close(server);
}

}  // namespace haven::spec
