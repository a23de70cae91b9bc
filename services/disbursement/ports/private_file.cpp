#include "services/disbursement/ports/private_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "libs/base/fault_point.hpp"

namespace haven::disbursement {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int why) {
    throw std::system_error(why, std::generic_category(), "bank file");
}

}  // namespace

void flush_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) fail(errno);
    const bool flushed = ::fsync(descriptor) == 0;
    const int why = errno;
    ::close(descriptor);
    if (!flushed) fail(why);
}

void write_private(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    fs::permissions(file.parent_path(), fs::perms::owner_all);
    const fs::path beside = file.string() + ".tmp";
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written =
        descriptor >= 0 &&
        ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(descriptor) == 0;
    const int why = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!written) fail(why);
    HAVEN_FAULT_POINT("bank_file.before_rename");
    fs::rename(beside, file);
    flush_folder(file.parent_path());
}

}  // namespace haven::disbursement
