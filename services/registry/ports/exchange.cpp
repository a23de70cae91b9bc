#include "services/registry/ports/exchange.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "libs/crypto/hash.hpp"

namespace haven::registry::ports {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view kMark = ".done";

void make_private(const fs::path& folder) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
}

std::string read_all(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read an exchanged file");
    return {std::istreambuf_iterator<char>(in), {}};
}

// Written beside, flushed, renamed: the name never stands for half a file.
void write_all(const fs::path& file, const std::string& body) {
    const fs::path temporary = file.parent_path() / ("." + file.filename().string() + ".tmp");
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                                  S_IRUSR | S_IWUSR);
    if (descriptor < 0) throw std::runtime_error("cannot make an exchanged file");
    const char* next = body.data();
    std::size_t left = body.size();
    bool good = true;
    while (good && left > 0) {
        const ssize_t written = ::write(descriptor, next, left);
        good = written > 0;
        if (good) {
            next += written;
            left -= static_cast<std::size_t>(written);
        }
    }
    good = good && ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!good) throw std::runtime_error("cannot write an exchanged file");
    fs::rename(temporary, file);
}

}  // namespace

ExchangeFolder::ExchangeFolder(fs::path path) : path_(std::move(path)) {
    make_private(path_);
    make_private(path_ / "taken");
}

bool ExchangeFolder::has(const std::string& name) const {
    return fs::exists(path_ / (name + std::string(kMark))) || fs::exists(path_ / "taken" / name);
}

void ExchangeFolder::put(const std::string& name, const std::string& body) {
    write_all(path_ / name, body);
    write_all(path_ / (name + std::string(kMark)), crypto::hex(crypto::sha256(body)) + "\n");
}

std::vector<std::string> ExchangeFolder::marked() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_)) {
        std::string name = entry.path().filename().string();
        if (name.starts_with('.') || !name.ends_with(kMark)) continue;
        name.resize(name.size() - kMark.size());
        if (fs::exists(path_ / name)) names.push_back(std::move(name));
    }
    std::ranges::sort(names);
    return names;
}

std::optional<std::string> ExchangeFolder::read(const std::string& name) const {
    std::string body = read_all(path_ / name);
    std::string mark = read_all(path_ / (name + std::string(kMark)));
    while (!mark.empty() && (mark.back() == '\n' || mark.back() == '\r')) mark.pop_back();
    if (crypto::hex(crypto::sha256(body)) != mark) return std::nullopt;
    return body;
}

void ExchangeFolder::take(const std::string& name) {
    // The mark goes first: without it the file is never read again.
    const std::string mark = name + std::string(kMark);
    fs::rename(path_ / mark, path_ / "taken" / mark);
    fs::rename(path_ / name, path_ / "taken" / name);
}

ExchangeCalendar::ExchangeCalendar(fs::path path) : path_(std::move(path)) { make_private(path_); }

void ExchangeCalendar::hand_over(Date day) {
    const fs::path file = path_ / (day.to_string() + ".day");
    if (answered(day) || fs::exists(file)) return;
    write_all(file, "");
}

bool ExchangeCalendar::answered(Date day) const {
    return fs::exists(path_ / (day.to_string() + std::string(kMark)));
}

std::optional<Date> ExchangeCalendar::next_due() const {
    const fs::path file = path_ / "next";
    if (!fs::exists(file)) return std::nullopt;
    const auto said = nlohmann::json::parse(read_all(file), nullptr, false);
    if (said.is_discarded() || !said.contains("next_due") || !said["next_due"].is_string()) {
        return std::nullopt;
    }
    const auto date = Date::parse(said["next_due"].get<std::string>());
    if (!date) return std::nullopt;
    return *date;
}

}  // namespace haven::registry::ports
