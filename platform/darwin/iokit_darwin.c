//go:build cgo

/* Disks, power sources and frequencies from IOKit. IOKit and CoreFoundation are loaded at the first use, and stay
 * loaded: neither can be unloaded. Their types and functions are declared here as in CoreFoundation/CFBase.h and its
 * neighbours, IOKit/IOKitLib.h and IOKit/ps/IOPowerSources.h. */
#include "calls_darwin.h"
#include <dlfcn.h>
#include <mach/mach.h>
#include <pthread.h>
#include <string.h>

typedef const void *cf_type;
typedef long cf_index;
typedef unsigned char cf_boolean;
typedef mach_port_t io_object;

enum {
    UTF8 = 0x08000100, /* kCFStringEncodingUTF8 */
    SINT64 = 4         /* kCFNumberSInt64Type */
};

static struct {
    void (*CFRelease)(cf_type);
    unsigned long (*CFGetTypeID)(cf_type);
    unsigned long (*CFStringGetTypeID)(void), (*CFNumberGetTypeID)(void), (*CFBooleanGetTypeID)(void);
    unsigned long (*CFDictionaryGetTypeID)(void), (*CFDataGetTypeID)(void);
    cf_type (*CFStringCreateWithCString)(cf_type allocator, const char *text, uint32_t encoding);
    cf_boolean (*CFStringGetCString)(cf_type string, char *buffer, cf_index size, uint32_t encoding);
    cf_boolean (*CFNumberGetValue)(cf_type number, cf_index type, void *value);
    cf_boolean (*CFBooleanGetValue)(cf_type boolean);
    cf_type (*CFDictionaryGetValue)(cf_type dictionary, cf_type key);
    cf_index (*CFArrayGetCount)(cf_type array);
    cf_type (*CFArrayGetValueAtIndex)(cf_type array, cf_index index);
    cf_index (*CFDataGetLength)(cf_type data);
    const uint8_t *(*CFDataGetBytePtr)(cf_type data);
    cf_type (*IOServiceMatching)(const char *class);
    kern_return_t (*IOServiceGetMatchingServices)(mach_port_t main_port, cf_type matching, io_object *iterator);
    io_object (*IOIteratorNext)(io_object iterator);
    kern_return_t (*IOObjectRelease)(io_object object);
    boolean_t (*IOObjectConformsTo)(io_object object, const char *class);
    kern_return_t (*IORegistryEntryGetName)(io_object entry, char *name);
    kern_return_t (*IORegistryEntryGetParentEntry)(io_object entry, const char *plane, io_object *parent);
    cf_type (*IORegistryEntryCreateCFProperty)(io_object entry, cf_type key, cf_type allocator, uint32_t options);
    cf_type (*IOPSCopyPowerSourcesInfo)(void);
    cf_type (*IOPSCopyPowerSourcesList)(cf_type info);
    cf_type (*IOPSGetPowerSourceDescription)(cf_type info, cf_type source);
} f;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int loaded;

/* dlsym returns functions as void *. */
static int look_up(void *library, const char *name, void *function)
{
    void *symbol = library ? dlsym(library, name) : NULL;
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

#define LOOK_UP(library, name) look_up(library, #name, &f.name)

static void load(void)
{
    void *cf = dlopen("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation", RTLD_LAZY | RTLD_LOCAL);
    void *io = dlopen("/System/Library/Frameworks/IOKit.framework/IOKit", RTLD_LAZY | RTLD_LOCAL);
    loaded = LOOK_UP(cf, CFRelease) && LOOK_UP(cf, CFGetTypeID) && LOOK_UP(cf, CFStringGetTypeID)
        && LOOK_UP(cf, CFNumberGetTypeID) && LOOK_UP(cf, CFBooleanGetTypeID) && LOOK_UP(cf, CFDictionaryGetTypeID)
        && LOOK_UP(cf, CFDataGetTypeID) && LOOK_UP(cf, CFStringCreateWithCString) && LOOK_UP(cf, CFStringGetCString)
        && LOOK_UP(cf, CFNumberGetValue) && LOOK_UP(cf, CFBooleanGetValue) && LOOK_UP(cf, CFDictionaryGetValue)
        && LOOK_UP(cf, CFArrayGetCount) && LOOK_UP(cf, CFArrayGetValueAtIndex) && LOOK_UP(cf, CFDataGetLength)
        && LOOK_UP(cf, CFDataGetBytePtr) && LOOK_UP(io, IOServiceMatching) && LOOK_UP(io, IOServiceGetMatchingServices)
        && LOOK_UP(io, IOIteratorNext) && LOOK_UP(io, IOObjectRelease) && LOOK_UP(io, IOObjectConformsTo)
        && LOOK_UP(io, IORegistryEntryGetName) && LOOK_UP(io, IORegistryEntryGetParentEntry)
        && LOOK_UP(io, IORegistryEntryCreateCFProperty) && LOOK_UP(io, IOPSCopyPowerSourcesInfo)
        && LOOK_UP(io, IOPSCopyPowerSourcesList) && LOOK_UP(io, IOPSGetPowerSourceDescription);
}

static int is_loaded(void)
{
    pthread_once(&once, load);
    return loaded;
}

static void release(cf_type object)
{
    if (object) f.CFRelease(object);
}

/* The functions below take NULL for an object that does not exist. */

static cf_type value_of(cf_type dictionary, const char *key)
{
    if (!dictionary || f.CFGetTypeID(dictionary) != f.CFDictionaryGetTypeID()) return NULL;
    cf_type name = f.CFStringCreateWithCString(NULL, key, UTF8);
    cf_type value = name ? f.CFDictionaryGetValue(dictionary, name) : NULL;
    release(name);
    return value;
}

/* The property must be released. */
static cf_type property_of(io_object entry, const char *key)
{
    cf_type name = f.CFStringCreateWithCString(NULL, key, UTF8);
    cf_type value = name ? f.IORegistryEntryCreateCFProperty(entry, name, NULL, 0) : NULL;
    release(name);
    return value;
}

static int64_t number_of(cf_type dictionary, const char *key)
{
    cf_type value = value_of(dictionary, key);
    int64_t number = -1;
    if (!value || f.CFGetTypeID(value) != f.CFNumberGetTypeID() || !f.CFNumberGetValue(value, SINT64, &number))
        return -1;
    return number;
}

static int32_t small_number_of(cf_type dictionary, const char *key)
{
    int64_t number = number_of(dictionary, key);
    return number < 0 || number > INT32_MAX ? -1 : (int32_t)number;
}

static int32_t boolean_of(cf_type dictionary, const char *key)
{
    cf_type value = value_of(dictionary, key);
    if (!value || f.CFGetTypeID(value) != f.CFBooleanGetTypeID()) return -1;
    return f.CFBooleanGetValue(value) != 0;
}

static int copy_text(cf_type string, char *text, size_t size)
{
    return string && f.CFGetTypeID(string) == f.CFStringGetTypeID()
        && f.CFStringGetCString(string, text, (cf_index)size, UTF8);
}

static int32_t has_text(cf_type dictionary, const char *key, const char *expected)
{
    char text[64];
    if (!copy_text(value_of(dictionary, key), text, sizeof text)) return -1;
    return strcmp(text, expected) == 0;
}

static kern_return_t list_services(const char *class, io_object *iterator)
{
    cf_type matching = f.IOServiceMatching(class);
    if (!matching) return PSUTIL__NO_MEMORY;
    return f.IOServiceGetMatchingServices(0, matching, iterator); /* releases matching */
}

/* The statistics belong to the driver, the name to the medium that represents the whole disk above it. */
static int read_disk(io_object medium, struct psutil__disk *disk)
{
    io_object driver;
    int found = 0;
    if (f.IORegistryEntryGetParentEntry(medium, "IOService", &driver) != KERN_SUCCESS) return 0;
    if (f.IOObjectConformsTo(driver, "IOBlockStorageDriver")) {
        cf_type name = property_of(medium, "BSD Name"), statistics = property_of(driver, "Statistics");
        memset(disk, 0, sizeof *disk);
        if (statistics && copy_text(name, disk->name, sizeof disk->name)) {
            disk->reads = number_of(statistics, "Operations (Read)");
            disk->writes = number_of(statistics, "Operations (Write)");
            disk->read_bytes = number_of(statistics, "Bytes (Read)");
            disk->write_bytes = number_of(statistics, "Bytes (Write)");
            disk->read_time = number_of(statistics, "Total Time (Read)");
            disk->write_time = number_of(statistics, "Total Time (Write)");
            found = 1;
        }
        release(name);
        release(statistics);
    }
    f.IOObjectRelease(driver);
    return found;
}

int32_t psutil__disks(struct psutil__disk *disks, size_t *count)
{
    size_t room = *count;
    io_object iterator, medium;
    *count = 0;
    if (!is_loaded()) return PSUTIL__NO_FRAMEWORK;
    kern_return_t result = list_services("IOMedia", &iterator);
    if (result != KERN_SUCCESS) return result;
    while ((medium = f.IOIteratorNext(iterator)) != 0) {
        struct psutil__disk disk;
        if (read_disk(medium, &disk)) {
            if (*count < room) disks[*count] = disk;
            ++*count;
        }
        f.IOObjectRelease(medium);
    }
    f.IOObjectRelease(iterator);
    return KERN_SUCCESS;
}

int32_t psutil__power_sources(struct psutil__power_source *sources, size_t *count)
{
    size_t room = *count;
    *count = 0;
    if (!is_loaded()) return PSUTIL__NO_FRAMEWORK;
    cf_type info = f.IOPSCopyPowerSourcesInfo();
    cf_type list = info ? f.IOPSCopyPowerSourcesList(info) : NULL;
    for (cf_index i = 0, n = list ? f.CFArrayGetCount(list) : 0; i < n; i++) {
        cf_type source = f.IOPSGetPowerSourceDescription(info, f.CFArrayGetValueAtIndex(list, i)); /* belongs to info */
        if (!source) continue;
        if (*count < room)
            sources[*count] = (struct psutil__power_source){
                .internal = has_text(source, "Type", "InternalBattery"),
                .present = boolean_of(source, "Is Present"),
                .mains = has_text(source, "Power Source State", "AC Power"),
                .current = small_number_of(source, "Current Capacity"),
                .maximum = small_number_of(source, "Max Capacity"),
                .minutes = small_number_of(source, "Time to Empty"),
            };
        ++*count;
    }
    release(list);
    release(info);
    return KERN_SUCCESS;
}

/* The power manager of Apple's processors has a table of the states of each kind of core. */
int32_t psutil__cpu_frequencies(const char *property, void *buffer, size_t size, size_t *needed)
{
    io_object iterator, device;
    int32_t found = PSUTIL__NOT_FOUND;
    if (!is_loaded()) return PSUTIL__NO_FRAMEWORK;
    kern_return_t result = list_services("AppleARMIODevice", &iterator);
    if (result != KERN_SUCCESS) return result;
    while (found == PSUTIL__NOT_FOUND && (device = f.IOIteratorNext(iterator)) != 0) {
        char name[128]; /* io_name_t */
        if (f.IORegistryEntryGetName(device, name) == KERN_SUCCESS && strcmp(name, "pmgr") == 0) {
            cf_type data = property_of(device, property);
            if (data && f.CFGetTypeID(data) == f.CFDataGetTypeID()) {
                *needed = (size_t)f.CFDataGetLength(data);
                if (*needed <= size) memcpy(buffer, f.CFDataGetBytePtr(data), *needed);
                found = KERN_SUCCESS;
            }
            release(data);
        }
        f.IOObjectRelease(device);
    }
    f.IOObjectRelease(iterator);
    return found;
}
