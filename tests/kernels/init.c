/* The first process of a virtual machine: compares what BPF programs report with procfs, and ends the machine. */
#define _GNU_SOURCE
#include <psutil.h>

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *what, const char *program, const char *argument, uid_t user)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (user && (setgroups(0, NULL) || setgid(user) || setuid(user))) _exit(1);
        execl(program, program, argument, NULL);
        _exit(127);
    }
    if (waitpid(child, &status, 0) != child) status = -1;
    printf("%s: exit %d\n", what, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

int main(void)
{
    struct utsname name;
    if (mount("proc", "/proc", "proc", 0, NULL) || mount("sysfs", "/sys", "sysfs", 0, NULL)
        || mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) || mount("bpf", "/run/libpsutil", "bpf", 0, "mode=0755"))
        perror("mount");
    dup2(open("/dev/console", O_RDWR), 1);
    dup2(1, 2);
    setvbuf(stdout, NULL, _IONBF, 0);
    uname(&name);
    printf("kernel %s\n", name.release);
    int major = 0, minor = 0;
    sscanf(name.release, "%d.%d", &major, &minor);
    run("bpf", "/compare_reader", "6", 0);
    run("program", "/compare_reader", major * 1000 + minor >= 6007 ? "14" : "6", 0); /* over first threads alone */
    if (psutil_table_pin("/run/libpsutil/table", 0444)) printf("pin: %s\n", psutil_last_error()->message);
    run("file", "/compare_reader", "5", 65534);
    run("owners", "/file_owners", "/tmp", 0);
    printf("done\n");
    sync();
    reboot(RB_POWER_OFF);
    return 0;
}
