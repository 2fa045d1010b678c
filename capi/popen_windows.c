/*
 * psutil_popen on Windows: CreateProcessW. The child inherits the handles of its standard streams only, or with
 * close_fds 0 all inheritable ones. The host's own handles stay as they are: the child gets inheritable duplicates.
 */
#include "runtime_windows.h"
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ---- text */

/* A UTF-16 string that grows. A function that returns 0, for want of memory, has freed it. */
typedef struct text {
    wchar_t *data;
    size_t length, size;
} text;

static int text_reserve(text *t, size_t more)
{
    if (t->length + more <= t->size) return 1;
    size_t size = (t->length + more) * 2;
    wchar_t *data = realloc(t->data, size * sizeof *data);
    if (!data) {
        free(t->data);
        *t = (text){NULL, 0, 0};
        return 0;
    }
    t->data = data;
    t->size = size;
    return 1;
}

static int text_add(text *t, wchar_t c, size_t times)
{
    if (!text_reserve(t, times)) return 0;
    while (times--) t->data[t->length++] = c;
    return 1;
}

static int32_t no_memory(psutil__call *call)
{
    return psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "out of memory");
}

/* Returns the UTF-16 form of UTF-8, the caller's to free; NULL with the call's error set. */
static wchar_t *widen(psutil__call *call, const char *utf8, const char *what)
{
    int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, NULL, 0);
    if (!length) {
        psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s: not UTF-8, or too long", what);
        return NULL;
    }
    wchar_t *wide = malloc((size_t)length * sizeof *wide);
    if (!wide) no_memory(call);
    else MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, wide, length);
    return wide;
}

/* Appends an argument as CommandLineToArgvW and the C libraries split it: a backslash is itself unless a quotation mark
   follows. The program's name has no escapes. */
static int add_argument(text *line, const wchar_t *argument, int is_program)
{
    int quoted = !*argument || wcspbrk(argument, L" \t\n\v\"") != NULL;
    if (quoted && !text_add(line, L'"', 1)) return 0;
    for (const wchar_t *c = argument;; c++) {
        size_t backslashes = wcsspn(c, L"\\");
        c += backslashes;
        int doubled = !is_program && (*c == L'"' || (!*c && quoted));
        if (!text_add(line, L'\\', doubled ? 2 * backslashes : backslashes)) return 0;
        if (!*c) break;
        if (*c == L'"' && !text_add(line, L'\\', 1)) return 0;
        if (!text_add(line, *c, 1)) return 0;
    }
    return !quoted || text_add(line, L'"', 1);
}

enum { MAX_COMMAND_LINE = 32767 }; /* UTF-16 units, with the end */

/* Returns the command line, the caller's to free; NULL with the call's error set. */
static wchar_t *command_line(psutil__call *call, const char *const *argv)
{
    text line = {NULL, 0, 0};
    for (size_t i = 0; argv[i]; i++) {
        wchar_t *argument = widen(call, argv[i], "argv");
        if (!argument) {
            free(line.data);
            return NULL;
        }
        int is_valid = i || !wcschr(argument, L'"');
        int is_added = is_valid && (!i || text_add(&line, L' ', 1)) && add_argument(&line, argument, !i);
        free(argument);
        if (is_added) continue;
        if (is_valid) no_memory(call);
        else psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "argv[0] contains a quotation mark");
        free(line.data);
        return NULL;
    }
    if (!text_add(&line, L'\0', 1)) {
        no_memory(call);
    } else if (line.length > MAX_COMMAND_LINE) {
        psutil__set_windows_error(call, "the command line", ERROR_FILENAME_EXCED_RANGE);
        free(line.data);
        return NULL;
    }
    return line.data;
}

static int name_length(const wchar_t *entry)
{
    return (int)(*entry ? 1 + wcscspn(entry + 1, L"=") : 0); /* hidden ones begin with '=' */
}

static int compare_names(const void *a, const void *b)
{
    const wchar_t *first = *(wchar_t *const *)a, *second = *(wchar_t *const *)b;
    return CompareStringOrdinal(first, name_length(first), second, name_length(second), TRUE) - CSTR_EQUAL;
}

/* Returns an environment block, sorted by name as Windows expects it, the caller's to free; NULL with the call's error
   set. */
static wchar_t *environment_block(psutil__call *call, const char *const *envp)
{
    size_t count = 0, converted = 0;
    text block = {NULL, 0, 0};
    while (envp[count]) count++;
    wchar_t **entries = calloc(count + 1, sizeof *entries);
    if (!entries) no_memory(call);
    while (entries && converted < count && (entries[converted] = widen(call, envp[converted], "envp"))) converted++;
    if (entries && converted == count) {
        qsort(entries, count, sizeof *entries, compare_names);
        for (size_t i = 0; i < count; i++) {
            size_t length = wcslen(entries[i]) + 1;
            if (!text_reserve(&block, length)) break;
            memcpy(block.data + block.length, entries[i], length * sizeof *block.data);
            block.length += length;
        }
        if ((count && !block.data) || !text_add(&block, L'\0', 2)) no_memory(call);
    }
    for (size_t i = 0; i < converted; i++) free(entries[i]);
    free(entries);
    return block.data;
}

/* ---- the program's file */

/* Returns PATH of an environment block, or NULL. */
static const wchar_t *path_of(const wchar_t *block)
{
    for (; block && *block; block += wcslen(block) + 1)
        if (name_length(block) == 4 && !_wcsnicmp(block, L"PATH=", 5)) return block + 5;
    return NULL;
}

static int has_extension(const wchar_t *path, const wchar_t *extension)
{
    size_t length = wcslen(path), suffix = wcslen(extension);
    return length >= suffix && !_wcsicmp(path + length - suffix, extension);
}

/* Returns the path of a program, the caller's to free; NULL with the call's error set. A name without a directory is
   searched in PATH of the child's environment, or where Windows searches if that is inherited. */
static wchar_t *find_program(psutil__call *call, const char *program, const wchar_t *environment)
{
    wchar_t *name = widen(call, program, "the program"), *path = NULL;
    const wchar_t *directories = environment ? path_of(environment) : NULL;
    if (!name) return NULL;
    if (environment && !directories) directories = L"";
    DWORD size = SearchPathW(directories, name, L".exe", 0, NULL, NULL), length = 0;
    if (!size) {
        psutil__set_windows_error(call, program, GetLastError());
    } else if (!(path = malloc(size * sizeof *path))) {
        no_memory(call);
    } else if (!(length = SearchPathW(directories, name, L".exe", size, path, NULL)) || length >= size) {
        psutil__set_windows_error(call, program, length ? ERROR_FILE_NOT_FOUND : GetLastError());
        free(path);
        path = NULL;
    } else if (has_extension(path, L".bat") || has_extension(path, L".cmd")) {
        psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT,
            "%s: a batch file, whose arguments cmd.exe would split by other rules; start cmd.exe /c", program);
        free(path);
        path = NULL;
    }
    free(name);
    return path;
}

/* ---- standard streams */

typedef struct streams {
    HANDLE child[3]; /* inheritable; NULL: the child has none */
    HANDLE host[3];  /* the host's ends of pipes */
} streams;

static void close_all(HANDLE handles[3])
{
    for (int i = 0; i < 3; i++)
        if (handles[i] && (i < 2 || handles[2] != handles[1])) CloseHandle(handles[i]);
}

static int duplicate(HANDLE handle, HANDLE *out)
{
    HANDLE self = GetCurrentProcess();
    return DuplicateHandle(self, handle, self, out, 0, TRUE, DUPLICATE_SAME_ACCESS);
}

/* Opens what stream i needs. Returns 0 with GetLastError. */
static int open_stream(const psutil_popen_stream_t *wanted, int i, streams *s)
{
    static const DWORD standard[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
    HANDLE pair[2], handle;
    switch (wanted->kind) {
    case PSUTIL_STREAM_INHERIT:
        handle = GetStdHandle(standard[i]);
        if (!handle || handle == INVALID_HANDLE_VALUE) return 1; /* the host has none */
        return duplicate(handle, &s->child[i]);
    case PSUTIL_STREAM_PIPE:
        if (!CreatePipe(&pair[0], &pair[1], NULL, 0)) return 0;
        s->child[i] = pair[i != 0];
        s->host[i] = pair[i == 0];
        return SetHandleInformation(s->child[i], HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    case PSUTIL_STREAM_NULL:
        handle = CreateFileW(L"NUL", i ? GENERIC_WRITE : GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
            OPEN_EXISTING, 0, NULL);
        s->child[i] = handle == INVALID_HANDLE_VALUE ? NULL : handle;
        return s->child[i] != NULL;
    case PSUTIL_STREAM_STDOUT: s->child[i] = s->child[1]; return 1;
    default: return duplicate((HANDLE)(intptr_t)wanted->fd, &s->child[i]);
    }
}

/* ---- the child */

typedef struct spawn_request {
    const char *program_name, *directory_name; /* for messages */
    wchar_t *program, *line, *environment, *directory;
    const streams *streams;
    int close_fds;
} spawn_request;

/* Returns 0 with the call's error set. */
static int create_process(psutil__call *call, const spawn_request *r, PROCESS_INFORMATION *child)
{
    STARTUPINFOEXW startup = {.StartupInfo = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES}};
    startup.StartupInfo.hStdInput = r->streams->child[0];
    startup.StartupInfo.hStdOutput = r->streams->child[1];
    startup.StartupInfo.hStdError = r->streams->child[2];
    DWORD flags = CREATE_UNICODE_ENVIRONMENT, error = 0;
    HANDLE inherited[3];
    size_t count = 0;
    for (int i = 0; i < 3; i++)
        if (r->streams->child[i] && (i < 2 || r->streams->child[2] != r->streams->child[1]))
            inherited[count++] = r->streams->child[i];
    if (r->close_fds && count) {
        SIZE_T size = 0;
        InitializeProcThreadAttributeList(NULL, 1, 0, &size);
        LPPROC_THREAD_ATTRIBUTE_LIST list = malloc(size);
        if (!list) {
            no_memory(call);
            return 0;
        }
        if (!InitializeProcThreadAttributeList(list, 1, 0, &size)) {
            psutil__set_windows_error(call, "InitializeProcThreadAttributeList", GetLastError());
            free(list);
            return 0;
        }
        startup.lpAttributeList = list;
        flags |= EXTENDED_STARTUPINFO_PRESENT;
        if (!UpdateProcThreadAttribute(
                list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, inherited, count * sizeof *inherited, NULL, NULL))
            error = GetLastError();
    } else {
        startup.StartupInfo.cb = sizeof startup.StartupInfo;
    }
    int inherits = !r->close_fds || count;
    if (!error
        && !CreateProcessW(r->program, r->line, NULL, NULL, inherits, flags, r->environment, r->directory,
            &startup.StartupInfo, child))
        error = GetLastError();
    if (startup.lpAttributeList) DeleteProcThreadAttributeList(startup.lpAttributeList);
    free(startup.lpAttributeList);
    if (error) psutil__set_windows_error(call, error == ERROR_DIRECTORY ? r->directory_name : r->program_name, error);
    return !error;
}

/* Returns the child's handle, NULL with the call's error set. */
static HANDLE spawn(psutil__call *call, const psutil_popen_options_t *options, streams *s, int64_t *pid)
{
    /* Held while inheritable handles exist, so that a child with close_fds 0 does not get those of another thread's
       child: the other side of a pipe would never see its end. */
    static SRWLOCK inheritable = SRWLOCK_INIT;
    static const char *const names[] = {"standard input", "standard output", "standard error"};
    const psutil_popen_stream_t *wanted[] = {&options->input, &options->output, &options->error};
    PROCESS_INFORMATION child = {.hProcess = NULL};
    spawn_request r = {
        .program_name = options->executable ? options->executable : options->argv[0],
        .directory_name = options->cwd,
        .streams = s,
        .close_fds = options->close_fds,
    };
    int is_ready = (!options->envp || (r.environment = environment_block(call, options->envp)))
        && (!options->cwd || (r.directory = widen(call, options->cwd, "cwd")))
        && (r.program = find_program(call, r.program_name, r.environment))
        && (r.line = command_line(call, options->argv));
    AcquireSRWLockExclusive(&inheritable);
    for (int i = 0; is_ready && i < 3; i++)
        if (!open_stream(wanted[i], i, s)) {
            psutil__set_windows_error(call, names[i], GetLastError());
            is_ready = 0;
        }
    if (is_ready && create_process(call, &r, &child)) {
        CloseHandle(child.hThread);
        *pid = child.dwProcessId;
    }
    close_all(s->child);
    ReleaseSRWLockExclusive(&inheritable);
    free(r.environment);
    free(r.directory);
    free(r.program);
    free(r.line);
    return child.hProcess;
}

void psutil__child_close(void *child)
{
    CloseHandle(child);
}

/* Makes the handle of a child, which owns process. */
static int32_t adopt(psutil__call *call, HANDLE process, int64_t pid, psutil_process **out)
{
    FILETIME start, unused[3];
    if (!GetProcessTimes(process, &start, &unused[0], &unused[1], &unused[2]))
        return psutil__set_windows_error(call, "GetProcessTimes", GetLastError());
    int64_t ticks = (int64_t)((uint64_t)start.dwHighDateTime << 32 | start.dwLowDateTime);
    if (!psutil__handle_new(PSUTIL__PROCESS, pid, ticks, 0, NULL, NULL, 0, (void **)out)) return no_memory(call);
    psutil__slot *slot = psutil__handle_acquire(call, *out, PSUTIL__PROCESS, "out");
    slot->child = process;
    psutil__handle_release(slot);
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_popen(
    const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes)
{
    psutil__call call = {.function = "psutil_popen"};
    if (psutil__popen_check(&call, options, out, pipes)) return call.code;
    /* Fail before the child is started if the library cannot work. */
    if (!psutil__runtime_is_alive() && !psutil__runtime_ensure(&call)) return call.code;
    DWORD host_error = GetLastError();
    streams s = {{NULL}, {NULL}};
    int64_t pid;
    psutil_process *p;
    HANDLE process = spawn(&call, options, &s, &pid);
    if (process && adopt(&call, process, pid, &p)) {
        TerminateProcess(process, 1);
        CloseHandle(process);
        process = NULL;
    }
    if (process) {
        *out = p;
        *pipes = (psutil_popen_pipes_t){PSUTIL_NA, PSUTIL_NA, PSUTIL_NA};
        if (s.host[0]) pipes->input = (int64_t)(intptr_t)s.host[0];
        if (s.host[1]) pipes->output = (int64_t)(intptr_t)s.host[1];
        if (s.host[2]) pipes->error = (int64_t)(intptr_t)s.host[2];
    } else {
        close_all(s.host);
    }
    SetLastError(host_error);
    return call.code;
}
