// A file that only its owner reads: written whole or not at all, mode 0600, in a folder of mode
// 0700, both flushed. Throws std::system_error. Thread-safe for different files.
#pragma once

#include <filesystem>
#include <string_view>

namespace haven::disbursement {

void write_private(const std::filesystem::path& file, std::string_view bytes);
// A name is on the disk, or gone from it, only when its folder is flushed.
void flush_folder(const std::filesystem::path& folder);

}  // namespace haven::disbursement
