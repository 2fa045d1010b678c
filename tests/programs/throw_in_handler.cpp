// A C++ host whose handler of SIGSEGV, installed before the first call, throws: the exception is caught where the fault
// was.
#include <csignal>
#include <cstdio>
#include <psutil.h>
#include <stdexcept>

static void handler(int)
{
    throw std::runtime_error("fault");
}

__attribute__((noinline)) static int read_from(volatile int *p)
{
    return *p;
}

int main()
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_NODEFER;
    if (sigaction(SIGSEGV, &action, nullptr)) return 2;
    for (int i = 0; i < 5; i++) {
        try {
            read_from(nullptr);
            return 3;
        } catch (const std::runtime_error &e) {
            std::printf("caught %s\n", e.what());
        }
        psutil_pid_list_t *pids;
        if (psutil_pids(&pids)) return 4;
        psutil_free(pids);
    }
}
