// The statements of libs/bus.
#pragma once

namespace haven::bus::sql {

// One channel a database; what is said on it says only that there is something to look for.
inline constexpr const char* kListen = "LISTEN haven_log";
inline constexpr const char* kNotify = "NOTIFY haven_log";

}  // namespace haven::bus::sql
