#include "libs/exchange/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "libs/crypto/hash.hpp"

namespace haven::exchange {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".done";

std::optional<std::string> read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

[[noreturn]] void fail(const fs::path& file) {
    throw std::system_error(errno, std::generic_category(), file.filename().string());
}

void write_beside(const fs::path& file, std::string_view bytes) {
    const fs::path beside = file.parent_path() / ("." + file.filename().string() + ".tmp");
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) fail(beside);
    const bool written =
        ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!written) fail(beside);
    fs::rename(beside, file);
}

std::string mark_of(std::string_view bytes) {
    return crypto::hex(crypto::sha256(bytes)) + "\n";
}

}  // namespace

Result<void> PeerFolder::hand_over(const std::string& to, const std::string& name,
                                   std::string_view bytes) {
    fs::create_directories(box(to));
    for (const fs::path& there : {box(to) / name, box(to) / "taken" / name}) {
        const auto old = read_file(there);
        if (old && *old != bytes) {
            return refused("FILE_DIFFERS", name + " was handed over with other bytes",
                           {{"file", name}});
        }
    }
    if (fs::exists(box(to) / "taken" / name)) return {};
    write_beside(box(to) / name, bytes);
    write_beside(box(to) / (name + std::string(kMark)), mark_of(bytes));
    return {};
}

bool PeerFolder::has(const std::string& to, const std::string& name) const {
    return fs::exists(box(to) / (name + std::string(kMark))) ||
           fs::exists(box(to) / "taken" / name);
}

std::vector<Received> PeerFolder::marked(const std::string& from,
                                         std::vector<std::string>* damaged) const {
    std::vector<Received> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(box(from), none)) {
        const std::string mark = entry.path().filename().string();
        if (mark.starts_with('.') || !mark.ends_with(kMark)) continue;
        const std::string name = mark.substr(0, mark.size() - kMark.size());
        const auto bytes = read_file(box(from) / name);
        if (!bytes) continue;  // its reader was killed between the two renames
        if (read_file(entry.path()) != mark_of(*bytes)) {
            if (damaged) damaged->push_back(name);
            continue;
        }
        files.push_back({name, *bytes});
    }
    std::ranges::sort(files, {}, &Received::name);
    return files;
}

void PeerFolder::taken(const std::string& from, const std::string& name) {
    fs::create_directories(box(from) / "taken");
    std::error_code gone;  // killed in between, one of them is there already
    const std::string mark = name + std::string(kMark);
    fs::rename(box(from) / mark, box(from) / "taken" / mark, gone);
    fs::rename(box(from) / name, box(from) / "taken" / name, gone);
}

bool PeerFolder::nothing_marked(const std::string& from) const {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(box(from), none)) {
        const std::string mark = entry.path().filename().string();
        if (!mark.starts_with('.') && mark.ends_with(kMark)) return false;
    }
    return true;
}

void PeerFolder::tell_day(Date day) {
    fs::create_directories(box("calendar"));
    if (!day_done(day)) write_beside(box("calendar") / (day.to_string() + ".day"), "");
}

bool PeerFolder::day_done(Date day) const {
    return fs::exists(box("calendar") / (day.to_string() + ".done"));
}

std::optional<Date> PeerFolder::next_due() const {
    const auto text = read_file(box("calendar") / "next");
    if (!text) return std::nullopt;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object() || !json.contains("next_due") || !json["next_due"].is_string()) {
        return std::nullopt;
    }
    const auto date = Date::parse(json["next_due"].get<std::string>());
    if (!date) return std::nullopt;
    return *date;
}

}  // namespace haven::exchange
