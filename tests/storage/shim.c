/* Counts the calls by which a program changes a regular file; kills the process, or fails the call, at the n-th. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int armed, calls, at, after, code;

/* code 0: SIGKILL before (after=0) or after (after=1) call n. code > 0: calls n, n+1, ... fail with that errno. */
void shim_arm(int n, int when, int error) { at = n; after = when; code = error; calls = 0; armed = 1; }
int shim_disarm(void) { armed = 0; return calls; }

static int regular(int fd) { struct stat s; return fstat(fd, &s) == 0 && S_ISREG(s.st_mode); }
static int enter(int *mine) {
    *mine = 0;
    if (!armed) return 0;
    int n = ++calls;
    *mine = n == at;
    if (code) { if (n >= at) { errno = code; return -1; } return 0; }
    if (*mine && !after) kill(getpid(), SIGKILL);
    return 0;
}
static void leave(int mine) { if (mine && after && !code) kill(getpid(), SIGKILL); }

#define WRAP(type, name, params, args)                                              \
    type name params {                                                              \
        static type(*real) params;                                                  \
        if (!real) real = (type(*) params)dlsym(RTLD_NEXT, #name);                  \
        if (!regular(fd)) return real args;                                         \
        int mine, saved;                                                            \
        if (enter(&mine)) return -1;                                                \
        type got = real args;                                                       \
        saved = errno; leave(mine); errno = saved;                                  \
        return got;                                                                 \
    }
WRAP(ssize_t, write, (int fd, const void *b, size_t n), (fd, b, n))
WRAP(ssize_t, pwrite, (int fd, const void *b, size_t n, off_t o), (fd, b, n, o))
WRAP(ssize_t, pwrite64, (int fd, const void *b, size_t n, off64_t o), (fd, b, n, o))
WRAP(int, ftruncate, (int fd, off_t n), (fd, n))
WRAP(int, ftruncate64, (int fd, off64_t n), (fd, n))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fdatasync, (int fd), (fd))
