/*
 * How a call gets from the host to Go and back. Internal to capi/: nothing here is exported.
 *
 * The C in this directory stands between the host and Go. A public function is a small C function (entry_gen.c,
 * generated from psutil.h). It does this:
 *
 *     psutil__call_begin        starts the runtime if this process has none, blocks the thread's signals, installs Go's
 *                               alternate stack
 *     psutil__handle_acquire    looks the handle up and keeps its slot from being reused during the call
 *     psutil__go_x              the Go export; a failure fills call.error
 *     psutil__handle_release
 *     psutil__call_end          restores the host's signal mask and alternate stack, completes psutil_last_error
 *
 * Functions that need no Go are written by hand: block.c, handle.c, names.c, table.c, heap.c, popen_unix.c.
 *
 * A forked child resets Go's variables and starts the runtime again (restart_unix.c). The state of the C side, which
 * is psutil__lib, stays: a handle of the parent is valid in the child.
 */
#ifndef PSUTIL_INTERNAL_H
#define PSUTIL_INTERNAL_H

#include "../include/psutil.h"
#include "fpenv.h"
#include <stdatomic.h>

#ifdef _WIN32
#define PSUTIL__PUBLIC __declspec(dllexport)
#ifdef __clang__
#pragma clang diagnostic ignored "-Wdll-attribute-on-redeclaration" /* the header's declarations do not export */
#endif
#else
#include <pthread.h>
#include <signal.h>
#define PSUTIL__PUBLIC __attribute__((visibility("default")))
#endif

/* ---- errors */

typedef struct psutil__error {
    psutil_error_info_t info; /* filled by Go or by psutil__set_error; name and message point below */
    char name[256];
    char reason[768];   /* what failed and why, without the function's name */
    char message[1152]; /* the function's name and the reason */
    uint64_t thread_id; /* unique among all threads that this process ever had */
} psutil__error;

/* ---- handles */

enum psutil__kind {
    PSUTIL__PROCESS = 1,
    PSUTIL__PROCESS_ITER = 2,
    PSUTIL__TABLE = 3,
    PSUTIL__TABLE_READER = 4,
    PSUTIL__PROCESS_EVENTS = 5
};

/* What a handle's value leads to. A slot is never unmapped; it is reused with another generation. */
typedef struct psutil__slot {
    _Atomic uint64_t state; /* generation << 32 | live << 31 | refcount */
    int32_t kind;
    _Atomic int64_t
        pid; /* pid, start and inode make a platform.Identity, from which the object can be rebuilt. For an
                iterator, pid is the last one it returned; for a table reader, inode is the address of its
                psutil__reader_settings; for process events, pid is the descriptor and inode the socket's. */
    int64_t start;
    uint64_t inode;
    psutil_process *process;             /* the handle itself, if it is a process */
    const struct psutil__procfs *procfs; /* the procfs that the object was and will be made on */
    void *object; /* go-pointer's key of the Go object that runtime object_runtime_id made; for a table, the table */
    _Atomic uint64_t object_runtime_id; /* 0: no object */
    _Atomic int32_t oneshots;           /* of this handle, begun and not ended */
    void
        *child; /* of psutil_popen on Windows: a HANDLE, which keeps the PID and the exit code until the slot is free */
} psutil__slot;

enum { PSUTIL__CHUNKS = 14 };

typedef struct psutil__handles {
    _Atomic(psutil__slot *) chunk[PSUTIL__CHUNKS]; /* chunk k has 1024 << k slots */
    _Atomic uint32_t chunk_count;
    _Atomic uint32_t used;         /* slots */
    _Atomic uint32_t search_start; /* where the next search for a free slot begins */
} psutil__handles;

/* Sentinel: the child exited before its start time could be read. Never a real start time. */
enum { PSUTIL__START_NEVER_READ = -2 };

/* Writes a new handle to *out and returns 1, or returns 0 when memory runs out. object belongs to the runtime
   runtime_id; 0 means no object yet. The value is written in C because Go's collector takes it for a pointer, and a bad
   one. */
int psutil__handle_new(int32_t kind, int64_t pid, int64_t start, uint64_t inode, const struct psutil__procfs *procfs,
    void *object, uint64_t runtime_id, void **out);
/* Makes the handles of a kind invalid that were copied into this forked child, and calls drop for each. */
void psutil__handles_drop(int32_t kind, void (*drop)(const psutil__slot *slot));
/* Frees a handle that was never given to the host. Called between call_begin and call_end. */
void psutil__handle_discard(void *const *handle, int32_t kind);

/* ---- procfs */

/* A path that was set as the procfs root. Each path has one node, which is never freed: readers need no lock, so a fork
   cannot leave one locked. */
typedef struct psutil__procfs {
    struct psutil__procfs *next;
    const char *path; /* NULL: there was no memory for it */
} psutil__procfs;

const psutil__procfs *psutil__current_procfs(void); /* NULL on systems without procfs */
const char *psutil__table_file(void); /* Linux: the file of table readers that the environment names, or "" */

/* ---- the library's state */

struct psutil__fork_page; /* what is true of this process only; a fork wipes it */

typedef struct psutil__library_state {
    struct psutil__fork_page *fork_page;
    uint64_t runtime_id;           /* number of the current runtime, counted over this process and its ancestors */
    int ever_started;              /* a runtime started here or in an ancestor, so Go's variables are not initial */
    int kernel_wipes_fork_page;    /* MADV_WIPEONFORK works; otherwise the PID is compared */
    _Atomic uint64_t thread_count; /* threads that have called so far */
    psutil__handles handles;
    _Atomic int32_t max_workers;                    /* what psutil_set_workers has set */
    _Atomic(psutil__procfs *) procfs_paths;         /* every path that was ever set */
    _Atomic(const psutil__procfs *) procfs_set;     /* NULL: the default */
    _Atomic(const psutil__procfs *) procfs_default; /* NULL: not determined yet */
} psutil__library_state;

extern psutil__library_state psutil__lib;

/* ---- one call */

/* What is set aside of a host's thread while it is inside Go. */
typedef struct psutil__host_thread_state {
#ifdef _WIN32
    uint32_t last_error; /* GetLastError(), which Go's calls of Windows change */
#else
    sigset_t mask;    /* a handler would run on a goroutine's stack */
    int cancel_state; /* cancellation would unwind that stack */
#endif
    psutil__fpenv fpenv;
} psutil__host_thread_state;

typedef struct psutil__call {
    const char *function;
    psutil__error *error; /* this thread's */
    int32_t code;
    psutil__host_thread_state host;
#ifndef _WIN32
    stack_t host_altstack;
    int altstack_replaced; /* whether host_altstack is to be restored */
    void *host_word;       /* see PSUTIL__SHARED_WORD in runtime_unix.h */
#endif
} psutil__call;

/* What a waiting export returns while it is not done. C does it with psutil__wait_step, then calls the export again. */
enum psutil__wait_code {
    PSUTIL__WAIT = 1,    /* sleep as psutil__wait says */
    PSUTIL__CALLBACK = 2 /* call the host's callback */
};

enum psutil__wait_outcome { PSUTIL__WAIT_WOKEN = 0, PSUTIL__WAIT_INTERRUPTED = 1, PSUTIL__WAIT_NO_MEMORY = 2 };

/* State of a waiting call, zero before the first call of its export. */
typedef struct psutil__wait {
    void *operation;         /* go-pointer's key of the wait in Go */
    int64_t *wait_handles;   /* descriptors to poll, or HANDLEs to wait for; Go allocates and frees it */
    size_t count;            /* of wait_handles */
    int32_t borrowed;        /* whether wait_handles stay open when the wait ends: they belong to a handle */
    double max_seconds;      /* infinity: no limit */
    int32_t outcome;         /* of the last sleep: enum psutil__wait_outcome */
    psutil_exit_cb callback; /* the host's, or NULL; set before the first call, as is user */
    void *user;
    psutil_process *process;     /* for the callback: which process has exited */
    psutil_exit_status_t status; /* for the callback: how */
    size_t index;                /* for the export: the position of process among the given ones */
} psutil__wait;

/* Records code and the reason for a call that fails before it reaches Go, and returns code. */
int32_t psutil__set_error(psutil__call *call, int32_t code, const char *format, ...)
#ifdef _WIN32
    __attribute__((format(gnu_printf, 3, 4)))
#elif defined __GNUC__
    __attribute__((format(printf, 3, 4)))
#endif
    ;
int32_t psutil__error_null_argument(psutil__call *call, const char *argument); /* INVALID_ARGUMENT */

/* A copy of a string or an array that the host passes in. data must be NULL before the copy is made. */
typedef struct psutil__input {
    void *data; /* small, or the heap's */
    _Alignas(max_align_t) char small[256];
} psutil__input;

/* Each returns 1, or 0 with call->code set. An array that is NULL stays NULL; one of more than max items is
   INVALID_ARGUMENT. */
int psutil__input_string(psutil__call *call, psutil__input *input, const char *from, const char *argument);
int psutil__input_array(psutil__call *call, psutil__input *input, const void *from, size_t n, size_t item_size,
    size_t max, const char *argument, const char *count_name);
void psutil__input_free(psutil__input *input);

/* Returns 1, or 0 with call->code set; then psutil__call_end must not be called. */
int psutil__call_begin(psutil__call *call);
int32_t psutil__call_end(psutil__call *call); /* returns call->code */
/* Returns the slot, or NULL with call->code set. */
psutil__slot *psutil__handle_acquire(psutil__call *call, const void *handle, int32_t kind, const char *argument);
void psutil__handle_release(psutil__slot *slot); /* between call_begin and call_end */
psutil__slot **psutil__handle_acquire_all(
    psutil__call *call, psutil_process *const *handles, size_t n, const char *argument);
void psutil__handle_release_all(psutil__slot **slots, size_t n);
/* Does what the export of a waiting call has asked for. Returns 0 when the call is done or has failed. */
int psutil__wait_step(psutil__call *call, psutil__wait *wait);
int32_t psutil__handle_free(psutil__call *call, const void *handle, int32_t kind);
psutil__error *psutil__thread_error(void); /* the calling thread's, initialized */

/* Returns an error if the arguments of psutil_popen are invalid. */
int32_t psutil__popen_check(
    psutil__call *call, const psutil_popen_options_t *options, psutil_process **out, const psutil_popen_pipes_t *pipes);

/* ---- called by Go */

/* Bytes by which the runtime's heap can certainly grow, beyond what the threads inside Go may need. Negative if it
   cannot by as much as those. Atomic. */
extern intptr_t psutil__unclaimed_go_memory;
enum { PSUTIL__GO_MEMORY_MARGIN = 16 << 20 }; /* what a collection, Go's own threads and fragments may need */
/* Sets what the calling thread may need: size bytes, apart from many small allocations. Returns whether there is enough
   for all threads. */
int psutil__claim_go_memory(size_t size);

int psutil__gc_allowed(void);       /* whether a collection may start now */
void psutil__reset_scavenger(void); /* before a runtime starts */

static inline int psutil__go_memory_is_low(void)
{
    return __atomic_load_n(&psutil__unclaimed_go_memory, __ATOMIC_RELAXED) < PSUTIL__GO_MEMORY_MARGIN;
}

/* Allocates the key that go-pointer's next Save in this thread uses. Returns 0 when memory runs out. */
int psutil__reserve_key(void);

void *psutil__block_alloc(size_t size);            /* memory for psutil_free, or NULL */
void psutil__block_chain(void *block, void *more); /* makes psutil_free(block) free more as well */
/* Returns 0 or an errno. *name is the caller's to free, and NULL for a user without a name. */
int32_t psutil__lookup_username(int64_t uid, char **name);

/* ---- the part that differs by operating system: runtime_unix.c and its neighbours, runtime_windows.c */

psutil__error *psutil__thread_error_storage(void); /* the calling thread's; zero at first */
void psutil__on_load(void);                        /* runs when the library is loaded; starts nothing */
int psutil__runtime_is_alive(void);                /* in this process */
int psutil__runtime_ensure(psutil__call *call);    /* starts the runtime; returns 0 with call->code set */
void psutil__thread_enter_go(psutil__call *call);  /* saves the host's thread state */
void psutil__thread_leave_go(psutil__call *call);  /* restores it */
void psutil__child_close(void *child);             /* closes psutil__slot.child */
/* Sleeps under the host's signal mask. Returns 0 with call->code set if the call cannot go on. */
int psutil__wait_block(psutil__call *call, psutil__wait *wait);
/* Ends a wait in a child that a handler or callback forked: the wait continues in the parent only. Returns 0. */
int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait);

#ifdef _WIN32

/* ---- what needs no Go (battery, boot_time, cpu_count, cpu_stats and process_query, each _windows.c); each returns 0
   if Go has to answer, and otherwise sets call->code if it fails */

int psutil__sensors_battery_without_go(psutil__call *call, psutil_battery_t *out);
int psutil__boot_time_without_go(psutil__call *call, double *out);
int psutil__cpu_count_without_go(psutil__call *call, int32_t logical, int64_t *out);
int psutil__cpu_stats_without_go(psutil__call *call, psutil_cpu_stats_t *out);
int psutil__pid_exists_without_go(psutil__call *call, int64_t pid, int32_t *out);
int psutil__process_nice_without_go(psutil__call *call, psutil_process *p, int32_t *out);
int psutil__process_num_handles_without_go(psutil__call *call, psutil_process *p, int64_t *out);
int psutil__process_io_counters_without_go(psutil__call *call, psutil_process *p, psutil_process_io_counters_t *out);

/* Reads the PID of a handle's process. Returns 0 if there is no such handle, or if it is in a oneshot. */
int psutil__handle_pid(const psutil_process *p, int64_t *pid);

/* ---- questions about a process (process_query_windows.c) */

/* Opens a process, queries a class, and ProcessTimes, and closes it. statuses are the results of the first three. The
   class is one of NtQueryInformationProcess or of these. */
enum { PSUTIL__ONLY_TIMES = -1, PSUTIL__TOKEN_USER = -2 /* TokenUser of its token */ };
void psutil__query_process(uint32_t pid, int32_t class, void *answer, uint32_t size, void *times, uint32_t statuses[3]);

/* ---- names of open files (file_names_windows.c) */

struct psutil__file_names;                               /* a thread that reads names */
struct psutil__file_names *psutil__file_names_new(void); /* NULL without memory */
/* Reads the name of one file, valid until the next call. Returns 1, 0 if the file has none or does not answer, or -1
   without memory. *names may become another one. */
int psutil__file_names_read(struct psutil__file_names **names, uintptr_t file, const void **text, size_t *len);
void psutil__file_names_free(struct psutil__file_names *names); /* may be NULL */

#endif

#endif
