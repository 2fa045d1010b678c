//go:build cgo

/* What the Mach kernel reports of the machine. The right to the host is given back after each call. */
#include "calls_darwin.h"
#include <mach/mach.h>
#include <mach/mach_error.h>
#include <string.h>

/* From mach/arm/processor_info.h, which has it for arm alone. */
enum { PSUTIL__PROCESSOR_CPU_STAT64 = 0x10000004 };

static kern_return_t each_processor(processor_flavor_t flavor, void *buffer, size_t size, size_t *needed)
{
    natural_t processors;
    processor_info_array_t info;
    mach_msg_type_number_t count;
    mach_port_t host = mach_host_self();
    kern_return_t result = host_processor_info(host, flavor, &processors, &info, &count);
    mach_port_deallocate(mach_task_self(), host);
    if (result != KERN_SUCCESS) return result;
    *needed = count * sizeof *info;
    if (*needed <= size) memcpy(buffer, info, *needed);
    vm_deallocate(mach_task_self(), (vm_address_t)info, *needed);
    return KERN_SUCCESS;
}

int32_t psutil__cpu_loads(void *buffer, size_t size, size_t *needed)
{
    return each_processor(PROCESSOR_CPU_LOAD_INFO, buffer, size, needed);
}

int32_t psutil__cpu_interrupts(void *buffer, size_t size, size_t *needed)
{
    return each_processor(PSUTIL__PROCESSOR_CPU_STAT64, buffer, size, needed);
}

int32_t psutil__vm_statistics(void *buffer, size_t size, size_t *written)
{
    mach_msg_type_number_t count = (mach_msg_type_number_t)(size / sizeof(integer_t));
    mach_port_t host = mach_host_self();
    kern_return_t result = host_statistics64(host, HOST_VM_INFO64, buffer, &count);
    mach_port_deallocate(mach_task_self(), host);
    if (result == KERN_SUCCESS) *written = count * sizeof(integer_t);
    return result;
}

const char *psutil__mach_error(int32_t error)
{
    switch (error) {
    case PSUTIL__NO_FRAMEWORK: return "IOKit or CoreFoundation cannot be loaded";
    case PSUTIL__NO_MEMORY: return "memory is exhausted";
    case PSUTIL__NOT_FOUND: return "this machine does not have it";
    }
    return mach_error_string(error);
}
