/* What the examples share: how they begin and end, how they complain, and how they show sizes, times and other
 * people's strings. Everything is static: each example is this and one file. */
#ifndef EXAMPLES_COMMON_H
#define EXAMPLES_COMMON_H

#include <limits.h>
#include <locale.h>
#include <psutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wctype.h>

static const char *program, *usage;
static int result = EXIT_SUCCESS;

static inline int misuse(void) { return fputs(usage, stderr), EXIT_FAILURE; }

/* The begin of main: what main needs first, and what --help answers. */
static inline void begin(const char *name, const char *help, int argc, char **argv) {
    program = name, usage = help;
    if (!setlocale(LC_CTYPE, ".UTF8") && (!setlocale(LC_CTYPE, "") || mbtowc(NULL, "\xe2\x82\xac", 3) != 3))
        setlocale(LC_CTYPE, "C"); /* put shows what is UTF-8, and ASCII alone elsewhere; ".UTF8" is for Windows */
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
        if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help")) exit(fputs(help, stdout) < 0 || fflush(stdout));
}

/* The end of main: what nobody could be shown is a failure. */
static inline int end(void) { return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : result; }

/* Prints text on the columns that are left; "+" says that it was cut. Strangers choose the names of processes: what is
 * not printable is shown as \x1b, and so never reaches the terminal. */
static inline void put(FILE *to, int *room, const char *text) {
    for (int left = (int)strlen(text), n; left > 0 && *room > 0; text += n, left -= n) {
        wchar_t c = 0;
        n = mbtowc(&c, text, (size_t)left);
        if (n < 1) n = 1, c = 0; /* a byte that belongs to no character */
        int width = (n > 1 || (c > 0 && c < 128)) && iswprint((wint_t)c) ? 1 : 4 * n, cut = width + (left > n) > *room;
        for (int i = 0; i < n && !cut; i++) fprintf(to, width == 1 ? "%c" : "\\x%02x", (unsigned char)text[i]);
        if (cut) fputc('+', to), width = *room;
        *room -= width;
    }
}

/* Prints all of a text; NULL, which stands for what is not known, as "-". */
static inline void show(const char *text) {
    int room = INT_MAX;
    put(stdout, &room, text ? text : "-");
}

/* The same in a column that is so wide, and a space behind it. */
static inline void column(int width, const char *text) {
    put(stdout, &width, text ? text : "-"), printf("%*s ", width, "");
}

/* The same, but what is too wide is not cut. */
static inline void uncut(int width, const char *text) {
    int room = INT_MAX;
    put(stdout, &room, text ? text : "-");
    printf("%*s ", width > INT_MAX - room ? width - (INT_MAX - room) : 0, "");
}

static inline int fail(const char *about, const char *why) {
    int room = INT_MAX;
    fprintf(stderr, "%s: ", program), put(stderr, &room, about), put(stderr, &room, why), fputc('\n', stderr);
    return result = EXIT_FAILURE;
}

/* Why the last call failed. */
static inline int complain(void) { return fail(psutil_last_error()->message, ""); }

/* Whether a call succeeded. Not being told something is an everyday matter here; all else is worth a complaint. */
static inline int ok(int32_t code) {
    if (code != PSUTIL_OK && code != PSUTIL_ERR_NO_SUCH_PROCESS && code != PSUTIL_ERR_ZOMBIE_PROCESS &&
        code != PSUTIL_ERR_ACCESS_DENIED && code != PSUTIL_ERR_NOT_SUPPORTED) complain();
    return code == PSUTIL_OK;
}

static inline void *allocate(size_t n, size_t each) {
    void *block = calloc(n ? n : 1, each);
    if (!block) exit(fail("out of memory", ""));
    return block;
}

/* Whether text is a number from least to most, which goes to *out. */
static inline int decimal(const char *text, double least, double most, double *out) {
    char *rest;
    *out = strtod(text, &rest);
    return rest != text && !*rest && *out >= least && *out <= most;
}
static inline int integer(const char *text, int64_t *out) { /* zero or more, as PIDs are */
    char *rest;
    *out = strtoll(text, &rest, 10);
    return *text >= '0' && *text <= '9' && !*rest;
}

/* These write into a buffer of 32 bytes and return it, or "-". */
static inline const char *number(char *b, const char *f, double x) {
    return x >= 0 && snprintf(b, 32, f, x) > 0 ? b : "-";
}
static inline const char *whole(char *b, int64_t n) { return n >= 0 && snprintf(b, 32, "%lld", (long long)n) > 0 ? b : "-"; }
static inline const char *size(char *b, int64_t bytes) {
    double x = (double)bytes;
    int unit = 0;
    for (; x >= 1023.95 && unit < 6; unit++) x /= 1024;
    return x >= 0 && snprintf(b, 32, "%.*f%c", unit > 0, x, "BKMGTPE"[unit]) > 0 ? b : "-";
}
static inline const char *minutes(char *b, double s) {
    return s >= 0 && snprintf(b, 32, "%ld:%02ld", (long)s / 60, (long)s % 60) > 0 ? b : "-";
}
static inline const char *date(char *b, const char *format, double when) {
    time_t t = when >= 0 ? (time_t)when : 0;
    const struct tm *local = localtime(&t);
    return when >= 0 && local && strftime(b, 32, format, local) ? b : "-";
}

/* How busy the CPUs are while we wait. */
static inline double busy_for(double seconds) {
    double busy = -1;
    int32_t code = PSUTIL_ERR_INTERRUPTED;
    while (code == PSUTIL_ERR_INTERRUPTED) code = psutil_cpu_percent(seconds, &busy); /* no handler of ours has run */
    return ok(code) ? busy : -1;
}

/* Whether a process runs what somebody calls by this name, or, with a slash in it, by this path. */
static inline int is_named(psutil_process *p, const char *wanted) {
    char *name = NULL;
    int32_t status = PSUTIL_STATUS_ZOMBIE; /* it runs nothing any more */
    if (!ok(psutil_process_status(p, &status)) || status == PSUTIL_STATUS_ZOMBIE) return 0;
    if (!ok(strchr(wanted, '/') ? psutil_process_exe(p, &name) : psutil_process_name(p, &name))) return 0;
    int same = !strcmp(name, wanted);
    psutil_free(name);
    return same;
}

/* For what refreshes: -n ITERATIONS and -d SECONDS at argv[*i]; 0 if it is something else. */
static inline int is_pace(char **argv, int *i, double *seconds, int64_t *iterations) {
    const char *value = argv[*i + 1];
    int is_one = value && ((!strcmp(argv[*i], "-n") && integer(value, iterations) && *iterations > 0) ||
                           (!strcmp(argv[*i], "-d") && decimal(value, 0.1, 1e6, seconds)));
    return *i += is_one, is_one;
}

#endif
