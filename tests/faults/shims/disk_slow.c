// LD_PRELOAD for PostgreSQL: each fdatasync takes HAVEN_DISK_US microseconds longer, as on a disk
// behind a network. What is confirmed is on the disk all the same.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int fdatasync(int file) {
    static int (*next)(int);
    static long longer_us = -1;
    if (next == NULL) next = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    if (longer_us < 0) {
        const char* wanted = getenv("HAVEN_DISK_US");
        longer_us = wanted == NULL ? 0 : strtol(wanted, NULL, 10);
    }
    const struct timespec time = {longer_us / 1000000, longer_us % 1000000 * 1000};
    nanosleep(&time, NULL);
    return next(file);
}
