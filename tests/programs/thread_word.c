/* With musl the library keeps a value of Go in a word of each thread that musl does not use.
 *
 *   thread_word used      the word has a value before the first call, which is refused; without the value it works
 *   thread_word kept      the host's value of the word is there after each call, in two threads and in a wait
 *   thread_word libc      confstr says that the C library is another one
 */
#include "host.h"
#include <pthread.h>
#include <signal.h>

static void **word(void)
{
    char *thread_pointer;
#ifdef __x86_64__
    __asm__("mov %%fs:0, %0" : "=r"(thread_pointer));
    return (void **)(void *)(thread_pointer + 32);
#else
    __asm__("mrs %0, tpidr_el0" : "=r"(thread_pointer));
    return (void **)(void *)(thread_pointer + 8);
#endif
}

static int is_glibc;

/* Takes the place of the C library's, for the library too. */
size_t confstr(int name, char *buffer, size_t size)
{
    (void)name, (void)buffer, (void)size;
    return is_glibc ? 11 : 0;
}

static void *in_handler;

static void on_alarm(int signal)
{
    (void)signal;
    in_handler = *word();
}

static void *call(void *marker)
{
    int32_t yes;
    double percent;
    *word() = marker;
    for (int i = 0; i < 100; i++) {
        OK(psutil_pid_exists(getpid(), &yes));
        CHECK(*word() == marker, "the word is %p", *word());
    }
    OK(psutil_cpu_percent(0.05, &percent));
    CHECK(*word() == marker, "after a wait the word is %p", *word());
    *word() = NULL;
    return NULL;
}

int main(int argc, char **argv)
{
    int32_t yes;
    SYSTEM(argc == 2);
    CHECK(!*word(), "the word is %p at the start", *word());
    if (!strcmp(argv[1], "kept")) {
        pthread_t thread;
        double percent;
        OK(psutil_pid_exists(getpid(), &yes));
        for (int i = 0; i < 20; i++) {
            SYSTEM(!pthread_create(&thread, NULL, call, argv));
            SYSTEM(!pthread_join(thread, NULL));
        }
        call(argv);
        signal(SIGALRM, on_alarm);
        *word() = argv;
        ualarm(900000, 900000); /* again and again: one may come before the call */
        CHECK(psutil_cpu_percent(30, &percent) == PSUTIL_ERR_INTERRUPTED);
        CHECK(in_handler == argv, "during a wait the word is %p", in_handler);
        return 0;
    }
    if (!strcmp(argv[1], "used")) *word() = argv;
    else is_glibc = 1;
    CHECK(psutil_pid_exists(getpid(), &yes) == PSUTIL_ERR_NOT_SUPPORTED);
    printf("%s\n", psutil_last_error()->message);
    *word() = NULL;
    is_glibc = 0;
    OK(psutil_pid_exists(getpid(), &yes));
    return 0;
}
