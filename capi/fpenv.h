/* The floating-point environment of a host's thread. Traps would be faults in Go, and the host's rounding would change
   results, so a call has the default environment. */
#ifndef PSUTIL_FPENV_H
#define PSUTIL_FPENV_H

#include <stdint.h>

#ifdef __x86_64__

typedef uint32_t psutil__fpenv; /* MXCSR only: Go does not use the x87, and a whole fenv_t costs ten times as much */

static inline void psutil__save_fpenv(psutil__fpenv *host)
{
    const uint32_t initial = 0x1f80, sticky = 0x3f;
    *host = __builtin_ia32_stmxcsr();
    if ((*host & ~sticky) != initial) __builtin_ia32_ldmxcsr(initial);
}

static inline void psutil__restore_fpenv(const psutil__fpenv *host)
{
    __builtin_ia32_ldmxcsr(*host);
}

#else
#include <fenv.h>

typedef fenv_t psutil__fpenv;

static inline void psutil__save_fpenv(psutil__fpenv *host)
{
    fegetenv(host);
    fesetenv(FE_DFL_ENV);
}

static inline void psutil__restore_fpenv(const psutil__fpenv *host)
{
    fesetenv(host);
}

#endif
#endif
