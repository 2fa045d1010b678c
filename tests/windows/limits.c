/* A start for which memory or a DLL is missing: an error of the call, and the next one tries again. Wine enforces no
 * job's limit of memory, so the functions of Windows that the library imports are replaced by ones that fail. */
#include "test.h"

/* Returns where psutil.dll has the address of a function that it imports. */
static void **import_of(const char *function)
{
    char *base = (char *)GetModuleHandleA("psutil.dll");
    const IMAGE_NT_HEADERS *headers = (const void *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_DATA_DIRECTORY *directory = &headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    const IMAGE_IMPORT_DESCRIPTOR *from = (const void *)(base + directory->VirtualAddress);
    for (; from->Name; from++) {
        const IMAGE_THUNK_DATA *name = (const void *)(base + from->OriginalFirstThunk);
        for (void **address = (void *)(base + from->FirstThunk); name->u1.AddressOfData; name++, address++) {
            if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
            const IMAGE_IMPORT_BY_NAME *entry = (const void *)(base + name->u1.AddressOfData);
            if (!strcmp(entry->Name, function)) return address;
        }
    }
    return NULL;
}

/* Replaces an imported function, and returns what it was. */
static void *replace(const char *function, void *by)
{
    void **address = import_of(function);
    DWORD before;
    NEED(address && VirtualProtect(address, sizeof *address, PAGE_READWRITE, &before));
    void *original = *address;
    *address = by;
    NEED(VirtualProtect(address, sizeof *address, before, &before));
    return original;
}

static LPVOID WINAPI no_memory(LPVOID address, SIZE_T size, DWORD type, DWORD protection)
{
    (void)address;
    (void)size;
    (void)type;
    (void)protection;
    SetLastError(ERROR_COMMITMENT_LIMIT);
    return NULL;
}

static HMODULE WINAPI no_library(LPCWSTR name, HANDLE file, DWORD flags)
{
    (void)name;
    (void)file;
    (void)flags;
    SetLastError(ERROR_MOD_NOT_FOUND);
    return NULL;
}

static void check_failure(const char *function, void *by, int32_t code, int32_t os_error)
{
    psutil_pid_list_t *pids = NULL;
    void *original = replace(function, by);
    CHECK(psutil_pids(&pids) == code && !pids, "%s", psutil_last_error()->message);
    CHECK(psutil_last_error()->code == code && psutil_last_error()->os_error == os_error, "%s", function);
    CHECK(thread_count() == 1, "%s: the refused call started nothing", function);
    replace(function, original);
}

int main(void)
{
    psutil_pid_list_t *pids = NULL;
    check_failure("VirtualAlloc", (void *)no_memory, PSUTIL_ERR_NO_MEMORY, 0);
    check_failure("LoadLibraryExW", (void *)no_library, PSUTIL_ERR_OS, ERROR_MOD_NOT_FOUND);
    OK(psutil_pids(&pids));
    CHECK(pids && pids->len > 0);
    psutil_free(pids);
    return finish();
}
