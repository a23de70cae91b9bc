#include "tools/haven/client/request.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "libs/crypto/ids.hpp"
#include "libs/telemetry/machine_clock.hpp"

namespace haven::client {

std::string new_command_id() {
    return crypto::new_uuid_v7(machine_now()).to_string();
}

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    // A folder opens and cannot be read.
    if (!in || std::filesystem::is_directory(file)) {
        return failure(ErrorKind::Invalid, "FILE_UNREADABLE", file.string() + " cannot be read",
                       {{"file", file.string()}});
    }
    return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

Result<void> write_private_file(const std::filesystem::path& file, std::string_view bytes) {
    std::error_code unknown;
    const auto there = std::filesystem::status(file, unknown);
    if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
        // /dev/null, say, which the renaming would replace for everybody.
        return failure(ErrorKind::Invalid, "FILE_NOT_WRITTEN", file.string() + " is no file",
                       {{"file", file.string()}});
    }
    const std::filesystem::path beside = file.string() + ".tmp";
    // What lies there already may be open to others, or lead somewhere else.
    ::unlink(beside.c_str());
    const int descriptor =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool written = descriptor >= 0;
    while (written && !bytes.empty()) {
        const auto count = ::write(descriptor, bytes.data(), bytes.size());
        written = count > 0;
        if (written) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (descriptor >= 0) written = ::close(descriptor) == 0 && written;
    std::error_code failed;
    if (written) std::filesystem::rename(beside, file, failed);
    if (written && !failed) return {};
    if (descriptor >= 0) ::unlink(beside.c_str());
    return failure(ErrorKind::Invalid, "FILE_NOT_WRITTEN", file.string() + " cannot be written",
                   {{"file", file.string()}});
}

void show(Session& session, const Table& table) {
    const Settings& settings = session.settings();
    const bool text = settings.format() == Format::Text;
    table.print(std::cout, settings.format(), settings.spoken(),
                text ? session.business_date() : "");
}

}  // namespace haven::client
