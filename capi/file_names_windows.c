/*
 * The names of the files behind handles, for psutil_process_open_files.
 *
 * The kernel serializes the operations on a file that was opened for synchronous use: even its type and name can be
 * read only when the read or lock that another process waits in has ended, which may be never. A thread that runs no
 * code of Go or of the host therefore asks; if it does not answer in time, it is terminated, and another one continues
 * with the next handle.
 */
#include "internal.h"
#include <stdlib.h>
#include <windows.h>
#include <winternl.h>

#define TIMEOUT_MS 200       /* far more than an answer takes that does not wait */
#define NAME_SIZE (64 << 10) /* the largest UNICODE_STRING, and its header */

typedef NTSTATUS(NTAPI *query_object)(HANDLE, int, void *, ULONG, ULONG *);

struct psutil__file_names {
    query_object query;
    HANDLE thread, ask, answered; /* two events that reset themselves */
    HANDLE file;                  /* what the thread reads next; NULL: it ends */
    int found;                    /* whether name is set */
    _Alignas(UNICODE_STRING) char name[NAME_SIZE + sizeof(UNICODE_STRING)];
};

/* Sets name if the file is a regular one that is not deleted. It takes no lock, so it may be terminated. */
static void read_name(struct psutil__file_names *r)
{
    FILE_STANDARD_INFO info;
    ULONG size;
    r->found = GetFileType(r->file) == FILE_TYPE_DISK
        && GetFileInformationByHandleEx(r->file, FileStandardInfo, &info, sizeof info) && !info.DeletePending
        && !info.Directory
        && NT_SUCCESS(r->query(r->file, 1 /* ObjectNameInformation */, r->name, sizeof r->name, &size));
}

static DWORD WINAPI answer(void *argument)
{
    struct psutil__file_names *r = argument;
    for (;;) {
        SetEvent(r->answered); /* at first: the thread is ready */
        WaitForSingleObject(r->ask, INFINITE);
        if (!r->file) return 0;
        read_name(r);
    }
}

static void close_all(struct psutil__file_names *r)
{
    if (r->thread) CloseHandle(r->thread);
    if (r->ask) CloseHandle(r->ask);
    if (r->answered) CloseHandle(r->answered);
    free(r);
}

struct psutil__file_names *psutil__file_names_new(void)
{
    struct psutil__file_names *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->query = (query_object)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQueryObject");
    r->ask = CreateEventW(NULL, FALSE, FALSE, NULL);
    r->answered = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (r->query && r->ask && r->answered) r->thread = CreateThread(NULL, 0, answer, r, 0, NULL);
    if (!r->thread) {
        close_all(r);
        return NULL;
    }
    /* A thread that starts holds the loader's lock for a while, and must not be terminated then. */
    WaitForSingleObject(r->answered, INFINITE);
    return r;
}

int psutil__file_names_read(struct psutil__file_names **names, uintptr_t file, const void **text, size_t *len)
{
    struct psutil__file_names *r = *names;
    if (!r) return -1;
    r->file = (HANDLE)file;
    SetEvent(r->ask);
    if (WaitForSingleObject(r->answered, TIMEOUT_MS) == WAIT_OBJECT_0) {
        const UNICODE_STRING *name = (const UNICODE_STRING *)r->name;
        *text = name->Buffer;
        *len = name->Length;
        return r->found;
    }
    TerminateThread(r->thread, 0);
    /* The kernel may still be at work for the thread; then its memory is left to it. */
    if (WaitForSingleObject(r->thread, TIMEOUT_MS) == WAIT_OBJECT_0) close_all(r);
    *names = psutil__file_names_new();
    return 0;
}

void psutil__file_names_free(struct psutil__file_names *r)
{
    if (!r) return;
    r->file = NULL;
    SetEvent(r->ask);
    WaitForSingleObject(r->thread, INFINITE);
    close_all(r);
}
