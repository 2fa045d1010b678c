/*
 * A runtime for a forked child.
 *
 * Go does not survive fork: only the forking thread exists in the child, and whatever needs another thread hangs. The
 * child therefore loads the library a second time. The loader would return the library that is already loaded, so it
 * gets a copy of the file: another inode, under a path that no process of this line of descent has used. Only the Go of
 * the copy is used. The copy is the same build, so the offset of its function adopt from its load address is known.
 */
#define _GNU_SOURCE
#include "go_exports_gen.h"
#include "runtime_linux.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MFD_CLOEXEC
#define MFD_CLOEXEC 1
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10
#endif

#define ALIGN4(n) (((n) + 3) & ~(size_t)3)

/* ---- the GNU build ID, from the notes of the loaded library or of a file */

static int find_build_id(const char *notes, size_t len, const uint8_t **id, size_t *id_len)
{
    while (len >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, notes, sizeof note);
        size_t name = ALIGN4((size_t)note.n_namesz), all = sizeof note + name + ALIGN4((size_t)note.n_descsz);
        if (all > len) break;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && !memcmp(notes + sizeof note, "GNU", 4)) {
            *id = (const uint8_t *)notes + sizeof note + name;
            *id_len = note.n_descsz;
            return 1;
        }
        notes += all;
        len -= all;
    }
    return 0;
}

static int contains(const struct dl_phdr_info *object, const char *address)
{
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const char *start = (const char *)object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        if (object->dlpi_phdr[i].p_type == PT_LOAD && address >= start
            && address < start + object->dlpi_phdr[i].p_memsz)
            return 1;
    }
    return 0;
}

static uintptr_t own_load_address;

static int record_build_id(struct dl_phdr_info *object, size_t size, void *data)
{
    (void)size;
    psutil__library_state *state = data;
    if (!contains(object, (const char *)&psutil__own_go_exports)) return 0;
    own_load_address = object->dlpi_addr;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        const uint8_t *id;
        size_t len;
        if (segment->p_type == PT_NOTE
            && find_build_id((const char *)object->dlpi_addr + segment->p_vaddr, segment->p_memsz, &id, &len)
            && len <= sizeof state->build_id.bytes) {
            memcpy(state->build_id.bytes, id, len);
            state->build_id.len = len;
        }
    }
    return 1;
}

void psutil__record_library_file(psutil__library_state *state)
{
    Dl_info own;
    dl_iterate_phdr(record_build_id, state);
    if (dladdr((const void *)&psutil__own_go_exports, &own) && own.dli_fname)
        state->path = realpath(own.dli_fname, NULL);
}

static int has_same_build_id(int file, const psutil__library_state *state)
{
    ElfW(Ehdr) elf;
    if (pread(file, &elf, sizeof elf, 0) != sizeof elf || memcmp(elf.e_ident, ELFMAG, SELFMAG)) return 0;
    for (int i = 0; i < elf.e_phnum; i++) {
        ElfW(Phdr) part;
        char notes[1024];
        const uint8_t *id;
        size_t len;
        off_t at = (off_t)(elf.e_phoff + (size_t)i * sizeof part);
        if (pread(file, &part, sizeof part, at) != sizeof part) return 0;
        if (part.p_type != PT_NOTE || part.p_filesz > sizeof notes) continue;
        if (pread(file, notes, part.p_filesz, (off_t)part.p_offset) != (ssize_t)part.p_filesz) return 0;
        if (find_build_id(notes, part.p_filesz, &id, &len))
            return state->build_id.len && len == state->build_id.len && !memcmp(id, state->build_id.bytes, len);
    }
    return 0;
}

/* ---- the copy */

static int copy_file(int to, int from)
{
    struct stat st;
    off_t offset = 0;
    if (fstat(from, &st)) return 0;
    while (offset < st.st_size) {
        ssize_t n = sendfile(to, from, &offset, (size_t)(st.st_size - offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 0;
    }
    return 1;
}

/* Writes a path to an open file that no earlier process of this line has given to its loader, which remembers libraries
   by path. The number of the reload makes it unique, in binary with "/" as 0 and "./" as 1. */
static void unique_path(char path[96], int fd, uint32_t reload)
{
    size_t n = (size_t)sprintf(path, "/proc/self/fd/");
    for (; reload; reload >>= 1) n += (size_t)sprintf(path + n, reload & 1 ? "./" : "/");
    sprintf(path + n, "./%d", fd);
}

static void *load_memfd(int file, uint32_t reload)
{
#ifdef SYS_memfd_create
    int copy = (int)syscall(SYS_memfd_create, "libpsutil", MFD_CLOEXEC | MFD_EXEC);
    if (copy < 0 && errno == EINVAL) copy = (int)syscall(SYS_memfd_create, "libpsutil", MFD_CLOEXEC);
    if (copy < 0) return NULL;
    char path[96];
    unique_path(path, copy, reload);
    void *library = copy_file(copy, file) ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    close(copy);
    return library;
#else
    (void)file, (void)reload;
    return NULL;
#endif
}

static void *load_temporary(int file)
{
    static const char *const directories[] = {"/dev/shm", "/tmp", "/var/tmp", "/run"};
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/libpsutil.XXXXXX", directories[i]);
        int copy = mkostemp(path, O_CLOEXEC);
        if (copy < 0) continue;
        void *library = copy_file(copy, file) ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
        unlink(path);
        close(copy);
        if (library) return library;
    }
    return NULL;
}

/* Raises RLIMIT_FSIZE to the size of the copy: writing more than the limit raises SIGXFSZ in the host. Returns 0 if the
   hard limit is too low. */
static int raise_fsize_limit(int file, struct rlimit *before)
{
    struct stat st;
    if (getrlimit(RLIMIT_FSIZE, before) || fstat(file, &st)) return 0;
    if (before->rlim_cur >= (rlim_t)st.st_size) return 1;
    struct rlimit raised = {.rlim_cur = before->rlim_max, .rlim_max = before->rlim_max};
    return before->rlim_max >= (rlim_t)st.st_size && !setrlimit(RLIMIT_FSIZE, &raised);
}

/* Runs in the copy: it serves the state of the library that the child's calls enter through. */
static int32_t adopt(psutil__library_state *state, const char **why)
{
    psutil__lib = state;
    return psutil__runtime_start(state, why);
}

/* Returns the address of adopt in the copy, or NULL. */
static void *adopt_in_copy(void *library)
{
    struct link_map *map;
    if (dlinfo(library, RTLD_DI_LINKMAP, &map)) return NULL;
    return (void *)((uintptr_t)&adopt - own_load_address + map->l_addr);
}

static int32_t load(psutil__library_state *state, const char **why)
{
    if (state->pending_copy) return PSUTIL_OK;
    *why = "the library's file cannot be opened, and this forked process needs a copy of it";
    int file = state->path ? open(state->path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return PSUTIL_ERR_FORK;
    void *library = NULL;
    struct rlimit before;
    if (!has_same_build_id(file, state)) {
        *why = "the library's file was replaced by another build, and this forked process needs a copy of the old one";
    } else if (!raise_fsize_limit(file, &before)) {
        *why = "RLIMIT_FSIZE forbids the copy of the library that this forked process needs";
    } else {
        *why = "no memory file or temporary file could be loaded, and this forked process needs a copy of the library";
        library = load_memfd(file, ++state->reload_count);
        if (!library) library = load_temporary(file);
        setrlimit(RLIMIT_FSIZE, &before);
    }
    close(file);
    if (library) *(void **)&state->pending_copy = adopt_in_copy(library);
    return state->pending_copy ? PSUTIL_OK : PSUTIL_ERR_FORK;
}

int32_t psutil__runtime_reload(psutil__library_state *state, const char **why)
{
#ifdef __GLIBC__
    int32_t code = load(state, why);
    if (!code) code = state->pending_copy(state, why);
    if (!code) state->pending_copy = NULL;
    return code;
#else
    /* musl's loader has no room for the thread-local storage of a second Go runtime (golang/go #54805) */
    (void)load;
    (void)state;
    *why = "the library's runtime stayed in the parent process, and with this C library no second one can be loaded";
    return PSUTIL_ERR_FORK;
#endif
}
