// LD_PRELOAD for haven: the machine's clock is off by the seconds that stand in the file which
// HAVEN_CLOCK_OFFSET names; read anew four times a second. Time that only passes (CLOCK_MONOTONIC)
// stays as it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long offset_seconds(const struct timespec* now) {
    static __thread long offset;
    static __thread long read_at = -1;
    const long quarter = now->tv_sec * 4 + now->tv_nsec / 250000000;
    if (quarter == read_at) return offset;
    read_at = quarter;
    const char* name = getenv("HAVEN_CLOCK_OFFSET");
    FILE* file = name == NULL ? NULL : fopen(name, "r");
    if (file == NULL) return offset;
    if (fscanf(file, "%ld", &offset) != 1) offset = 0;
    fclose(file);
    return offset;
}

int clock_gettime(clockid_t clock, struct timespec* time) {
    static int (*next)(clockid_t, struct timespec*);
    if (next == NULL) {
        next = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
    }
    const int answer = next(clock, time);
    if (answer == 0 && clock == CLOCK_REALTIME) time->tv_sec += offset_seconds(time);
    return answer;
}
