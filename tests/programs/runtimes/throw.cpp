// A C++ exception is thrown from the handler of SIGSEGV, through the frame of the signal (-fnon-call-exceptions).
extern "C" {
#include "first_call.h"
}
#include <csignal>
#include <cstdio>

struct fault {
};

static void handler(int)
{
    throw fault();
}

static int read_from(volatile int *pointer)
{
    return *pointer;
}

int main(int argc, char **)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_NODEFER;
    sigaction(SIGSEGV, &action, nullptr);
    if (argc > 1 && !first_call()) return 3;
    int caught = 0;
    for (int i = 0; i < 5; i++) {
        try {
            std::printf("%d\n", read_from(nullptr));
        } catch (const fault &) {
            caught++;
        }
    }
    std::puts(caught == 5 ? "went on" : "caught too few");
    return caught != 5;
}
