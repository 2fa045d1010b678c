/* psutil_popen on Windows: arguments, environment, directory, streams, inherited handles, the exit code. */
#include "test.h"
#include <shellapi.h>

enum { ARGUMENTS = 9 };

static const char *const arguments[ARGUMENTS] = {
    "two words",
    "",
    "a\\b",
    "ends with a backslash \\",
    "quote\"inside",
    "\\\"backslash and quote",
    "\\\\\\\"",
    "tab\there",
    "\xc3\xa4\xe6\x97\xa5\xf0\x9f\x98\x80", /* in UTF-16: one unit, one unit, two units */
};

static void put(const char *utf8)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), utf8, (DWORD)strlen(utf8), &written, NULL);
}

static void put_wide(const wchar_t *wide)
{
    char utf8[4096];
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, sizeof utf8, NULL, NULL);
    put(utf8);
    put("\n");
}

/* What a child does: it prints its arguments, a variable, its directory, or what it reads. */
static int child(int argc, wchar_t **argv)
{
    wchar_t text[1024];
    if (!wcscmp(argv[1], L"arguments")) {
        for (int i = 0; i < argc; i++) put_wide(argv[i]);
    } else if (!wcscmp(argv[1], L"environment")) {
        wchar_t *block = GetEnvironmentStringsW();
        for (wchar_t *entry = block; *entry; entry += wcslen(entry) + 1) put_wide(entry);
    } else if (!wcscmp(argv[1], L"directory")) {
        GetCurrentDirectoryW(1024, text);
        put_wide(text);
    } else if (!wcscmp(argv[1], L"copy")) {
        char buffer[256];
        DWORD n, written;
        while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), buffer, sizeof buffer, &n, NULL) && n)
            WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), buffer, n, &written, NULL);
    } else if (!wcscmp(argv[1], L"both")) {
        DWORD written;
        put("out\n");
        WriteFile(GetStdHandle(STD_ERROR_HANDLE), "err\n", 4, &written, NULL);
    } else if (!wcscmp(argv[1], L"handle")) { /* is this handle of the parent an open file here? */
        HANDLE handle = (HANDLE)(intptr_t)_wcstoi64(argv[2], NULL, 10);
        return GetFileType(handle) == FILE_TYPE_DISK;
    } else {
        return _wtoi(argv[1]);
    }
    return 0;
}

/* Returns what can be read from a pipe until its end. */
static const char *read_all(int64_t pipe)
{
    static char text[64 << 10];
    DWORD length = 0, n;
    HANDLE handle = (HANDLE)(intptr_t)pipe;
    while (
        length < sizeof text - 1 && ReadFile(handle, text + length, (DWORD)(sizeof text - 1 - length), &n, NULL) && n)
        length += n;
    text[length] = '\0';
    CloseHandle(handle);
    return text;
}

static int32_t wait_code(psutil_process *p)
{
    psutil_exit_status_t status = {.exit_code = -99};
    OK(psutil_process_wait(p, 30, 0, &status));
    CHECK(status.has_exit_code == 1);
    OK(psutil_process_free(p));
    return status.exit_code;
}

static char self[MAX_PATH];

/* Starts this program with one or two arguments and options; the exit code must be as expected. */
static const char *run(psutil_popen_options_t options, const char *mode, const char *more, int32_t expected)
{
    const char *argv[] = {self, mode, more, NULL};
    psutil_process *p = NULL;
    psutil_popen_pipes_t pipes = {0};
    const char *output = "";
    options.argv = argv;
    if (psutil_popen(&options, &p, &pipes) != PSUTIL_OK) {
        CHECK(0, "%s", psutil_last_error()->message);
        return "";
    }
    if (pipes.output != PSUTIL_NA) output = read_all(pipes.output);
    CHECK(wait_code(p) == expected, "%s", mode);
    return output;
}

static const psutil_popen_options_t piped = {.output = {.kind = PSUTIL_STREAM_PIPE}, .close_fds = 1};

static void check_arguments(void)
{
    const char *argv[ARGUMENTS + 3] = {self, "arguments"};
    psutil_popen_options_t options = piped;
    psutil_process *p = NULL;
    psutil_popen_pipes_t pipes;
    char expected[4096] = "";
    for (int i = 0; i < ARGUMENTS; i++) argv[i + 2] = arguments[i];
    for (int i = 0; argv[i]; i++) {
        strcat(expected, argv[i]);
        strcat(expected, "\n");
    }
    options.argv = argv;
    OK(psutil_popen(&options, &p, &pipes));
    CHECK(pipes.input == PSUTIL_NA && pipes.error == PSUTIL_NA);
    const char *output = read_all(pipes.output);
    CHECK(!strcmp(output, expected), "%s instead of %s", output, expected);
    CHECK(wait_code(p) == 0);
}

static void check_environment(void)
{
    const char *own = getenv("SystemRoot");
    char root[256];
    snprintf(root, sizeof root, "SystemRoot=%s", own ? own : "C:\\windows");
    const char *envp[] = {"zebra=1", "Apple=\xc3\xa4\xe6\x97\xa5", root, "banana=a=b", NULL}, *empty[] = {NULL};
    psutil_popen_options_t options = piped;
    options.envp = envp;
    const char *output = run(options, "environment", NULL, 0);
    CHECK(strstr(output, "Apple=\xc3\xa4\xe6\x97\xa5\n"), "%s", output);
    CHECK(strstr(output, "zebra=1\n") && strstr(output, "banana=a=b\n"), "%s", output);
    CHECK(!strstr(output, "INHERITED="));
    options.envp = NULL;
    NEED(SetEnvironmentVariableW(L"INHERITED", L"w\x00e9rt"));
    output = run(options, "environment", NULL, 0);
    CHECK(strstr(output, "INHERITED=w\xc3\xa9rt\n"), "%s", output);
    options.envp = empty;
    run(options, "7", NULL, 7);
}

static void check_directory(void)
{
    static const char directory[] = "C:\\w\xc3\xa9rt \xe6\x97\xa5";
    psutil_popen_options_t options = piped;
    psutil_process *p = NULL;
    psutil_popen_pipes_t pipes;
    const char *argv[] = {self, "1", NULL};
    CreateDirectoryW(L"C:\\w\x00e9rt \x65e5", NULL);
    options.cwd = directory;
    const char *output = run(options, "directory", NULL, 0);
    CHECK(!strncmp(output, directory, sizeof directory - 1), "%s", output);
    options.argv = argv;
    options.cwd = "C:\\missing";
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_OS);
    CHECK(strstr(psutil_last_error()->message, "C:\\missing"), "%s", psutil_last_error()->message);
    CHECK(psutil_last_error()->os_error == ERROR_DIRECTORY || psutil_last_error()->os_error == ERROR_FILE_NOT_FOUND,
        "%d", psutil_last_error()->os_error);
    CHECK(!p);
}

static void check_streams(void)
{
    psutil_popen_options_t options = piped;
    const char *argv[] = {self, "copy", NULL};
    psutil_process *p = NULL;
    psutil_popen_pipes_t pipes;
    DWORD written;
    options.argv = argv;
    options.input.kind = PSUTIL_STREAM_PIPE;
    OK(psutil_popen(&options, &p, &pipes));
    NEED(WriteFile((HANDLE)(intptr_t)pipes.input, "through a pipe", 14, &written, NULL));
    CloseHandle((HANDLE)(intptr_t)pipes.input);
    CHECK(!strcmp(read_all(pipes.output), "through a pipe"));
    CHECK(wait_code(p) == 0);

    options.input.kind = PSUTIL_STREAM_NULL;
    CHECK(!*run(options, "copy", NULL, 0));

    options.error.kind = PSUTIL_STREAM_STDOUT;
    CHECK(!strcmp(run(options, "both", NULL, 0), "out\nerr\n"));
    options.error.kind = PSUTIL_STREAM_NULL;
    CHECK(!strcmp(run(options, "both", NULL, 0), "out\n"));

    HANDLE file = CreateFileA("C:\\stream.txt", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    NEED(file != INVALID_HANDLE_VALUE);
    options.output = (psutil_popen_stream_t){.kind = PSUTIL_STREAM_FD, .fd = (int32_t)(intptr_t)file};
    run(options, "both", NULL, 0);
    NEED(GetFileSize(file, NULL) == 4);
    CloseHandle(file);

    options.output.fd = 0x7ffffff0;
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ERROR_INVALID_HANDLE, "%d", psutil_last_error()->os_error);
}

/* A child inherits an inheritable handle of the host with close_fds 0 only. */
static void check_inherited_handles(void)
{
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
    HANDLE file = CreateFileA("C:\\inherited.txt", GENERIC_WRITE, 0, &inherited, CREATE_ALWAYS, 0, NULL);
    char number[32];
    NEED(file != INVALID_HANDLE_VALUE);
    snprintf(number, sizeof number, "%lld", (long long)(intptr_t)file);
    run((psutil_popen_options_t){.close_fds = 0}, "handle", number, 1);
    run((psutil_popen_options_t){.close_fds = 1}, "handle", number, 0);
    CloseHandle(file);
}

static void check_errors(void)
{
    const char *missing[] = {"no-such-program", NULL}, *invalid[] = {"\xff\xfe", NULL}, *batch[] = {"C:\\x.bat", NULL};
    const char *quoted[] = {"a\"b", NULL};
    psutil_popen_options_t options = {.argv = missing};
    psutil_process *p = NULL;
    psutil_popen_pipes_t pipes;
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ERROR_FILE_NOT_FOUND, "%d", psutil_last_error()->os_error);
    CHECK(strstr(psutil_last_error()->message, "no-such-program"), "%s", psutil_last_error()->message);
    options.argv = invalid;
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_INVALID_ARGUMENT);
    HANDLE file = CreateFileA(batch[0], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CloseHandle(file);
    options.argv = batch;
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(strstr(psutil_last_error()->message, "batch"), "%s", psutil_last_error()->message);
    options.argv = quoted;
    options.executable = self;
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_INVALID_ARGUMENT);
    options.input.kind = PSUTIL_STREAM_STDOUT;
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(!p);
}

/* A program without a directory and extension is searched, and an exit code of 32 bits is kept. */
static void check_search_and_exit_code(void)
{
    const char *argv[] = {"cmd", "/c", "exit", "-1073741819", NULL};
    psutil_popen_options_t options = {.argv = argv};
    psutil_process *p = NULL;
    psutil_popen_pipes_t pipes;
    int64_t pid;
    OK(psutil_popen(&options, &p, &pipes));
    OK(psutil_process_pid(p, &pid));
    CHECK(pid > 0);
    Sleep(1000); /* it has exited, and its handle keeps the code */
    CHECK(wait_code(p) == (int32_t)0xc0000005);
}

int main(void)
{
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    if (argc > 1) return child(argc, argv);
    wchar_t path[MAX_PATH];
    NEED(GetModuleFileNameW(NULL, path, MAX_PATH));
    NEED(WideCharToMultiByte(CP_UTF8, 0, path, -1, self, sizeof self, NULL, NULL));
    check_errors();
    for (int i = 0; i < 2; i++) { /* the second time no handle is added */
        int handles = lasting_handle_count();
        check_arguments();
        check_environment();
        check_directory();
        check_streams();
        check_inherited_handles();
        check_search_and_exit_code();
        if (i) CHECK(lasting_handle_count() <= handles, "%d handles, then %d", handles, lasting_handle_count());
    }
    SetLastError(1234);
    check_errors();
    return finish();
}
