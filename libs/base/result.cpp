#include "libs/base/result.hpp"

#include <cstdio>
#include <cstdlib>

#ifdef __SANITIZE_ADDRESS__
// What Debian's libraries never free: c-ares, which gRPC asks where a host's name is to be looked
// up, and what printing has read of the fonts. Here, since every program has this file.
extern "C" {
const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's names
const char* __lsan_default_options();       // NOLINT
const char* __lsan_default_suppressions() {
    return "leak:libcares.so\nleak:libfontconfig.so\nleak:libcairo.so\nleak:libpango";
}
const char* __lsan_default_options() {
    return "print_suppressions=0";
}
}
#endif

namespace haven {

void check_failed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, expression);
    std::abort();
}

}  // namespace haven
