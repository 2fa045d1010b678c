// Uses libpsutil.hpp. Prints "name: value" lines about the parent for the test to compare.
#include "libpsutil.hpp"
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            std::cerr << __LINE__ << ": " #condition "\n"; \
            std::exit(1); \
        } \
    } while (0)

// Values that the system does not report, and results that may be absent, are optionals.
static_assert(std::is_same_v<decltype(psutil::cpu_times_t::user), double>);
static_assert(std::is_same_v<decltype(psutil::cpu_times_t::dpc), std::optional<double>>);
static_assert(std::is_same_v<decltype(psutil::exit_status_t::exit_code), std::optional<int32_t>>);
static_assert(std::is_same_v<decltype(psutil::cpu_count(1)), std::optional<int64_t>>);
static_assert(std::is_same_v<decltype(psutil::pid_exists(1)), bool>);
static_assert(std::is_same_v<decltype(std::declval<psutil::process>().parent()), std::optional<psutil::process>>);
static_assert(!std::is_copy_constructible_v<psutil::process>);
static_assert(std::is_nothrow_move_constructible_v<psutil::process>);

static void values()
{
    CHECK(psutil::cpu_count(1) >= 1);
    psutil::cpu_times_t times = psutil::cpu_times();
    CHECK(times.user > 0 && times.iowait.has_value() && !times.dpc && !times.cpu);
    auto each = psutil::cpu_times_per_cpu();
    CHECK(!each.empty() && each[0].cpu == 0);
    auto pids = psutil::pids();
    CHECK(std::is_sorted(pids.begin(), pids.end()) && std::binary_search(pids.begin(), pids.end(), getpid()));
    CHECK(psutil::pid_exists(getpid()) && !psutil::pid_exists(-5));
    CHECK(psutil::virtual_memory().total > 0);
    for (const auto &nic : psutil::net_io_counters_per_nic(0)) CHECK(!nic.name.empty());
    for (const auto &address : psutil::net_if_addrs()) CHECK(!address.address.empty());
}

static void processes()
{
    psutil::process self(getpid()), parent(getppid());
    CHECK(self.parent() && *self.parent() == parent && self != parent);
    psutil::process moved = std::move(self);
    CHECK(!self && self.get() == nullptr && moved.pid() == getpid());
    self = std::move(moved);
    CHECK(self.pid() == getpid());
    auto all = psutil::processes();
    CHECK(std::any_of(all.begin(), all.end(), [&](const psutil::process &p) { return p == self; }));
    CHECK(!psutil::process(1).parent());
    {
        psutil::oneshot cached(self);
        CHECK(self.name() == "cpp");
    }
    auto affinity = self.cpu_affinity();
    self.set_cpu_affinity(affinity);
    std::cout << "pid: " << parent.pid() << "\nname: " << parent.name() << "\ncmdline:";
    for (const auto &word : parent.cmdline()) std::cout << ' ' << word.size();
    std::cout << "\nuid: " << parent.uids().real << "\ncwd: " << parent.cwd() << '\n';
    bool found = false;
    for (const auto &child : parent.children(0)) found = found || child == self;
    CHECK(found);

    pid_t pid = fork();
    if (pid == 0) _exit(7);
    psutil::exit_status_t status = psutil::process(pid).wait(60, 0);
    CHECK(status.exit_code == 7);
}

static void errors()
{
    bool thrown = false;
    try {
        psutil::process gone(-5);
    } catch (const psutil::error &e) {
        thrown = true;
        CHECK(e.code().value() == PSUTIL_ERR_NO_SUCH_PROCESS && e.code().category() == psutil::category());
        CHECK(e.pid() == -5 && std::string(e.what()).find("psutil_process_new") != std::string::npos);
    }
    CHECK(thrown);
    std::error_code ec;
    psutil::process none(-5, ec);
    CHECK(!none && ec.value() == PSUTIL_ERR_NO_SUCH_PROCESS && ec.message() == "no such process");
    CHECK(none.name(ec).empty() && ec.value() == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil::cpu_count(1, ec) >= 1 && !ec);
    CHECK(psutil::disk_usage("/nonexistent", ec).total == 0 && ec);
}

int main()
{
    values();
    processes();
    errors();
    // Every result is freed: the number of handles and blocks does not grow with the number of calls.
    psutil::process self(getpid());
    int64_t before = 0;
    for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 20; i++) self.parents(), self.environment(), self.memory_maps(0), psutil::process(1);
        if (round == 20) before = self.memory_info().rss;
    }
    CHECK(self.memory_info().rss - before < 4 << 20);
    return 0;
}
