// LD_PRELOAD for PostgreSQL: fdatasync of the WAL fails with EIO as long as the file exists that
// HAVEN_DISK_FAILS names. The bytes are written all the same, as with a disk that lies.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fdatasync(int file) {
    static int (*next)(int);
    if (next == NULL) next = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    const char* broken = getenv("HAVEN_DISK_FAILS");
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    if (broken != NULL && strstr(path, "pg_wal") != NULL && access(broken, F_OK) == 0) {
        errno = EIO;
        return -1;
    }
    return next(file);
}
