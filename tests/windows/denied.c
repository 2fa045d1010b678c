/* A process that may not be opened, as a protected one or another user's: what is read of it without a handle, and what
 * is denied. The children of this program have access rights that grant nothing, or something to administrators
 * alone. */
#include "test.h"

static const char event_name[] = "libpsutil denied.c";

static PROCESS_INFORMATION start_child(ACL *rights)
{
    char path[MAX_PATH], line[MAX_PATH + 16];
    STARTUPINFOA startup = {.cb = sizeof startup};
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_ATTRIBUTES attributes = {.nLength = sizeof attributes, .lpSecurityDescriptor = &descriptor};
    PROCESS_INFORMATION child;
    NEED(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
    NEED(SetSecurityDescriptorDacl(&descriptor, TRUE, rights, FALSE));
    NEED(GetModuleFileNameA(NULL, path, sizeof path));
    snprintf(line, sizeof line, "\"%s\" child", path);
    NEED(CreateProcessA(path, line, &attributes, NULL, FALSE, 0, NULL, NULL, &startup, &child));
    return child;
}

static int can_open(DWORD pid)
{
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
    if (process) CloseHandle(process);
    else NEED(GetLastError() == ERROR_ACCESS_DENIED);
    return process != NULL;
}

#define DENIED(call) CHECK((call) == PSUTIL_ERR_ACCESS_DENIED, "%s", psutil_last_error()->message)

static void check_values(psutil_process *p, HANDLE child)
{
    char *text = NULL;
    double created = 0;
    int32_t number = 0;
    int64_t count = 0;
    FILETIME start, other;
    psutil_process_cpu_times_t times;
    psutil_process_memory_info_t memory;
    psutil_process_memory_info_ex_t details;
    psutil_page_faults_t faults;
    psutil_process_io_counters_t io;
    psutil_ctx_switches_t switches;
    psutil_thread_list_t *threads = NULL;
    NEED(GetProcessTimes(child, &start, &other, &other, &other));
    OK(psutil_process_name(p, &text));
    CHECK(text && !strcmp(text, "denied.exe"), "%s", text);
    psutil_free(text);
    text = NULL;
    OK(psutil_process_exe(p, &text));
    CHECK(text && text[1] == ':' && strstr(text, "\\denied.exe"), "%s", text);
    psutil_free(text);
    OK(psutil_process_create_time(p, &created));
    double expected = (double)((int64_t)start.dwHighDateTime << 32 | start.dwLowDateTime) / 1e7 - 11644473600.0;
    CHECK(created - expected < 1e-5 && expected - created < 1e-5, "%f and %f", created, expected);
    OK(psutil_process_ppid(p, &count));
    CHECK(count == (int64_t)GetCurrentProcessId(), "%lld", (long long)count);
    OK(psutil_process_status(p, &number));
    OK(psutil_process_num_threads(p, &count));
    CHECK(count >= 1, "%lld", (long long)count);
    OK(psutil_process_threads(p, &threads));
    CHECK(threads && threads->len >= 1);
    psutil_free(threads);
    OK(psutil_process_cpu_times(p, &times));
    CHECK(times.user >= 0 && times.user < 60, "%f", times.user);
    OK(psutil_process_memory_info(p, &memory));
    CHECK(memory.rss > 0, "%lld", (long long)memory.rss);
    OK(psutil_process_memory_info_ex(p, &details));
    OK(psutil_process_page_faults(p, &faults));
    OK(psutil_process_io_counters(p, &io));
    OK(psutil_process_num_ctx_switches(p, &switches));
    OK(psutil_process_num_handles(p, &count));
    OK(psutil_process_is_running(p, &number));
    CHECK(number == 1);
}

static void check_denials(psutil_process *p)
{
    int64_t cpu = 0;
    char *text = NULL;
    psutil_string_list_t *strings = NULL;
    psutil_memory_map_list_t *maps = NULL;
    psutil_open_file_list_t *files = NULL;
    psutil_kill_result_list_t *killed = NULL;
    DENIED(psutil_process_username(p, &text));
    DENIED(psutil_process_cwd(p, &text));
    DENIED(psutil_process_cmdline(p, &strings));
    DENIED(psutil_process_environ(p, &strings));
    DENIED(psutil_process_memory_maps(p, 1, &maps));
    DENIED(psutil_process_open_files(p, &files));
    DENIED(psutil_process_set_nice(p, PSUTIL_IDLE_PRIORITY_CLASS));
    DENIED(psutil_process_set_cpu_affinity(p, &cpu, 1));
    DENIED(psutil_process_suspend(p));
    DENIED(psutil_process_resume(p));
    DENIED(psutil_process_terminate(p));
    DENIED(psutil_process_kill(p));
    CHECK(!text && !strings && !maps && !files);
    OK(psutil_process_kill_tree(p, 15, 0, &killed));
    CHECK(killed && killed->len == 1 && killed->items[0].outcome == PSUTIL_KILL_DENIED);
    psutil_free(killed);
}

static void check_table(int64_t pid)
{
    static const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_EXE, PSUTIL_COLUMN_RSS,
        PSUTIL_COLUMN_CMDLINE, PSUTIL_COLUMN_USERNAME};
    psutil_table *table = NULL;
    const char *text = "";
    int64_t rows = 0, number = 0, length = 0;
    OK(psutil_process_table(columns, sizeof columns / sizeof *columns, &pid, 1, &table));
    NEED(table);
    CHECK(psutil_table_rows(table, &rows) == PSUTIL_OK && rows == 1, "%lld", (long long)rows);
    OK(psutil_table_string(table, 0, PSUTIL_COLUMN_NAME, &text, &length));
    CHECK(!strcmp(text, "denied.exe"), "%s", text);
    OK(psutil_table_string(table, 0, PSUTIL_COLUMN_EXE, &text, &length));
    CHECK(strstr(text, "\\denied.exe"), "%s", text);
    OK(psutil_table_int64(table, 0, PSUTIL_COLUMN_RSS, &number));
    CHECK(number > 0, "%lld", (long long)number);
    CHECK(psutil_table_cell_error(table, 0, PSUTIL_COLUMN_CMDLINE) == PSUTIL_ERR_ACCESS_DENIED);
    CHECK(psutil_table_cell_error(table, 0, PSUTIL_COLUMN_USERNAME) == PSUTIL_ERR_ACCESS_DENIED);
    OK(psutil_table_free(table));
}

static void check_denied(HANDLE event)
{
    ACL nothing;
    psutil_process *p = NULL;
    psutil_exit_status_t status;
    int32_t exists = 0;
    NEED(InitializeAcl(&nothing, sizeof nothing, ACL_REVISION));
    PROCESS_INFORMATION child = start_child(&nothing);
    NEED(!can_open(child.dwProcessId));
    OK(psutil_pid_exists((int64_t)child.dwProcessId, &exists));
    CHECK(exists);
    OK(psutil_process_new((int64_t)child.dwProcessId, &p));
    check_values(p, child.hProcess);
    check_denials(p);
    check_table((int64_t)child.dwProcessId);
    CHECK(psutil_process_wait(p, 0.05, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
    SetEvent(event);
    OK(psutil_process_wait(p, 60, 0, &status)); /* by polling, so that there is no exit code */
    CHECK(!status.has_exit_code, "%d", status.exit_code);
    CHECK(exit_code(child, 60000) == 7);
    OK(psutil_process_free(p));
}

/* Everything is read with the token that the calling thread impersonates. */
static void check_impersonation(void)
{
    SID_IDENTIFIER_AUTHORITY authority = {SECURITY_NT_AUTHORITY};
    PSID administrators;
    char memory[256];
    ACL *rights = (ACL *)memory;
    HANDLE token, restricted, impersonated;
    psutil_process *p = NULL;
    char *directory = NULL;
    NEED(AllocateAndInitializeSid(
        &authority, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0, 0, 0, &administrators));
    NEED(InitializeAcl(rights, sizeof memory, ACL_REVISION));
    NEED(AddAccessAllowedAce(rights, ACL_REVISION, PROCESS_ALL_ACCESS, administrators));
    PROCESS_INFORMATION child = start_child(rights);
    SID_AND_ATTRIBUTES disabled = {.Sid = administrators};
    NEED(OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token));
    NEED(CreateRestrictedToken(token, 0, 1, &disabled, 0, NULL, 0, NULL, &restricted));
    NEED(DuplicateToken(restricted, SecurityImpersonation, &impersonated));
    OK(psutil_process_new((int64_t)child.dwProcessId, &p));
    NEED(can_open(child.dwProcessId));
    OK(psutil_process_cwd(p, &directory));
    psutil_free(directory);
    directory = NULL;
    NEED(SetThreadToken(NULL, impersonated));
    NEED(!can_open(child.dwProcessId));
    DENIED(psutil_process_cwd(p, &directory));
    DENIED(psutil_process_kill(p));
    check_table((int64_t)child.dwProcessId);
    NEED(SetThreadToken(NULL, NULL));
    OK(psutil_process_kill(p));
    CHECK(exit_code(child, 60000) == 15);
    OK(psutil_process_free(p));
    CloseHandle(token);
    CloseHandle(restricted);
    CloseHandle(impersonated);
    FreeSid(administrators);
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) { /* the child */
        HANDLE event = OpenEventA(SYNCHRONIZE, FALSE, event_name);
        return WaitForSingleObject(event, 60000) == WAIT_OBJECT_0 ? 7 : 8;
    }
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, event_name);
    NEED(event);
    check_denied(event);
    check_impersonation();
    return finish();
}
