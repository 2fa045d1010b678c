/* top: the CPUs, the memory and the busiest processes, refreshed. On a terminal it takes keys; see help_lines. */
#include "cli.h"
#ifndef _WIN32
#include "terminal.h"
#endif

static const char *const help = "usage: top [-m] [-n ITERATIONS] [-d SECONDS]\n"
                                "Shows the CPUs, the memory and the processes, the busiest first. On a terminal\n"
                                "it runs until q is pressed; h lists the keys. Elsewhere it prints plain text,\n"
                                "once or -n times.\n"
                                "-m: sort by memory\n"
                                "-n: how many times\n"
                                "-d: seconds between two refreshes, at least 0.1 (3)\n"
                                "%CPU is in percent of one CPU; \"-\" is an unknown value. The variable NO_COLOR\n"
                                "turns colours off.\n";

typedef struct row { /* negative numbers are unknown values */
    int64_t pid, ppid, status, threads, rss, index;
    double start, cpu, mem, time;
    char user[32], name[64], command[256];
    int depth, matches, visited;
} row;

enum order { BY_CPU, BY_MEMORY, BY_TIME, BY_PID, BY_USER };
static enum order order = BY_CPU;
static int reversed, show_tree, show_commands, is_terminal, use_colors;
static char filter[64];

static psutil_table *table;
static row *rows;
static size_t row_count;
static row **view; /* the rows that are shown, in order */
static size_t view_count;

/* ---- reading */

static double double_cell(int64_t i, int32_t column)
{
    double x;
    return psutil_table_double(table, i, column, &x) == PSUTIL_OK ? x : -1;
}

static int64_t int_cell(int64_t i, int32_t column)
{
    int64_t x;
    return psutil_table_int64(table, i, column, &x) == PSUTIL_OK ? x : -1;
}

/* Copies as much of a string as fits. */
static void copy_cell(char *to, size_t size, int64_t i, int32_t column, const char *unknown)
{
    const char *text;
    int64_t length;
    if (psutil_table_string(table, i, column, &text, &length) == PSUTIL_OK && text)
        snprintf(to, size, "%.*s", (int)(length < INT_MAX ? length : INT_MAX), text);
    else snprintf(to, size, "%s", unknown);
}

static void copy_command(row *r)
{
    int64_t items = 0, length;
    const char *text;
    size_t used = 0;
    if (psutil_table_items(table, r->index, PSUTIL_COLUMN_CMDLINE, &items) != PSUTIL_OK) items = 0;
    for (int64_t k = 0; k < items && used + 1 < sizeof r->command; k++) {
        if (psutil_table_item(table, r->index, PSUTIL_COLUMN_CMDLINE, k, &text, &length) != PSUTIL_OK) break;
        used += (size_t)snprintf(r->command + used, sizeof r->command - used, "%s%.*s", k ? " " : "",
            (int)(length < INT_MAX / 2 ? length : INT_MAX / 2), text);
    }
    if (!used) snprintf(r->command, sizeof r->command, "[%s]", r->name);
}

/* Reads all processes. CPU percentages are measured from the previous call. */
static void read_rows(void)
{
    static const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_PPID, PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_CMDLINE,
        PSUTIL_COLUMN_USERNAME, PSUTIL_COLUMN_STATUS, PSUTIL_COLUMN_NUM_THREADS, PSUTIL_COLUMN_CPU_PERCENT,
        PSUTIL_COLUMN_MEMORY_PERCENT, PSUTIL_COLUMN_RSS, PSUTIL_COLUMN_CPU_TIMES_USER, PSUTIL_COLUMN_CPU_TIMES_SYSTEM,
        PSUTIL_COLUMN_CREATE_TIME};
    int64_t n = 0;
    psutil_table_free(table);
    table = NULL;
    if (psutil_process_table(columns, sizeof columns / sizeof *columns, NULL, 0, &table) != PSUTIL_OK)
        exit(report_last_error());
    succeeded(psutil_table_rows(table, &n));
    free(rows);
    free(view);
    row_count = (size_t)n;
    rows = allocate(row_count, sizeof *rows);
    view = allocate(row_count, sizeof(row *));
    for (int64_t i = 0; i < n; i++) {
        row *r = &rows[i];
        double user = double_cell(i, PSUTIL_COLUMN_CPU_TIMES_USER),
               system = double_cell(i, PSUTIL_COLUMN_CPU_TIMES_SYSTEM);
        *r = (row){.index = i,
            .pid = int_cell(i, PSUTIL_COLUMN_PID),
            .ppid = int_cell(i, PSUTIL_COLUMN_PPID),
            .status = int_cell(i, PSUTIL_COLUMN_STATUS),
            .threads = int_cell(i, PSUTIL_COLUMN_NUM_THREADS),
            .rss = int_cell(i, PSUTIL_COLUMN_RSS),
            .start = double_cell(i, PSUTIL_COLUMN_CREATE_TIME),
            .cpu = double_cell(i, PSUTIL_COLUMN_CPU_PERCENT),
            .mem = double_cell(i, PSUTIL_COLUMN_MEMORY_PERCENT),
            .time = user < 0 || system < 0 ? -1 : user + system};
        copy_cell(r->user, sizeof r->user, i, PSUTIL_COLUMN_USERNAME, "-");
        copy_cell(r->name, sizeof r->name, i, PSUTIL_COLUMN_NAME, "?");
        copy_command(r);
    }
}

/* ---- order, filter and tree */

static int compare(const void *one, const void *other)
{
    const row *a = *(row *const *)one, *b = *(row *const *)other;
    double x = order == BY_CPU ? b->cpu - a->cpu : order == BY_TIME ? b->time - a->time : 0;
    if (order == BY_MEMORY) x = (double)(b->rss - a->rss);
    if (order == BY_USER) x = strcmp(a->user, b->user);
    if (x < 0 || x > 0) return (x < 0 ? -1 : 1) * (reversed ? -1 : 1);
    return ((a->pid > b->pid) - (a->pid < b->pid)) * (reversed && order == BY_PID ? -1 : 1);
}

/* Returns whether a text contains the filter, ignoring the case of ASCII letters. */
static int contains_filter(const char *text)
{
    size_t length = strlen(filter);
    for (; *text || !length; text++) {
        size_t i = 0;
        while (i < length && text[i]
            && towlower((wint_t)(unsigned char)text[i]) == towlower((wint_t)(unsigned char)filter[i]))
            i++;
        if (i == length) return 1;
    }
    return 0;
}

static int matches_filter(const row *r)
{
    char pid[32];
    return contains_filter(r->name) || contains_filter(r->command) || contains_filter(r->user)
        || contains_filter(format_integer(pid, r->pid));
}

/* Returns whether a process is a child of the parent, not of an earlier process with the parent's PID. */
static int is_child(const row *child, const row *parent)
{
    return child != parent && child->ppid == parent->pid && child->start >= parent->start;
}

static void add_tree(row **sorted, row *r, int depth)
{
    if (r->visited) return;
    r->visited = 1;
    r->depth = depth;
    if (r->matches) view[view_count++] = r;
    for (size_t i = 0; i < row_count; i++) {
        if (is_child(sorted[i], r)) add_tree(sorted, sorted[i], depth + 1);
    }
}

/* Fills the view from the rows. */
static void arrange(void)
{
    row **sorted = allocate(row_count, sizeof(row *));
    for (size_t i = 0; i < row_count; i++) {
        sorted[i] = &rows[i];
        rows[i].matches = matches_filter(&rows[i]);
        rows[i].depth = rows[i].visited = 0;
    }
    qsort(sorted, row_count, sizeof(row *), compare);
    view_count = 0;
    for (size_t i = 0; i < row_count; i++) {
        int is_root = 1;
        for (size_t k = 0; show_tree && k < row_count && is_root; k++) is_root = !is_child(sorted[i], &rows[k]);
        if (show_tree && is_root) add_tree(sorted, sorted[i], 0);
        else if (!show_tree && sorted[i]->matches) view[view_count++] = sorted[i];
    }
    free(sorted);
}

/* ---- printing */

/* Returns the width of the columns USER and STATUS. */
static int text_width(void)
{
    return line_width < 100 ? 8 : 12;
}

/* Returns how many columns are left for the name of a process. */
static int name_room(void)
{
    return line_width < INT_MAX ? line_width - (45 + 2 * text_width()) : INT_MAX;
}

static const char *color(const char *sequence)
{
    return use_colors ? sequence : "";
}

/* Ends a line; on a terminal it overwrites the rest of the line before. */
static void end_line(void)
{
    fputs(is_terminal ? "\033[K\n" : "\n", stdout);
}

static void print_summary(const psutil_cpu_times_t *cpu)
{
    char b[8][32], line[256];
    int running = 0, room = line_width;
    double boot = -1, now = (double)time(NULL);
    psutil_loadavg_t load = {-1, -1, -1};
    for (size_t i = 0; i < row_count; i++) running += rows[i].status == PSUTIL_STATUS_RUNNING;
    succeeded(psutil_boot_time(&boot));
    succeeded(psutil_getloadavg(&load));
    snprintf(line, sizeof line, "%s, up %s hours, load %s %s %s, %zu processes, %d running",
        format_date(b[0], "%H:%M:%S", now), format_minutes(b[1], boot >= 0 ? (now - boot) / 60 : -1),
        format_double(b[2], "%.2f", load.load1), format_double(b[3], "%.2f", load.load5),
        format_double(b[4], "%.2f", load.load15), row_count, running);
    print_limited(stdout, &room, line);
    end_line();
    snprintf(line, sizeof line, "CPUs    %s%% user, %s%% nice, %s%% system, %s%% idle, %s%% iowait, %s%% steal",
        format_double(b[0], "%.1f", cpu->user), format_double(b[1], "%.1f", cpu->nice),
        format_double(b[2], "%.1f", cpu->system), format_double(b[3], "%.1f", cpu->idle),
        format_double(b[4], "%.1f", cpu->iowait), format_double(b[5], "%.1f", cpu->steal));
    room = line_width;
    print_limited(stdout, &room, line);
    end_line();
}

static void print_memory(void)
{
    char b[5][32];
    psutil_virtual_memory_t mem = {.total = -1, .available = -1, .used = -1};
    psutil_swap_memory_t swap = {.total = -1, .used = -1};
    succeeded(psutil_virtual_memory(&mem));
    succeeded(psutil_swap_memory(&swap));
    printf("Memory  %s total, %s used, %s available; swap %s total, %s used\n\n", format_size(b[0], mem.total),
        format_size(b[1], mem.used), format_size(b[2], mem.available), format_size(b[3], swap.total),
        format_size(b[4], swap.used));
}

static const char *heading(enum order column, const char *text, int width)
{
    static char b[8][64];
    static int next;
    int is_left = width < 0;
    char *out = b[next++ % 8];
    snprintf(out, sizeof b[0], is_left ? "%s%-*s%s" : "%s%*s%s", column == order ? color("\033[1;4m") : "",
        is_left ? -width : width, text, column == order ? color("\033[0;7m") : "");
    return out;
}

static void print_headings(void)
{
    int room = name_room();
    if (is_terminal) fputs("\033[7m", stdout);
    printf("%s %s %-*s %5s %s %s %7s %s ", heading(BY_PID, "PID", 7), heading(BY_USER, "USER", -text_width()),
        text_width(), "STATUS", "THR", heading(BY_CPU, "%CPU", 5), heading(BY_MEMORY, "%MEM", 5), "RSS",
        heading(BY_TIME, "TIME", 8));
    print_limited(stdout, &room, show_commands ? "COMMAND" : "NAME");
    if (is_terminal) fputs("\033[K\033[0m", stdout);
    end_line();
}

static void print_row(const row *r, int is_selected)
{
    char b[6][32];
    int room = name_room();
    const char *tint = r->cpu >= 50 ? color("\033[31m") : r->status == PSUTIL_STATUS_RUNNING ? color("\033[32m") : "";
    fputs(is_selected ? "\033[7m" : tint, stdout);
    printf("%7s ", format_integer(b[0], r->pid));
    print_column(text_width(), r->user);
    print_column(text_width(), psutil_status_name((int32_t)r->status));
    printf("%5s %5s %5s %7s %8s ", format_integer(b[1], r->threads), format_double(b[2], "%.1f", r->cpu),
        format_double(b[3], "%.1f", r->mem), format_size(b[4], r->rss), format_minutes(b[5], r->time));
    for (int i = 1; i < r->depth; i++) print_limited(stdout, &room, "  ");
    if (r->depth) print_limited(stdout, &room, "`- ");
    print_limited(stdout, &room, show_commands ? r->command : r->name);
    if (is_selected) fputs("\033[K", stdout);
    if (is_selected || *tint) fputs("\033[0m", stdout);
}

#ifndef _WIN32
/* ---- the screen */

static const char *const help_lines[] = {
    "P or c  sort by CPU use     arrows  select a process; also PgUp, PgDn, Home, End",
    "M or m  sort by memory      k       send SIGTERM or SIGKILL to it",
    "T       sort by CPU time    /       filter by name, command, user or PID;",
    "N       sort by PID                 Esc clears it",
    "U       sort by user        t       tree of processes",
    "r       reverse the order   a       command lines or names",
    "+ -     slower, faster      1       one bar per CPU or one for all",
    "h       this help           Space   refresh now",
    "q       quit",
};

static int screen_rows;
static int64_t selected_pid = -1; /* -1: the first row */
static size_t scroll, page_size = 1;
static const char *status_line = "";
static int show_help, show_each_cpu = 1;
static double seconds = 3;

/* Prints a bar of this width: "name[|||||   text]", coloured by its parts, each from 0 to 1. */
static void print_bar(int width, const char *name, const char *text, double part)
{
    int room = width - (int)strlen(name) - 2, filled;
    if (room < 8) return;
    filled = (int)(part * room + 0.5);
    printf("%s%s%s[", color("\033[36m"), name, color("\033[0m"));
    for (int i = 0, start = room - (int)strlen(text); i < room; i++) {
        const char *tint = i < room / 2 ? "\033[32m" : i < room * 4 / 5 ? "\033[33m" : "\033[31m";
        if (i < filled) fputs(color(tint), stdout);
        putchar(i >= start && start >= 0 ? text[i - start] : i < filled ? '|' : ' ');
        if (i < filled) fputs(color("\033[0m"), stdout);
    }
    putchar(']');
}

/* Prints the bars of the CPUs, memory and swap, and returns how many lines they take. */
static int print_bars(const psutil_percent_list_t *cpus, double busy, int max_lines)
{
    char name[32], text[64], b[2][32];
    psutil_virtual_memory_t mem = {0};
    psutil_swap_memory_t swap = {0};
    int columns = line_width >= 160 ? 4 : line_width >= 60 ? 2 : 1, width = line_width / columns;
    int count = cpus && show_each_cpu ? (int)cpus->len : 0, lines = (count + columns - 1) / columns;
    if (!count || lines > max_lines - 1) {
        snprintf(text, sizeof text, "%.1f%%", busy);
        print_bar(line_width, "CPU", text, busy / 100);
        end_line();
        lines = 1;
        count = 0;
    }
    for (int line = 0; line < lines && count; line++) {
        for (int k = line; k < count; k += lines) { /* from top to bottom, then to the right */
            snprintf(name, sizeof name, "%3d", k);
            snprintf(text, sizeof text, "%.1f%%", cpus->items[k]);
            print_bar(width, name, text, cpus->items[k] / 100);
        }
        end_line();
    }
    succeeded(psutil_virtual_memory(&mem));
    succeeded(psutil_swap_memory(&swap));
    snprintf(text, sizeof text, "%s/%s", format_size(b[0], mem.used), format_size(b[1], mem.total));
    print_bar(line_width / 2, "Mem", text, mem.total > 0 ? (double)mem.used / (double)mem.total : 0);
    snprintf(text, sizeof text, "%s/%s", format_size(b[0], swap.used), format_size(b[1], swap.total));
    print_bar(line_width / 2, "Swp", text, swap.total > 0 ? (double)swap.used / (double)swap.total : 0);
    end_line();
    return lines + 1;
}

static size_t selected_index(void)
{
    for (size_t i = 0; i < view_count && selected_pid >= 0; i++) {
        if (view[i]->pid == selected_pid) return i;
    }
    selected_pid = -1;
    return 0;
}

static void draw(const psutil_cpu_times_t *cpu, const psutil_percent_list_t *cpus)
{
    int room;
    find_screen_size(&screen_rows, &line_width);
    arrange();
    fputs("\033[H", stdout);
    print_summary(cpu);
    int used = 2 + print_bars(cpus, 100 - cpu->idle - (cpu->iowait > 0 ? cpu->iowait : 0), screen_rows / 3);
    print_headings();
    page_size = screen_rows > used + 3 ? (size_t)(screen_rows - used - 2) : 1;
    size_t selected = selected_index();
    if (selected < scroll) scroll = selected;
    if (selected >= scroll + page_size) scroll = selected - page_size + 1;
    for (size_t i = 0; i < page_size; i++) {
        room = line_width;
        if (show_help) print_limited(stdout, &room, i < sizeof help_lines / sizeof *help_lines ? help_lines[i] : "");
        else if (scroll + i < view_count) print_row(view[scroll + i], scroll + i == selected);
        end_line();
    }
    room = line_width;
    print_limited(
        stdout, &room, *status_line ? status_line : "q quit  h help  / filter  t tree  k kill  c CPU  m memory");
    if (*filter && !*status_line) {
        print_limited(stdout, &room, "  filter: ");
        print_limited(stdout, &room, filter);
    }
    fputs("\033[K\033[J", stdout);
    flush_output();
}

/* Asks for a confirmation and sends a signal to the selected process. The handle is the row's, so that a later process
 * with the same PID is never signalled. */
static void kill_selected(const psutil_cpu_times_t *cpu, const psutil_percent_list_t *cpus)
{
    static char message[256];
    psutil_process *p;
    int key = KEY_NONE;
    if (!view_count) return;
    const row *r = view[selected_index()];
    int64_t pid = r->pid;
    if (psutil_table_process(table, r->index, &p) != PSUTIL_OK) return;
    snprintf(
        message, sizeof message, "end %lld (%s)?  y: SIGTERM  9: SIGKILL  other keys: cancel", (long long)pid, r->name);
    status_line = message;
    while (key == KEY_NONE) {
        draw(cpu, cpus);
        key = read_key(monotonic_time() + 3600);
    }
    if (key != 'y' && key != 'Y' && key != '9') snprintf(message, sizeof message, "cancelled");
    else if (psutil_process_send_signal(p, key == '9' ? SIGKILL : SIGTERM) != PSUTIL_OK)
        snprintf(message, sizeof message, "%s", last_error_message());
    else snprintf(message, sizeof message, "sent %s to %lld", key == '9' ? "SIGKILL" : "SIGTERM", (long long)pid);
    psutil_process_free(p);
}

/* Reads the filter, and shows its effect at each key. */
static void edit_filter(const psutil_cpu_times_t *cpu, const psutil_percent_list_t *cpus)
{
    static char message[128];
    status_line = message;
    for (int key = KEY_NONE; key != '\n' && key != '\r' && key != KEY_END_OF_INPUT;) {
        size_t length = strlen(filter);
        snprintf(message, sizeof message, "filter: %s_", filter);
        draw(cpu, cpus);
        key = read_key(monotonic_time() + 3600);
        if (key == KEY_ESCAPE) {
            *filter = 0;
            break;
        }
        if (key == 127 || key == 8) {
            while (length && (filter[--length] & 0xc0) == 0x80) continue; /* a whole character of UTF-8 */
            filter[length] = 0;
        } else if (key >= 32 && key < 256 && length + 1 < sizeof filter) {
            filter[length] = (char)key;
            filter[length + 1] = 0;
        }
    }
    status_line = "";
}

static void select_row(int64_t index)
{
    if (!view_count) return;
    int64_t last = (int64_t)view_count - 1;
    selected_pid = view[index < 0 ? 0 : index > last ? last : index]->pid;
}

static void sort_by(enum order new_order)
{
    order = new_order;
    reversed = 0;
}

/* Acts on a key. Returns 0 for quit, 2 for a refresh, else 1. */
static int handle_key(int key, const psutil_cpu_times_t *cpu, const psutil_percent_list_t *cpus)
{
    int64_t selected = (int64_t)selected_index(), page = (int64_t)page_size;
    status_line = "";
    if (show_help && key != 'q') return show_help = 0, 1;
    switch (key) {
    case 'q': return 0;
    case ' ': return 2;
    case 'c':
    case 'P': sort_by(BY_CPU); break;
    case 'm':
    case 'M': sort_by(BY_MEMORY); break;
    case 'T': sort_by(BY_TIME); break;
    case 'N': sort_by(BY_PID); break;
    case 'U': sort_by(BY_USER); break;
    case 'r': reversed = !reversed; break;
    case 't': show_tree = !show_tree; break;
    case 'a': show_commands = !show_commands; break;
    case '1': show_each_cpu = !show_each_cpu; break;
    case '+':
        if (seconds < 60) seconds += 0.5;
        break;
    case '-':
        if (seconds > 0.6) seconds -= 0.5;
        break;
    case 'h':
    case '?': show_help = 1; break;
    case 'k': kill_selected(cpu, cpus); break;
    case '/': edit_filter(cpu, cpus); break;
    case KEY_ESCAPE: *filter = 0; break;
    case KEY_UP: select_row(selected - 1); break;
    case KEY_DOWN: select_row(selected + 1); break;
    case KEY_PAGE_UP: select_row(selected - page); break;
    case KEY_PAGE_DOWN: select_row(selected + page); break;
    case KEY_HOME: select_row(0); break;
    case KEY_END: select_row(INT64_MAX); break;
    default: break;
    }
    return 1;
}

/* Refreshes the screen until q is pressed, or as often as iterations. */
static void run_screen(int64_t iterations)
{
    psutil_cpu_times_t cpu;
    psutil_percent_list_t *cpus;
    double deadline = monotonic_time() + (seconds < 0.5 ? seconds : 0.5);
    start_screen(iterations == INT64_MAX);
    while (monotonic_time() < deadline) {
        if (read_key(deadline) == 'q') return;
        if (screen_resized) screen_resized = 0;
    }
    for (int64_t i = 0; i < iterations; i++) {
        int action = 1;
        if (psutil_cpu_times_percent(0, &cpu) != PSUTIL_OK) exit(report_last_error());
        if (psutil_cpu_percent_per_cpu(0, &cpus) != PSUTIL_OK) cpus = NULL;
        read_rows();
        draw(&cpu, cpus);
        deadline = monotonic_time() + seconds;
        while (action == 1 && i + 1 < iterations && (monotonic_time() < deadline || screen_resized)) {
            int key = screen_resized ? KEY_NONE : read_key(deadline);
            if (key != KEY_NONE) action = handle_key(key, &cpu, cpus);
            if (key != KEY_NONE || screen_resized) draw(&cpu, cpus);
        }
        psutil_free(cpus);
        if (!action) return;
    }
}
#endif

static void run_plain(double pause, int64_t iterations)
{
    for (int64_t i = 0; i < iterations; i++) {
        psutil_cpu_times_t cpu;
        measure_cpu_percent(i || pause < 0.5 ? pause : 0.5);
        if (psutil_cpu_times_percent(0, &cpu) != PSUTIL_OK) exit(report_last_error());
        read_rows();
        arrange();
        if (i) putchar('\n');
        print_summary(&cpu);
        print_memory();
        print_headings();
        for (size_t k = 0; k < view_count; k++) {
            print_row(view[k], 0);
            end_line();
        }
        flush_output();
    }
}

int main(int argc, char **argv)
{
    double pause = 3;
    int64_t iterations = 0;
    psutil_cpu_times_t cpu;
    psutil_percent_list_t *cpus;
    start_program("top", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "mn:d:")) >= 0;) {
        if (option == 'm') order = BY_MEMORY;
        else set_pace(option, &pause, &iterations);
    }
    expect_no_operands(argc, argv);
    read_rows(); /* the first percentages are measured from here */
    succeeded(psutil_cpu_times_percent(0, &cpu));
    if (succeeded(psutil_cpu_percent_per_cpu(0, &cpus))) psutil_free(cpus);
#ifndef _WIN32
    const char *type = getenv("TERM");
    is_terminal = isatty(STDOUT_FILENO);
    use_colors = is_terminal && !getenv("NO_COLOR") && !(type && !strcmp(type, "dumb"));
    seconds = pause;
    if (is_terminal) run_screen(iterations ? iterations : INT64_MAX);
#endif
    if (!is_terminal) run_plain(pause, iterations ? iterations : 1);
    psutil_table_free(table);
    free(rows);
    free(view);
    return finish();
}
