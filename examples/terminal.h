/* A terminal as a screen: single keys, resizing, and a state that is restored however the program ends. Not for
 * Windows. */
#ifndef EXAMPLES_TERMINAL_H
#define EXAMPLES_TERMINAL_H

#include "cli.h"
#include <poll.h>
#include <signal.h>
#include <termios.h>

enum {
    KEY_NONE = -1,
    KEY_END_OF_INPUT = -2,
    KEY_UP = 256,
    KEY_DOWN,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_HOME,
    KEY_END,
    KEY_ESCAPE
};

static volatile sig_atomic_t screen_resized;
static struct termios host_termios;
static int screen_is_open, has_keys, uses_second_screen;

static inline void write_sequence(const char *sequence)
{
    ssize_t ignored = write(STDOUT_FILENO, sequence, strlen(sequence));
    (void)ignored;
}

/* Restores the terminal. Async-signal-safe. */
static void close_screen(void)
{
    if (!screen_is_open) return;
    screen_is_open = 0;
    write_sequence(uses_second_screen ? "\033[0m\033[?7h\033[?25h\033[?1049l" : "\033[0m\033[?7h\033[?25h\r\n");
    if (has_keys) tcsetattr(STDIN_FILENO, TCSANOW, &host_termios);
}

static inline void open_screen(void)
{
    if (has_keys) {
        struct termios raw = host_termios;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        raw.c_cc[VMIN] = 1;
        raw.c_cc[VTIME] = 0;
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    write_sequence(uses_second_screen ? "\033[?1049h\033[?25l\033[?7l" : "\033[?25l\033[?7l");
    screen_is_open = 1;
}

static void on_resize(int number)
{
    (void)number;
    screen_resized = 1;
}

static void on_fatal_signal(int number)
{
    close_screen();
    signal(number, SIG_DFL);
    raise(number); /* is delivered when this handler returns */
}

static void on_suspend(int number)
{
    (void)number;
    int saved_errno = errno;
    close_screen();
    raise(SIGSTOP);
    open_screen(); /* after SIGCONT */
    screen_resized = 1;
    errno = saved_errno;
}

/* Opens the screen. second: use the terminal's second screen, so that closing shows what was there before. */
static inline void start_screen(int second)
{
    static const struct {
        int number;
        void (*handler)(int);
    } handlers[] = {{SIGWINCH, on_resize}, {SIGTSTP, on_suspend}, {SIGINT, on_fatal_signal}, {SIGTERM, on_fatal_signal},
        {SIGHUP, on_fatal_signal}, {SIGQUIT, on_fatal_signal}};
    uses_second_screen = second;
    has_keys = isatty(STDIN_FILENO) && !tcgetattr(STDIN_FILENO, &host_termios);
    atexit(close_screen);
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++) {
        struct sigaction action = {0};
        action.sa_handler = handlers[i].handler;
        sigaction(handlers[i].number, &action, NULL);
    }
    open_screen();
}

static inline void find_screen_size(int *rows, int *columns)
{
    struct winsize size = {0};
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    *rows = size.ws_row ? size.ws_row : 24;
    *columns = size.ws_col ? size.ws_col : 80;
    screen_resized = 0;
}

/* Returns the monotonic time in seconds. */
static inline double monotonic_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Returns the next byte of the input before the deadline, KEY_NONE after it or when the screen was resized, or
 * KEY_END_OF_INPUT. */
static inline int read_byte(double deadline)
{
    for (;;) {
        double left = deadline - monotonic_time();
        if (left <= 0 || screen_resized) return KEY_NONE;
        struct pollfd input = {has_keys ? STDIN_FILENO : -1, POLLIN, 0};
        int ready = poll(&input, 1, left < 1e6 ? (int)(left * 1000) + 1 : -1);
        unsigned char byte;
        if (ready <= 0) continue;
        ssize_t n = read(STDIN_FILENO, &byte, 1);
        if (n == 1) return byte;
        if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
            has_keys = 0;
            return KEY_END_OF_INPUT;
        }
    }
}

/* Returns a key before the deadline, as read_byte. Escape sequences of keys become KEY_*; unknown ones are dropped. */
static inline int read_key(double deadline)
{
    int key = read_byte(deadline);
    if (key != 27) return key;
    double end_of_sequence = monotonic_time() + 0.05;
    int introducer = read_byte(end_of_sequence);
    if (introducer != '[' && introducer != 'O') return KEY_ESCAPE;
    int parameter = 0, final = read_byte(end_of_sequence);
    for (; final >= '0' && final <= ';'; final = read_byte(end_of_sequence)) parameter = final;
    switch (final) {
    case 'A': return KEY_UP;
    case 'B': return KEY_DOWN;
    case 'H': return KEY_HOME;
    case 'F': return KEY_END;
    case '~': break;
    default: return KEY_NONE;
    }
    switch (parameter) {
    case '1': return KEY_HOME;
    case '4': return KEY_END;
    case '5': return KEY_PAGE_UP;
    case '6': return KEY_PAGE_DOWN;
    default: return KEY_NONE;
    }
}

#endif
