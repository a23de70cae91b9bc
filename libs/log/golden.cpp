#include "libs/log/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace haven::spec {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBytesALine = 32;

std::string hex(std::string_view bytes, bool lines) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
        if (lines && (i % kBytesALine == kBytesALine - 1 || i + 1 == bytes.size())) text += '\n';
    }
    return text;
}

// nullopt: not hex.
std::optional<std::string> unhex(const std::string& text) {
    std::string bytes;
    int high = -1;
    for (const char c : text) {
        if (c == '\n') continue;
        int digit = -1;
        if (c >= '0' && c <= '9') digit = c - '0';
        if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
        if (digit < 0) return std::nullopt;
        if (high < 0) {
            high = digit;
        } else {
            bytes += static_cast<char>(high << 4 | digit);
            high = -1;
        }
    }
    return high < 0 ? std::optional(bytes) : std::nullopt;
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string digest_text(const log::Record& record) {
    const auto digest = log::record_digest(record);
    return hex({reinterpret_cast<const char*>(digest.data()), digest.size()}, false);
}

// Name → digest; each line is "<digest>  <name>".
std::map<std::string, std::string> digests(const std::string& folder) {
    std::map<std::string, std::string> found;
    std::ifstream file(fs::path(folder) / "DIGESTS");
    std::string digest;
    std::string name;
    while (file >> digest >> name) found[name] = digest;
    return found;
}

bool update_asked() {
    const char* update = std::getenv("UPDATE_GOLDEN");
    return update != nullptr && std::string_view(update) == "1";
}

// The record around a sample event: fixed, so that only the event matters.
log::Record record_of(const std::string& service, const log::NewEvent& event) {
    log::Record record;
    record.service = service;
    record.federation = FederationNo{2};
    record.offset = 1;
    record.stream_id.bytes.fill(0x11);
    record.version = 1;
    record.type = event.type;
    record.schema_version = event.schema_version;
    record.recorded_at = Instant{1'577'836'800'000'000};  // 2020-01-01T00:00:00Z
    record.command_id.bytes.fill(0x22);
    log::Meta meta;
    meta.actor.uuid.bytes.fill(0x33);
    meta.at = record.recorded_at;
    meta.business_date = Date::from_days(18'262);  // 2020-01-01
    record.meta = log::encode_meta(meta);
    record.payload = event.payload;
    return record;
}

Goldens::Stored load(const fs::path& path, const std::string& name, const std::string& digest) {
    Goldens::Stored stored{name, {}, {}};
    const std::string stem = path.stem().string();
    stored.record.type = stem.substr(0, stem.rfind(".v"));
    const auto bytes = unhex(read_file(path));
    if (!bytes) {
        stored.fault = "not hex";
        return stored;
    }
    auto record = log::decode_record(*bytes);
    if (!record) {
        stored.fault = record.error().message;
    } else if (record->type + ".v" + std::to_string(record->schema_version) != stem) {
        stored.fault = "holds another type or schema version than its name says";
    } else if (digest_text(*record) != digest) {
        stored.fault = "is not what DIGESTS says: a golden is never changed";
    }
    if (record) stored.record = *std::move(record);
    return stored;
}

}  // namespace

Goldens::Goldens(std::string service, std::string folder)
    : service_(std::move(service)), folder_(std::move(folder)) {}

std::string Goldens::default_folder() {
    return HAVEN_GOLDEN_FOLDER;
}

std::string Goldens::name_of(const log::NewEvent& event) const {
    return service_ + "/" + event.type + ".v" + std::to_string(event.schema_version) + ".hex";
}

std::string Goldens::provide(const log::NewEvent& event) const {
    const std::string name = name_of(event);
    const fs::path path = fs::path(folder_) / name;
    if (fs::exists(path)) return {};
    if (!update_asked()) return name + ": is missing; UPDATE_GOLDEN=1 writes it";
    // A name that once had a golden keeps it: it may not come back with other bytes.
    if (digests(folder_).contains(name)) return name + ": was removed, but DIGESTS lists it";
    const log::Record record = record_of(service_, event);
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << hex(log::encode_record(record), true);
    // One write of one line: test programs may run at the same time.
    std::ofstream(fs::path(folder_) / "DIGESTS", std::ios::app)
        << digest_text(record) + "  " + name + "\n";
    return {};
}

std::vector<Goldens::Stored> Goldens::stored(const std::set<std::string>& types) const {
    std::vector<Stored> found;
    const fs::path folder = fs::path(folder_) / service_;
    if (!fs::exists(folder)) return found;
    const auto listed = digests(folder_);
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = service_ + "/" + entry.path().filename().string();
        const auto digest = listed.find(name);
        Stored golden =
            load(entry.path(), name, digest == listed.end() ? std::string() : digest->second);
        if (types.contains(golden.record.type)) found.push_back(std::move(golden));
    }
    std::ranges::sort(found, {}, &Stored::name);
    return found;
}

std::vector<std::string> golden_list_faults(const std::string& folder) {
    std::vector<std::string> faults;
    auto listed = digests(folder);
    if (fs::exists(folder)) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".hex") continue;
            const std::string name = fs::relative(entry.path(), folder).generic_string();
            if (listed.erase(name) == 0) faults.push_back(name + ": is not in DIGESTS");
        }
    }
    for (const auto& [name, _] : listed) faults.push_back(name + ": is in DIGESTS and has no file");
    return faults;
}

std::vector<std::string> golden_list_faults() {
    return golden_list_faults(HAVEN_GOLDEN_FOLDER);
}

}  // namespace haven::spec
