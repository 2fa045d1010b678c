/* What Go calls in C, and the records that C returns. The records' layouts are taken from here by
 * platform/layout/generate. */
#ifndef PSUTIL_DARWIN_CALLS_H
#define PSUTIL_DARWIN_CALLS_H

#include <stddef.h>
#include <stdint.h>

/* The I/O of a disk, from the Statistics of an IOBlockStorageDriver; -1 for what it does not have. */
struct psutil__disk {
    char name[64];
    int64_t reads, writes, read_bytes, write_bytes;
    int64_t read_time, write_time; /* nanoseconds */
};

/* A power source of IOPSCopyPowerSourcesList; -1 for what it does not report. */
struct psutil__power_source {
    int32_t internal; /* whether it is a battery in the machine, not an uninterruptible power supply */
    int32_t present, mains;
    int32_t current, maximum; /* of its capacity, in the same unit */
    int32_t minutes;          /* until it is empty */
};

/* The results of the functions below that return kern_return_t are 0, or an error of Mach or IOKit. These are our own.
 */
enum {
    PSUTIL__NO_FRAMEWORK = -1, /* a framework or one of its functions is missing */
    PSUTIL__NO_MEMORY = -2,
    PSUTIL__NOT_FOUND = -3,
};

/* mach_darwin.c */
int32_t psutil__cpu_loads(void *buffer, size_t size, size_t *needed);      /* processor_cpu_load_info of each CPU */
int32_t psutil__cpu_interrupts(void *buffer, size_t size, size_t *needed); /* processor_cpu_stat64 of each CPU; arm64 */
int32_t psutil__vm_statistics(void *buffer, size_t size, size_t *written); /* vm_statistics64 */
const char *psutil__mach_error(int32_t error);

/* iokit_darwin.c; count: how many fit, then how many there are */
int32_t psutil__disks(struct psutil__disk *disks, size_t *count);
int32_t psutil__power_sources(struct psutil__power_source *sources, size_t *count);
int32_t psutil__cpu_frequencies(const char *property, void *buffer, size_t size, size_t *needed);

/* The results of these are errno. */
int32_t psutil__terminal_path(int32_t device, char *path, size_t size);         /* terminal_darwin.c */
int32_t psutil__used_space(const char *mount_point, uint64_t *used);            /* disks_darwin.c */
int32_t psutil__media(const char *interface, int32_t *status, int32_t *active); /* network_darwin.c */

#endif
