/* The command-line interface that the examples share: options, errors, and output that fits the terminal. Everything is
 * static; an example is this file and its own. */
#ifndef EXAMPLES_CLI_H
#define EXAMPLES_CLI_H

#define _DEFAULT_SOURCE   /* struct winsize */
#define _XOPEN_SOURCE 700 /* wcwidth */
#define _DARWIN_C_SOURCE  /* the same, and SIGWINCH, on macOS */
#define __BSD_VISIBLE 1   /* on FreeBSD */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <psutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>
#ifndef _WIN32
#include <sys/ioctl.h>
#endif

static const char *program_name, *usage;
static int exit_status = EXIT_SUCCESS;
static int is_utf8;
static int line_width = INT_MAX; /* of the output; INT_MAX if it is not a terminal */

/* ---- output */

/* Returns how many columns c takes on a terminal, or -1 if it must not be printed. */
static inline int character_width(wchar_t c)
{
    if (c < 32 || c == 127) return -1;
    if (c < 127) return 1;
    /* invisible characters, some of which change the direction of the text */
    if ((c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff)
        return -1;
#ifdef _WIN32
    return iswprint((wint_t)c) ? 1 : -1;
#else
    return wcwidth(c);
#endif
}

/* Prints text in at most *room columns, with "+" where it is cut, and subtracts the columns from *room. Names come from
 * other users' processes, so bytes that are not printable are written as \x1b and never reach the terminal. */
static inline void print_limited(FILE *to, int *room, const char *text)
{
    int left = (int)strlen(text);
    for (int n; left > 0 && *room > 0; text += n, left -= n) {
        wchar_t c = 0;
        int width = -1;
        n = mbtowc(&c, text, (size_t)left);
        if (n < 1) n = 1;
        else if (n == 1 ? c < 128 : is_utf8) width = character_width(c);
        int printable = width >= 0;
        if (!printable) width = 4 * n;
        if (width + (left > n) > *room) { /* what remains does not fit */
            fputc('+', to);
            *room -= 1;
            return;
        }
        for (int i = 0; i < n; i++) fprintf(to, printable ? "%c" : "\\x%02x", (unsigned char)text[i]);
        *room -= width;
    }
}

/* Prints a text, or "-" for NULL, which stands for an unknown value. */
static inline void print_text(const char *text)
{
    int room = INT_MAX;
    print_limited(stdout, &room, text ? text : "-");
}

/* Prints a text cut to width columns, or padded, and a space. */
static inline void print_column(int width, const char *text)
{
    print_limited(stdout, &width, text ? text : "-");
    printf("%*s ", width, "");
}

/* Prints a text padded to width columns, and a space. It is cut only on a terminal. */
static inline void print_wide_column(int width, const char *text)
{
    if (line_width < INT_MAX) {
        print_column(width, text);
        return;
    }
    int room = INT_MAX;
    print_limited(stdout, &room, text ? text : "-");
    int padding = width - (INT_MAX - room);
    printf("%*s ", padding > 0 ? padding : 0, "");
}

/* Prints the last text of a line, cut at the edge of the terminal, and a newline. used: the columns before it. */
static inline void print_last(int used, const char *text)
{
    int room = line_width < INT_MAX ? line_width - used : INT_MAX;
    print_limited(stdout, &room, text ? text : "-");
    putchar('\n');
}

/* ---- errors */

/* Prints an error, "program: subject: message", and sets the exit status. */
static inline int report(const char *subject, const char *message)
{
    int room = INT_MAX;
    fprintf(stderr, "%s: ", program_name);
    print_limited(stderr, &room, subject);
    if (*message) fputs(": ", stderr);
    print_limited(stderr, &room, message);
    fputc('\n', stderr);
    return exit_status = EXIT_FAILURE;
}

/* Returns why the last call of the library failed, without the name of the function, which means nothing to a user. */
static inline const char *last_error_message(void)
{
    const char *message = psutil_last_error()->message;
    const char *reason = strstr(message, ": ");
    return reason && !strncmp(message, "psutil_", 7) ? reason + 2 : message;
}

/* Prints why the last call of the library failed. */
static inline int report_last_error(void)
{
    return report(last_error_message(), "");
}

/* Returns whether a call succeeded, and prints why not. Access that is denied, values that the system does not have and
 * processes that have exited are normal here: they are not printed. */
static inline int succeeded(int32_t code)
{
    if (code != PSUTIL_OK && code != PSUTIL_ERR_NO_SUCH_PROCESS && code != PSUTIL_ERR_ZOMBIE_PROCESS
        && code != PSUTIL_ERR_ACCESS_DENIED && code != PSUTIL_ERR_NOT_SUPPORTED)
        report_last_error();
    return code == PSUTIL_OK;
}

/* Ends the program with what is wrong with its arguments, and the usage. */
static inline void usage_error(const char *message, const char *argument)
{
    report(argument, message);
    fputs(usage, stderr);
    exit(EXIT_FAILURE);
}

/* Writes the output that is still buffered, and ends the program if that fails. */
static inline void flush_output(void)
{
    if (!fflush(stdout) && !ferror(stdout)) return;
    report("write error", strerror(errno));
    exit(EXIT_FAILURE);
}

/* Returns the exit status, after all output is written. */
static inline int finish(void)
{
    flush_output();
    return exit_status;
}

static inline void *allocate(size_t n, size_t size)
{
    void *block = calloc(n ? n : 1, size);
    if (!block) exit(report("out of memory", ""));
    return block;
}

/* ---- options */

/* Returns the columns of a line: the variable COLUMNS, else the terminal's, else INT_MAX. */
static inline int find_line_width(void)
{
    const char *columns = getenv("COLUMNS");
    int width = columns ? atoi(columns) : 0;
    if (width > 0) return width;
    if (!isatty(STDOUT_FILENO)) return INT_MAX;
#ifdef TIOCGWINSZ
    struct winsize size;
    if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col > 0) return size.ws_col;
#endif
    return 80;
}

/* Begins main: sets the locale and the line width, and answers --help and --version. */
static inline void start_program(const char *name, const char *help, int argc, char **argv)
{
    program_name = name;
    usage = help;
    /* Text is printed as it is in a UTF-8 locale, and with ASCII alone in others. ".UTF8" is for Windows. */
    is_utf8 = (setlocale(LC_CTYPE, ".UTF8") || setlocale(LC_CTYPE, "")) && mbtowc(NULL, "\xe2\x82\xac", 3) == 3;
    line_width = find_line_width();
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
        if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))
            printf("%s-h, --help: this text; --version: the version of the library\n", help);
        else if (!strcmp(argv[i], "--version")) printf("%s (libpsutil %s)\n", name, psutil_version());
        else continue;
        exit(finish());
    }
}

static int next_argument = 1;
static const char *option_value;

/* Returns the next option, or -1 after the last: from then on argv[next_argument] is the next operand. Options are
 * single letters and may be joined: "-tl". known lists them, with ":" behind one that takes a value, which is then
 * option_value. A long option is returned as '-', with its text as option_value, if known contains "-". */
static inline int next_option(int argc, char **argv, const char *known)
{
    static const char *rest = "";
    if (!*rest) {
        if (next_argument >= argc || argv[next_argument][0] != '-') return -1;
        const char *argument = argv[next_argument++];
        if (!strcmp(argument, "--")) return -1;
        if (!strcmp(argument, "-")) usage_error("unexpected argument", argument);
        if (argument[1] == '-') {
            if (!strchr(known, '-')) usage_error("unknown option", argument);
            option_value = argument;
            return '-';
        }
        rest = argument + 1;
    }
    char name[] = {'-', *rest, 0};
    const char *found = *known && *rest != ':' && *rest != '-' ? strchr(known, *rest) : NULL;
    if (!found) usage_error("unknown option", (unsigned char)*rest < 128 ? name : argv[next_argument - 1]);
    rest++;
    if (found[1] == ':') {
        option_value = *rest ? rest : next_argument < argc ? argv[next_argument++] : NULL;
        if (!option_value) usage_error("the option needs a value", name);
        rest = "";
    }
    return *found;
}

/* Ends the program if operands follow the options. */
static inline void expect_no_operands(int argc, char **argv)
{
    if (next_argument < argc) usage_error("unexpected argument", argv[next_argument]);
}

/* Stores the number in text and returns 1, or returns 0 if it is not one from min to max. */
static inline int parse_decimal(const char *text, double min, double max, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && !*end && *out >= min && *out <= max;
}

/* Stores the integer in text and returns 1, or returns 0 if it is not one from 0 to INT64_MAX. */
static inline int parse_integer(const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && !errno;
}

/* Returns the PID in an argument. */
static inline int64_t pid_argument(const char *argument)
{
    int64_t pid;
    if (!parse_integer(argument, &pid)) usage_error("expected a PID", argument);
    return pid;
}

/* Sets the value of -d or -n, for programs that refresh. */
static inline void set_pace(int option, double *seconds, int64_t *iterations)
{
    if (option == 'd' && !parse_decimal(option_value, 0.1, 1e6, seconds))
        usage_error("expected 0.1 to 1000000 seconds", option_value);
    if (option == 'n' && (!parse_integer(option_value, iterations) || !*iterations))
        usage_error("expected a number of iterations", option_value);
}

/* ---- numbers and times: each function writes into a buffer of 32 bytes and returns it, or "-" for an unknown value */

static inline const char *format_double(char *b, const char *format, double x)
{
    return x >= 0 && snprintf(b, 32, format, x) > 0 ? b : "-";
}

static inline const char *format_integer(char *b, int64_t n)
{
    return n >= 0 && snprintf(b, 32, "%lld", (long long)n) > 0 ? b : "-";
}

static inline const char *format_size(char *b, int64_t bytes)
{
    double x = (double)bytes;
    int unit = 0;
    for (; x >= 1023.95 && unit < 6; unit++) x /= 1024;
    return x >= 0 && snprintf(b, 32, "%.*f%c", unit > 0, x, "BKMGTPE"[unit]) > 0 ? b : "-";
}

/* Writes bytes in units of this many bytes, or for 0 in the unit that fits. */
static inline const char *format_amount(char *b, int64_t bytes, int64_t unit)
{
    return unit && bytes >= 0 ? format_integer(b, bytes / unit) : format_size(b, bytes);
}

static inline const char *format_minutes(char *b, double seconds)
{
    return seconds >= 0 && snprintf(b, 32, "%ld:%02ld", (long)seconds / 60, (long)seconds % 60) > 0 ? b : "-";
}

static inline const char *format_date(char *b, const char *format, double seconds)
{
    time_t t = seconds >= 0 ? (time_t)seconds : 0;
    const struct tm *local = localtime(&t);
    return seconds >= 0 && local && strftime(b, 32, format, local) ? b : "-";
}

/* ---- processes */

/* Waits and returns the CPU use during the wait in percent, or -1. */
static inline double measure_cpu_percent(double seconds)
{
    double percent = -1;
    int32_t code = PSUTIL_ERR_INTERRUPTED;
    while (code == PSUTIL_ERR_INTERRUPTED) code = psutil_cpu_percent(seconds, &percent);
    return succeeded(code) ? percent : -1;
}

/* Returns whether a process that is no zombie has this name or, if there is a slash in it, this executable. */
static inline int has_name(psutil_process *p, const char *wanted)
{
    char *name = NULL;
    int32_t status = PSUTIL_STATUS_ZOMBIE;
    if (!succeeded(psutil_process_status(p, &status)) || status == PSUTIL_STATUS_ZOMBIE) return 0;
    if (!succeeded(strchr(wanted, '/') ? psutil_process_exe(p, &name) : psutil_process_name(p, &name))) return 0;
    int same = !strcmp(name, wanted);
    psutil_free(name);
    return same;
}

#endif
