/*
 * For Wine 8.0, which lacks the DLL that Go's runtime takes its random numbers from: ProcessPrng, with RtlGenRandom
 * behind it. Put into the system32 of the prefix that the tests run in; no part of the library.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom's exported name */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return SystemFunction036(data, (ULONG)length);
}
