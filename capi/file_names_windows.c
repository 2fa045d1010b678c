/*
 * The names of the files behind handles, for psutil_process_open_files.
 *
 * The kernel serializes the operations on a file that was opened for synchronous use: even its type and name can be
 * read only when the read or lock that another process waits in has ended, which may be never. A thread that runs no
 * code of Go or of the host therefore reads them; if it does not finish in time, it is terminated, and another one
 * continues with the next handle.
 */
#include "internal.h"
#include <stdlib.h>
#include <windows.h>
#include <winternl.h>

#define TIMEOUT_MS 200       /* far more than a read takes that does not wait */
#define NAME_SIZE (64 << 10) /* the largest UNICODE_STRING, and its header */

typedef NTSTATUS(NTAPI *query_object)(HANDLE, int, void *, ULONG, ULONG *);

struct psutil__file_names {
    query_object query;
    HANDLE thread, requested, ready; /* two events that reset themselves */
    HANDLE file;                     /* what the thread reads next; NULL: it ends */
    int found;                       /* whether name is set */
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

static DWORD WINAPI read_names(void *argument)
{
    struct psutil__file_names *r = argument;
    for (;;) {
        SetEvent(r->ready); /* at first: the thread is ready */
        WaitForSingleObject(r->requested, INFINITE);
        if (!r->file) return 0;
        read_name(r);
    }
}

static void close_all(struct psutil__file_names *r)
{
    if (r->thread) CloseHandle(r->thread);
    if (r->requested) CloseHandle(r->requested);
    if (r->ready) CloseHandle(r->ready);
    free(r);
}

struct psutil__file_names *psutil__file_names_new(void)
{
    struct psutil__file_names *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->query = (query_object)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQueryObject");
    r->requested = CreateEventW(NULL, FALSE, FALSE, NULL);
    r->ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (r->query && r->requested && r->ready) r->thread = CreateThread(NULL, 0, read_names, r, 0, NULL);
    if (!r->thread) {
        close_all(r);
        return NULL;
    }
    /* A thread that starts holds the loader's lock for a while, and must not be terminated then. */
    WaitForSingleObject(r->ready, INFINITE);
    return r;
}

int psutil__file_names_read(struct psutil__file_names **names, uintptr_t file, const void **text, size_t *len)
{
    struct psutil__file_names *r = *names;
    if (!r) return -1;
    r->file = (HANDLE)file;
    SetEvent(r->requested);
    if (WaitForSingleObject(r->ready, TIMEOUT_MS) == WAIT_OBJECT_0) {
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
    SetEvent(r->requested);
    WaitForSingleObject(r->thread, INFINITE);
    close_all(r);
}
