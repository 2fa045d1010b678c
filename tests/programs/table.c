/* psutil_process_table and its accessors, beyond single calls.
 *
 *   table fork            an inherited table is read, exported and freed in the child
 *   table threads         16 threads with their own tables, and one table that all of them read
 *   table growth          the least growth of resident memory during 1,000 tables, in KiB
 *   table arrow           the export's layout; releases in any order, after the table, in other threads, in a child
 *   table utf8            invalid UTF-8 is replaced in the export only
 *   table hangs DIR       a directory whose process 5 has a stat file that blocks readers: other threads go on
 *   table files           one table of this process, for strace
 */
#include "children.h"
#include "../../capi/arrow.h"
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>

static const int32_t ps[] = {
    PSUTIL_COLUMN_PID,
    PSUTIL_COLUMN_PPID,
    PSUTIL_COLUMN_NAME,
    PSUTIL_COLUMN_STATUS,
    PSUTIL_COLUMN_CPU_TIMES_USER,
    PSUTIL_COLUMN_CPU_TIMES_SYSTEM,
    PSUTIL_COLUMN_CREATE_TIME,
    PSUTIL_COLUMN_NUM_THREADS,
    PSUTIL_COLUMN_RSS,
    PSUTIL_COLUMN_VMS,
    PSUTIL_COLUMN_UIDS_REAL,
    PSUTIL_COLUMN_USERNAME,
    PSUTIL_COLUMN_CMDLINE,
};
enum { PS = sizeof ps / sizeof *ps };

static psutil_table *of(int64_t pid)
{
    psutil_table *t;
    OK(psutil_process_table(ps, PS, &pid, 1, &t));
    return t;
}

static psutil_table *of_all(void)
{
    psutil_table *t;
    OK(psutil_process_table(ps, PS, NULL, 0, &t));
    return t;
}

static int64_t number(const psutil_table *t, int64_t row, int32_t column)
{
    int64_t n;
    OK(psutil_table_int64(t, row, column, &n));
    return n;
}

/* Returns this process's row. */
static int64_t find_me(const psutil_table *t)
{
    int64_t rows, row = 0;
    OK(psutil_table_rows(t, &rows));
    while (row < rows && number(t, row, PSUTIL_COLUMN_PID) != getpid()) row++;
    CHECK(row < rows);
    return row;
}

static void export(const psutil_table *t, struct ArrowSchema *schema, struct ArrowArray *array)
{
    OK(psutil_table_export_arrow(t, schema, array));
}

static void in_child(void (*f)(void *), void *with)
{
    pid_t pid = fork_child();
    if (!pid) {
        f(with);
        _exit(0);
    }
    int status;
    SYSTEM(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status) && !WEXITSTATUS(status), "status %x", status);
}

static void use_inherited(void *table)
{
    psutil_table *t = table;
    psutil_process *p;
    struct ArrowSchema schema;
    struct ArrowArray array;
    int32_t running;
    CHECK(number(t, 0, PSUTIL_COLUMN_PID) == getppid());
    export(t, &schema, &array);
    OK(psutil_table_process(t, 0, &p));
    OK(psutil_table_free(t));
    OK(psutil_process_is_running(p, &running)); /* the first call that needs Go */
    CHECK(running);
    array.release(&array);
    schema.release(&schema);
    CHECK(psutil_table_free(t) == PSUTIL_ERR_INVALID_HANDLE);
    t = of_all();
    find_me(t);
    OK(psutil_table_free(t));
}

static void fork_with_table(void)
{
    psutil_table *t = of(getpid());
    in_child(use_inherited, t);
    CHECK(number(t, 0, PSUTIL_COLUMN_PID) == getpid());
    OK(psutil_table_free(t));
}

static void *use_tables(void *shared)
{
    for (int i = 0; i < 20; i++) {
        psutil_table *t = of_all();
        find_me(t);
        OK(psutil_table_free(t));
        find_me(shared);
    }
    return NULL;
}

static void threads(void)
{
    pthread_t thread[16];
    psutil_table *shared = of_all();
    for (int i = 0; i < 16; i++) SYSTEM(!pthread_create(&thread[i], NULL, use_tables, shared));
    for (int i = 0; i < 16; i++) pthread_join(thread[i], NULL);
    OK(psutil_table_free(shared));
}

static long rss(void)
{
    char value[64];
    status_line("/proc/self/status", "VmRSS", value);
    return atol(value);
}

static void growth(void)
{
    int64_t some[100], n = 0;
    psutil_table *all = of_all(), *t;
    int64_t rows;
    OK(psutil_table_rows(all, &rows));
    for (; n < 100 && n < rows; n++) some[n] = number(all, n, PSUTIL_COLUMN_PID);
    OK(psutil_table_free(all));
    // The Go heap grows with the number of processes, and on a busy machine. A leak grows in every round.
    long least = LONG_MAX;
    for (int round = 0; round < 10; round++) {
        long before = rss();
        for (int i = 0; i < 1000; i++) {
            OK(psutil_process_table(ps, PS, i % 10 ? some : NULL, i % 10 ? 5 : 0, &t));
            OK(psutil_table_free(t));
        }
        long grown = rss() - before;
        if (grown < least) least = grown;
    }
    MEASURE("growth", "%ld", least);
}

static void *release_array(void *array)
{
    struct ArrowArray *a = array;
    a->release(a);
    CHECK(!a->release);
    return NULL;
}

static void release_in_child(void *array)
{
    release_array(array);
}

static void arrow(void)
{
    struct ArrowSchema schema;
    struct ArrowArray array;
    psutil_table *t = of_all();
    psutil_column_t column;
    int64_t rows, me = find_me(t);
    OK(psutil_table_rows(t, &rows));
    export(t, &schema, &array);
    CHECK(!strcmp(schema.format, "+s") && schema.n_children == PS && array.n_children == PS && array.length == rows);
    CHECK(array.n_buffers == 1 && !array.buffers[0] && !array.null_count);
    for (int i = 0; i < PS; i++) {
        static const char *const formats[] = {"l", "g", "U", "+L"};
        struct ArrowArray *child = array.children[i];
        OK(psutil_table_column(t, ps[i], &column));
        CHECK(!strcmp(schema.children[i]->name, psutil_column_name(ps[i])));
        CHECK(!strcmp(schema.children[i]->format, formats[column.type]) && schema.children[i]->flags == 2);
        CHECK(child->length == rows && child->null_count == column.null_count && child->offset == 0);
        CHECK(child->buffers[0] == column.validity
            && child->n_buffers == (column.type == PSUTIL_COLUMN_TYPE_STRING ? 3 : 2));
        switch (column.type) { /* not a copy */
        case PSUTIL_COLUMN_TYPE_INT64: CHECK(child->buffers[1] == column.int64s); break;
        case PSUTIL_COLUMN_TYPE_DOUBLE: CHECK(child->buffers[1] == column.doubles); break;
        case PSUTIL_COLUMN_TYPE_STRING_LIST:
            CHECK(child->buffers[1] == column.list_offsets && child->n_children == 1);
            CHECK(!strcmp(schema.children[i]->children[0]->format, "U") && child->children[0]->n_buffers == 3);
            CHECK(child->children[0]->length == column.list_offsets[rows]);
        }
    }
    /* A consumer that keeps one column, and releases the others and the table before it. */
    struct ArrowArray kept = *array.children[0], again;
    struct ArrowSchema schema_again;
    array.children[0]->release = NULL;
    export(t, &schema_again, &again);
    OK(psutil_table_free(t));
    schema.release(&schema);
    array.release(&array);
    CHECK(!array.release && !schema.release);
    CHECK(((const int64_t *)kept.buffers[1])[me] == getpid());
    in_child(release_in_child, &kept);
    pthread_t thread;
    SYSTEM(!pthread_create(&thread, NULL, release_array, &kept));
    pthread_join(thread, NULL);
    again.release(&again);
    schema_again.release(&schema_again);
}

static void utf8(void)
{
    static const struct {
        const char *is, *becomes;
    } texts[] = {
        {"plain", "plain"},
        {"", ""},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\xa7", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\xa7"},
        {"a\xff"
         "b",
            "a\xef\xbf\xbd"
            "b"},
        {"\xc3", "\xef\xbf\xbd"},
        {"\xa4", "\xef\xbf\xbd"},
        {"\xe2\x82", "\xef\xbf\xbd"},
        {"\xe2\x82x", "\xef\xbf\xbdx"},
        {"\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xf0\x9f\x90", "\xef\xbf\xbd"},
        {"\x90\xa7", "\xef\xbf\xbd\xef\xbf\xbd"},
    };
    enum { TEXTS = sizeof texts / sizeof *texts };
    char *arguments[TEXTS + 5] = {"sh", "-c", "kill -STOP $$; true", "sh"};
    for (int i = 0; i < TEXTS; i++) arguments[4 + i] = (char *)texts[i].is;
    pid_t pid = fork_child();
    if (!pid) {
        execv("/bin/sh", arguments);
        _exit(1);
    }
    int status;
    SYSTEM(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
    psutil_table *t = of(pid);
    struct ArrowSchema schema;
    struct ArrowArray array;
    export(t, &schema, &array);
    const struct ArrowArray *items = array.children[PS - 1]->children[0];
    const int64_t *offsets = items->buffers[1];
    const char *bytes = items->buffers[2];
    CHECK(items->length == TEXTS + 4, "%lld", (long long)items->length);
    for (int i = 0; i < TEXTS; i++) {
        const char *text;
        int64_t length, at = offsets[4 + i];
        OK(psutil_table_item(t, 0, PSUTIL_COLUMN_CMDLINE, 4 + i, &text, &length));
        CHECK(length == (int64_t)strlen(texts[i].is) && !memcmp(text, texts[i].is, (size_t)length), "text %d", i);
        length = offsets[5 + i] - at;
        CHECK(length == (int64_t)strlen(texts[i].becomes) && !memcmp(bytes + at, texts[i].becomes, (size_t)length),
            "text %d", i);
    }
    OK(psutil_table_free(t));
    array.release(&array);
    schema.release(&schema);
    kill(pid, SIGKILL);
}

static void *hang(void *unused)
{
    psutil_table_free(of(5));
    return unused;
}

/* More threads than Go has processors wait for a file; another thread must not wait. */
static void hangs(const char *directory)
{
    pthread_t thread;
    psutil_table *t;
    OK(psutil_set_procfs_path(directory));
    for (int i = 0; i < 16; i++) SYSTEM(!pthread_create(&thread, NULL, hang, NULL));
    pause_for(0.2);
    OK(psutil_set_procfs_path("/proc"));
    for (int i = 0; i < 20; i++) {
        t = of_all();
        find_me(t);
        OK(psutil_table_free(t));
    }
    _exit(0);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "fork")) fork_with_table();
    else if (!strcmp(what, "threads")) threads();
    else if (!strcmp(what, "growth")) growth();
    else if (!strcmp(what, "arrow")) arrow();
    else if (!strcmp(what, "utf8")) utf8();
    else if (!strcmp(what, "hangs") && argc > 2) hangs(argv[2]);
    else if (!strcmp(what, "files")) psutil_table_free(of(getpid()));
    else return 2;
    return 0;
}
