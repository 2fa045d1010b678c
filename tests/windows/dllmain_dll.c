/* A DLL for dllmain.c whose DllMain calls the library. */
#include <psutil.h>
#include <windows.h>

__declspec(dllexport) int32_t attach_code = 1, detach_code = 1, detach_os_error;
__declspec(dllexport) void (*report)(int32_t code, int32_t os_error);

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    int32_t exists;
    (void)module;
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) attach_code = psutil_pid_exists(1, &exists);
    if (reason == DLL_PROCESS_DETACH && report) {
        int32_t code = psutil_pid_exists(1, &exists);
        report(code, psutil_last_error()->os_error);
    }
    return TRUE;
}
