/*
 * The front door: what stands between a host program and the Go inside.
 *
 * A public function is a small C function (entry_gen.c, generated from psutil.h; the few that need no Go are in pure.c).
 * It enters, calls its Go export through the core table, and leaves:
 *
 *     psutil__call_begin    is there a runtime in this process (start it, or load a fresh copy after a fork)?
 *                   block the thread's signals, lend it Go's alternate stack
 *     psutil__handle_acquire     look up the handle, keep it from being taken apart during the call
 *     core->...     the Go export; it fills call.error when it fails
 *     psutil__call_end    give the stack and the mask back; turn the error into what psutil_last_error shows
 *
 * Everything the door remembers is in one psutil__library_state. A fresh copy of the library that a forked child loads brings only
 * a living runtime: the child's calls still come in through the library they were linked with, whose state (handles
 * above all) the copy is told to use as its own. The copy is the same build, so both read it alike.
 */
#ifndef PSUTIL_INTERNAL_H
#define PSUTIL_INTERNAL_H

#include "psutil.h"
#include <stdatomic.h>

#ifdef _WIN32
#define PSUTIL__PUBLIC __declspec(dllexport)
#else
#include <pthread.h>
#include <signal.h>
#define PSUTIL__PUBLIC __attribute__((visibility("default")))
#endif

/* A waiting export's answers while it is not done: do as psutil__wait says, then call again. */
#define PSUTIL__WAIT 1     /* sleep */
#define PSUTIL__CALLBACK 2 /* tell the host's callback */

/* ---- errors */

typedef struct psutil__error {
    psutil_error_info_t info; /* filled by Go, or by psutil__set_error; name and message point below */
    char name[256];
    char why[768];      /* what failed and why, without the function's name */
    char message[1152]; /* the function's name and why */
    uint64_t thread;    /* a number that no other thread of this process has or had */
} psutil__error;

/* ---- handles */

enum psutil__kind { PSUTIL__PROCESS = 1, PSUTIL__PROCESS_ITER = 2, PSUTIL__TABLE = 3 };

/* What a handle's value leads to. Lives as long as the library; taken again, with another generation, after a free. */
typedef struct psutil__slot {
    _Atomic uint64_t state; /* generation << 32 | live << 31 | number of calls that hold it */
    int32_t kind;
    _Atomic int64_t pid; /* pid, start and inode make a platform.Identity: enough to make the object anew; pid alone is
                            how far an iterator has come */
    int64_t start;
    uint64_t inode;
    psutil_process *process; /* the handle itself, if that is its kind */
    const struct psutil__procfs *procfs; /* where it was made, and will be made anew */
    void *object;                  /* go-pointer's key of the Go object, of the runtime numbered epoch; a table's own */
    _Atomic uint64_t object_epoch; /* 0: none */
} psutil__slot;

enum { PSUTIL__CHUNKS = 14 };

typedef struct psutil__handles {
    _Atomic(psutil__slot *) chunk[PSUTIL__CHUNKS]; /* chunk k has 1024 << k slots */
    _Atomic uint32_t chunks;
    _Atomic uint32_t taken; /* slots */
    _Atomic uint32_t hint;  /* where the search for a free slot begins */
} psutil__handles;

/* The start of a process that had ended before it could be read: no process has it. */
enum { PSUTIL__START_NEVER_READ = -2 };

/* Writes a new handle that owns object (of the runtime numbered epoch; 0: no object yet) to *out; 0 where memory runs
   out. Never through Go's hands: its collector takes a handle's value for a pointer, and may find that it is a bad one. */
int psutil__handle_new(int32_t kind, int64_t pid, int64_t start, uint64_t inode, const struct psutil__procfs *procfs,
    void *object, uint64_t epoch, void **out);
void psutil__handle_discard(void *const *handle, int32_t kind); /* takes it back, inside enter and leave */

/* ---- procfs */

/* A path that procfs was said to be at. It is kept for ever, once for each path, so that whoever has it needs no lock,
   and a fork can leave none taken. */
typedef struct psutil__procfs {
    struct psutil__procfs *next;
    const char *path;
} psutil__procfs;

const psutil__procfs *psutil__current_procfs(void); /* for the call that asks; NULL on systems without procfs */

/* ---- the state */

typedef struct psutil__go_exports psutil__go_exports; /* go_exports_gen.h: where calls go */

struct psutil__fork_page; /* what is true of this process only: the page that fork wipes */

typedef struct psutil__library_state {
    struct psutil__fork_page *here;
    const psutil__go_exports *core;
    uint64_t epoch;    /* how many runtimes this process and its ancestors started: the number of the current one */
    int started_once;  /* here or in an ancestor: Go's memory is not as a fresh runtime needs it */
    int fork_wipes;    /* the kernel wipes *here in every child; otherwise the PID must be compared */
    void **crosscall;  /* the runtime's hook that runs when a thread ends: not to be run in a child */
    _Atomic uint64_t threads; /* that called so far */
    uint32_t reloads;  /* how many copies were loaded on the way to this process */
    int32_t (*spare)(struct psutil__library_state *, const char **); /* psutil_private_adopt of a copy that has not started */
    char *path;        /* the library's file, absolute; NULL if unknown */
    struct {
        uint8_t bytes[64];
        size_t len;
    } build_id; /* its GNU build ID */
#ifndef _WIN32
    pthread_key_t thread_key; /* what the door keeps for each thread */
    int has_thread_key;
    struct sigaction host_fault[3], go_fault[3]; /* SIGSEGV, SIGBUS, SIGFPE: before the start and after it */
#endif
    psutil__handles handles;
    _Atomic(psutil__procfs *) procfs_paths;                    /* all that were ever set */
    _Atomic(const psutil__procfs *) procfs_set, procfs_default; /* NULL: the default; not asked for yet */
} psutil__library_state;

extern psutil__library_state *psutil__lib; /* this library's own, or that of the library whose copy this is */

/* ---- one call */

#ifndef _WIN32
#ifdef __x86_64__
typedef uint32_t psutil__fpenv; /* MXCSR: all that code without the x87 looks at, and a tenth of fenv_t's cost */
#else
#include <fenv.h>
typedef fenv_t psutil__fpenv;
#endif

/* What a host's thread may not have while it is inside Go. */
typedef struct psutil__host_thread_state {
    sigset_t mask;          /* unblocked signals: their handlers would run on a goroutine's stack */
    int cancel;             /* cancellation: it would unwind that stack */
    psutil__fpenv floating; /* floating-point traps, which would be faults, and a rounding of its own */
} psutil__host_thread_state;
#endif

typedef struct psutil__call {
    const char *function;
    psutil__error *error; /* this thread's */
    int32_t code;
#ifndef _WIN32
    psutil__host_thread_state host; /* what the thread has set aside, to be put back */
    stack_t stack;   /* likewise */
    int has_stack;   /* whether stack is to be put back */
#endif
} psutil__call;

/* What a waiting export wants next; zeroed before its first call. */
typedef struct psutil__wait {
    void *waiting;    /* Go's: the call under way (go-pointer's key) */
    int64_t *objects; /* to become readable (descriptors), or signalled (HANDLEs); Go allocates and frees it */
    size_t len;
    double seconds;  /* at most; infinity: for ever */
    int32_t outcome; /* of the sleep: one of these */
    psutil_exit_cb callback; /* the host's, or NULL: set before the first call, like user */
    void *user;
    psutil_process *process; /* what the callback is to be told: who has ended... */
    psutil_exit_status_t status; /* ...and how... */
    size_t index;                /* ...and for the export, which one of those that were given */
} psutil__wait;

enum psutil__wait_outcome { PSUTIL__WAIT_WOKEN = 0, PSUTIL__WAIT_INTERRUPTED = 1, PSUTIL__WAIT_NO_MEMORY = 2 };

/* Fails a call that did not come as far as Go: records code and the reason, and returns the code. */
int32_t psutil__set_error(psutil__call *call, int32_t code, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 3, 4)))
#endif
    ;
int32_t psutil__error_null_argument(psutil__call *call, const char *argument); /* INVALID_ARGUMENT */

int psutil__call_begin(psutil__call *call);              /* 1, or 0 with call->code set and nothing to leave */
int32_t psutil__call_end(psutil__call *call);          /* returns call->code */
psutil__slot *psutil__handle_acquire(psutil__call *call, const void *handle, int32_t kind, const char *argument); /* NULL: code is set */
void psutil__handle_release(psutil__slot *slot);           /* the end of hold; inside enter and leave */
psutil__slot **psutil__handle_acquire_all(psutil__call *call, psutil_process *const *handles, size_t n, const char *argument);
void psutil__handle_release_all(psutil__slot **slots, size_t n); /* the end of hold_all */
int psutil__wait_step(psutil__call *call, psutil__wait *wait); /* does what a waiting export has asked for; 0: nothing, it is done */
int32_t psutil__free_handle(psutil__call *call, const void *handle, int32_t kind);
int psutil__handle_pid(const void *handle, int32_t kind, int64_t *pid); /* without holding; 0: no such handle */
psutil__error *psutil__thread_error(void);

/* ---- for Go */

int psutil__gc_allowed(void); /* to be asked before each collection */

void *psutil__block_alloc(size_t size); /* what psutil_free frees, or NULL */
void psutil__block_chain(void *block, void *more); /* psutil_free frees the second with the first */
int32_t psutil__lookup_username(int64_t uid, char **name); /* errno; *name (psutil__block_alloc's) is NULL for a user without a name */

/* ---- what each operating system does its own way: runtime_linux.c and its neighbours, runtime_windows.c */

psutil__error *psutil__thread_error_storage(void);                          /* the calling thread's; all zeroes at first */
void psutil__on_load(psutil__library_state *state);                           /* when the library is loaded: starts nothing */
int psutil__runtime_is_alive(const psutil__library_state *state);                     /* is there a living runtime in this process? */
int psutil__runtime_ensure(psutil__call *call);                        /* makes one; 0 with call->code set */
void psutil__thread_enter_go(psutil__call *call, uint64_t epoch);            /* signals and stack before Go */
void psutil__thread_leave_go(psutil__call *call);                              /* and after it */
int psutil__wait_block(psutil__call *call, psutil__wait *wait);            /* with the host's signals delivered; 0: code is set */
/* What ran in the middle of a waiting call has forked, and this is the child: the call goes on in the parent alone. 0. */
int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait);
int32_t psutil__runtime_start(psutil__library_state *state, const char **why);     /* starts this copy's runtime for that state */
int32_t psutil__runtime_reload(psutil__library_state *state, const char **why);    /* loads a copy and starts its runtime */

#endif
