/*
 * A living runtime for a forked child.
 *
 * Go does not survive fork: in the child only the forking thread exists, and whatever needs another one hangs. The child
 * therefore loads the library a second time. The loader would answer with what is loaded already, so it is given a copy
 * of the file: another inode, under a path that this line of processes has not used before. Only its Go is used; see
 * psutil_private_adopt.
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

/* ---- which build is this: the GNU build ID, from the notes of the loaded library or of a file */

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

static int remember_build_id(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    psutil__library_state *state = data;
    const char *here = (const char *)(uintptr_t)&psutil__own_go_exports;
    int ours = 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const char *at = (const char *)info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        ours |= info->dlpi_phdr[i].p_type == PT_LOAD && here >= at && here < at + info->dlpi_phdr[i].p_memsz;
    }
    if (!ours) return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const uint8_t *id;
        size_t len;
        if (part->p_type == PT_NOTE
            && find_build_id((const char *)info->dlpi_addr + part->p_vaddr, part->p_memsz, &id, &len)
            && len <= sizeof state->build_id.bytes) {
            memcpy(state->build_id.bytes, id, len);
            state->build_id.len = len;
        }
    }
    return 1;
}

void psutil__record_library_file(psutil__library_state *state)
{
    Dl_info self;
    dl_iterate_phdr(remember_build_id, state);
    if (dladdr((const void *)&psutil__own_go_exports, &self) && self.dli_fname) state->path = realpath(self.dli_fname, NULL);
}

static int same_build(int file, const psutil__library_state *state)
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

/* A path to an open file that no process before this one in the line has given to its loader, which knows libraries by
   the paths they were loaded with: the number of the reload, written in binary with "." and "//". */
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

/* Writing more than RLIMIT_FSIZE would raise SIGXFSZ in the host. */
static int may_write(int file, struct rlimit *before)
{
    struct stat st;
    if (getrlimit(RLIMIT_FSIZE, before) || fstat(file, &st)) return 0;
    if (before->rlim_cur >= (rlim_t)st.st_size) return 1;
    struct rlimit raised = {.rlim_cur = before->rlim_max, .rlim_max = before->rlim_max};
    return before->rlim_max >= (rlim_t)st.st_size && !setrlimit(RLIMIT_FSIZE, &raised);
}

static int32_t load(psutil__library_state *state, const char **why)
{
    if (state->spare) return PSUTIL_OK; /* loaded already: its runtime could not start then */
    *why = "the library's file cannot be opened any more, and this forked process needs a copy of it";
    int file = state->path ? open(state->path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return PSUTIL_ERR_FORK;
    void *library = NULL;
    struct rlimit before;
    if (!same_build(file, state)) {
        *why = "the library's file was replaced by another build, and this forked process needs a copy of the old one";
    } else if (!may_write(file, &before)) {
        *why = "RLIMIT_FSIZE forbids the copy of the library that this forked process needs";
    } else {
        *why = "no memory file or temporary file could be loaded, and this forked process needs a copy of the library";
        library = load_memfd(file, ++state->reloads);
        if (!library) library = load_temporary(file);
        setrlimit(RLIMIT_FSIZE, &before);
    }
    close(file);
    if (!library) return PSUTIL_ERR_FORK;
    *(void **)&state->spare = dlsym(library, "psutil_private_adopt");
    return state->spare ? PSUTIL_OK : PSUTIL_ERR_FORK;
}

int32_t psutil__runtime_reload(psutil__library_state *state, const char **why)
{
#ifdef __GLIBC__
    int32_t code = load(state, why);
    if (!code) code = state->spare(state, why);
    if (!code) state->spare = NULL;
    return code;
#else
    /* musl's loader has no room for the thread-local storage of a second Go runtime (golang/go #54805) */
    (void)load;
    (void)state;
    *why = "the library's runtime stayed with the parent process, and with this C library no fresh one can be loaded";
    return PSUTIL_ERR_FORK;
#endif
}
