#include "tests/privacy/traces.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::spec {
namespace {

std::string read_all(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

Journal::Journal()
    : file_(std::filesystem::temp_directory_path() /
            ("haven-journal-" + crypto::hex(crypto::random_bytes(6)))),
      saved_(::dup(STDERR_FILENO)) {
    std::fflush(stderr);
    const int file = ::open(file_.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0600);
    if (saved_ < 0 || file < 0 || ::dup2(file, STDERR_FILENO) < 0) {
        throw std::runtime_error("stderr cannot be redirected");
    }
    ::close(file);
}

Journal::~Journal() {
    std::fflush(stderr);
    ::dup2(saved_, STDERR_FILENO);
    ::close(saved_);
    std::filesystem::remove(file_);
}

std::string Journal::text() const {
    std::fflush(stderr);
    return read_all(file_);
}

int scan_tables(Scanner& scanner, const Suite& suite) {
    int tables = 0;
    for (const std::string& service : Suite::databases()) {
        postgres::Connection db(suite.conninfo(service));
        const auto names = db.query(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
        for (const postgres::Row row : names) {
            const std::string table = row.text(0);
            ++tables;
            for (const char* format : {"text", "binary"}) {
                std::string content;
                db.copy_out("COPY " + table + " TO STDOUT (FORMAT " + format + ")",
                            [&](std::string_view piece) { content += piece; });
                scanner.scan("table " + service + "." + table, content);
            }
        }
    }
    return tables;
}

void scan_dumps(Scanner& scanner, const Suite& suite) {
    for (const std::string& service : Suite::databases()) {
        const std::string command =
            "pg_dump --format=plain --dbname='" + suite.conninfo(service) + "'";
        FILE* dump = ::popen(command.c_str(), "r");
        if (dump == nullptr) throw std::runtime_error("pg_dump cannot be started");
        std::string content;
        std::array<char, 65536> piece{};
        while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), dump)) {
            content.append(piece.data(), count);
        }
        if (::pclose(dump) != 0) throw std::runtime_error("pg_dump failed");
        scanner.scan("dump of " + service, content);
    }
}

std::string metrics_page(const std::string& address) {
    const auto colon = address.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
    ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
        throw std::runtime_error("the metrics endpoint does not answer");
    }
    const std::string request = "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
    static_cast<void>(::write(socket, request.data(), request.size()));
    std::string page;
    std::array<char, 65536> piece{};
    for (ssize_t count = 0; (count = ::read(socket, piece.data(), piece.size())) > 0;) {
        page.append(piece.data(), static_cast<std::size_t>(count));
    }
    ::close(socket);
    return page;
}

void scan_files(Scanner& scanner, const std::filesystem::path& folder,
                const std::function<bool(const std::filesystem::path&)>& reads) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto path = std::filesystem::relative(entry.path(), folder);
        scanner.scan("the name of a file", path.string());
        if (entry.is_regular_file() && reads(path)) {
            scanner.scan("file " + path.string(), read_all(entry.path()));
        }
    }
}

}  // namespace haven::spec
