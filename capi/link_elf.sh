#!/bin/sh
# External linker for the Go tool (-extld) on Linux and FreeBSD. Go's linker passes go.o, which has all of Go's code,
# and the objects of cgo. Before the real linker gets them, they are changed with objcopy:
#   - Go's entry is removed from .init_array, so that loading the library starts nothing, and gets a name;
#   - what the C in capi/ needs of the runtime becomes global: variables, and the bounds of Go's code and data;
#   - functions that capi/ replaces are redirected.
# It fails if a new Go has moved something, so that the build breaks and not a host. runtimelayout checks the offsets of
# fields.
set -eu
objcopy=${OBJCOPY:-objcopy}
nm=${NM:-nm}
readelf=${READELF:-readelf}

fail() {
    echo "link_elf.sh: $1: this version of Go is not the one that go.mod names" >&2
    exit 1
}

# has SYMBOL: whether the object in $symbols has this symbol, a pattern with its type
has() { echo "$symbols" | grep -q " $1\$"; }

change_go() {
    entry=$(echo "$symbols" | sed -n 's/.* [tT] \(_rt0_[a-z0-9]*_\(linux\|freebsd\)_lib\)$/\1/p')
    [ "$(echo "$entry" | wc -w)" -eq 1 ] || fail "no entry _rt0_<arch>_<system>_lib"
    system=${entry%_lib}
    system=${system##*_}
    size=$($nm -S "$object" | sed -n 's/^[0-9a-f]* \([0-9a-f]*\) . runtime\.sigtable$/\1/p')
    case $system$size in
    linux*618) nofile=0 inits=1 ;; # 65 signals of 24 bytes; 12 where pointers are short
    linux*30c) nofile=1 inits=2 ;; # there, syscall.init.0 chooses a system call for locks
    freebsd*318) nofile=0 inits=2 ;; # 33 signals; syscall.init.1 is for routing messages
    *) fail "runtime.sigtable does not have as many entries as expected" ;;
    esac
    has '[bBdD] os\.Stdin' && { echo "link_elf.sh: package os is linked in; see main.go" >&2; exit 1; }
    has '[bB] runtime\.scavenger' || fail "no runtime.scavenger"
    has '[bB] syscall\.origRlimitNofile' && has "[tT] syscall\\.init\\.$nofile" \
        && { ! has "[tT] syscall\\.init\\.$inits" || has '[tT] runtime\.asanwrite'; } \
        || fail "syscall.init.$nofile is not the function that raises RLIMIT_NOFILE"
    # The thread-local variable for the current goroutine. ARM's code uses runtime.tls_g, and has the other one as well.
    tls=runtime.tls_g
    has '[bB] runtime\.tls_g' || tls=runtime.tlsg
    has "[bB] $tls" || fail "no $tls"
    # restart_unix.c resets Go's data: the name and size of each writable section, apart from those that the loader
    # makes read-only (.data.rel.ro*)
    sections=$($readelf -SW "$object" | sed -n 's/^ *\[ *[0-9]*\] \([^ ]*\) *\(PROGBITS\|NOBITS\) *[0-9a-f]* [0-9a-f]* \([0-9a-f]*\) [0-9a-f]* *WAT* .*/\1 \3/p')
    bounds=
    names=
    while read -r name size; do
        case $name in
        .data.rel.ro*) continue ;;
        .go.buildinfo | .go.fipsinfo) continue ;; # never written
        .tbss) ;;
        .go.module | .noptrdata | .data | .bss | .noptrbss)
            symbol=psutil__go_$(echo "$name" | tr . _ | sed 's/^_//')
            bounds="$bounds --add-symbol ${symbol}_start=$name:0,global --add-symbol ${symbol}_end=$name:0x$size,global"
            ;;
        *) fail "unknown writable section $name" ;;
        esac
        names="$names $name"
    done <<EOF2
$sections
EOF2
    [ "$(echo "$names" | wc -w)" -eq 6 ] || fail "writable sections are$names"
    # shellcheck disable=SC2086
    $objcopy --remove-section=.init_array --remove-section=.rela.init_array --remove-section=.rel.init_array $bounds \
        --redefine-sym "$entry=psutil__go_entry" --globalize-symbol=psutil__go_entry \
        --redefine-sym runtime.sigtable=psutil__go_sigtable --globalize-symbol=psutil__go_sigtable \
        --redefine-sym runtime.scavenger=psutil__go_scavenger --globalize-symbol=psutil__go_scavenger \
        --redefine-sym runtime.text=psutil__go_text --globalize-symbol=psutil__go_text \
        --redefine-sym runtime.etext=psutil__go_text_end --globalize-symbol=psutil__go_text_end \
        --redefine-sym "$tls=psutil__go_g" --globalize-symbol=psutil__go_g \
        --redefine-sym "syscall.init.$nofile=psutil__go_raise_nofile" --globalize-symbol=psutil__go_raise_nofile \
        "$object"
    $objcopy --weaken-symbol=psutil__go_raise_nofile "$object" # so that the function of this name in C wins
}

found_go='' found_init='' found_keys='' found_threads='' found_allocations='' found_maps='' found_bounds=''
for object in "$@"; do
    case $object in
    *.o) [ -f "$object" ] || continue ;;
    *) continue ;;
    esac
    symbols=$($nm "$object" 2>/dev/null) || continue
    case $object in
    */go.o)
        change_go
        found_go=1
        ;;
    esac
    # Of go.o and of runtime/cgo, whose function frees what it has not allocated when memory runs out. FreeBSD's Go
    # estimates the bounds.
    if has 'U x_cgo_getstackbound' && [ "${system:-}" = linux ]; then
        $objcopy --redefine-sym x_cgo_getstackbound=psutil__cached_stack_bounds "$object"
        found_bounds=$found_bounds.
    fi
    if has '[bBdD] runtime_init_done'; then # of runtime/cgo
        for name in runtime_init_done runtime_init_mu runtime_init_cond; do
            has "[bBdD] $name" || fail "no $name"
            $objcopy --redefine-sym "$name=psutil__cgo_$name" --globalize-symbol="psutil__cgo_$name" "$object"
        done
        has 'U pthread_key_create' || fail "runtime_init_done without pthread_key_create"
        $objcopy --redefine-sym pthread_key_create=psutil__create_thread_key "$object"
        found_init=1
    fi
    if has 'T _cgo_sys_thread_start' || has 'T x_cgo_sys_thread_create'; then # of runtime/cgo: create Go's threads
        has 'U pthread_attr_init' || fail "a thread without attributes"
        $objcopy --redefine-sym pthread_attr_init=psutil__init_go_thread_attributes "$object"
    fi
    if has 'T _cgo_try_pthread_create'; then
        has 'U pthread_create' || fail "_cgo_try_pthread_create without pthread_create"
        $objcopy --redefine-sym pthread_create=psutil__create_go_thread "$object"
        found_threads=1
    fi
    if has 'T x_cgo_thread_start' || has 'T x_cgo_init'; then # of runtime/cgo: allocate for Go's threads
        # x_cgo_init allocates on some processors only.
        has 'U malloc' || ! has 'T x_cgo_thread_start' || fail "x_cgo_thread_start without malloc"
        $objcopy --redefine-sym malloc=psutil__allocate_for_cgo --redefine-sym free=psutil__free_for_cgo "$object"
        found_allocations=$found_allocations.
    fi
    if has 'T x_cgo_mmap' && [ "${system:-}" = linux ]; then # of runtime/cgo, after go.o; FreeBSD's Go maps by itself
        has 'U mmap' && has 'U munmap' || fail "x_cgo_mmap without mmap and munmap"
        $objcopy --redefine-sym mmap=psutil__map_for_go --redefine-sym munmap=psutil__unmap_for_go "$object"
        found_maps=1
    fi
    if has '[tT] _cgo_[0-9a-f]*_Cfunc__Cmalloc'; then # of go-pointer, the only package here that calls C.malloc
        [ -z "$found_keys" ] || fail "C.malloc in a second package"
        $objcopy --redefine-sym malloc=psutil__take_key "$object"
        found_keys=1
    fi
done
if [ -n "$found_go" ]; then
    [ -n "$found_init" ] || fail "no runtime_init_done"
    [ -n "$found_keys" ] || fail "no C.malloc"
    [ -n "$found_threads" ] || fail "no _cgo_try_pthread_create"
    [ "$system" != linux ] || [ "$found_bounds" = .. ] || fail "no calls of x_cgo_getstackbound"
    [ "$found_allocations" = .. ] || fail "no x_cgo_thread_start or no x_cgo_init"
    case $entry in # where go_memory_linux.c expects it
    *_amd64_linux_* | *_arm64_linux_* | *_loong64_linux_*) [ -n "$found_maps" ] || fail "no x_cgo_mmap" ;;
    esac
fi

# Where $ARCHIVE is set, the same objects also become a static library: one object, in which the public functions alone
# are global, so that nothing in it can clash with what a program has, another Go runtime included.
link_archive() {
    for argument; do
        case $argument in
        *.o) set -- "$@" "$argument" ;;
        esac
        shift
    done
    work=$(dirname "$1")
    ${LD:-${objcopy%objcopy}ld} -r -d -o "$work/libpsutil.o" "$@" # -d: variables without a section get one
    (cd "$(dirname "$0")" && sed -n 's/^ *\(psutil_[a-z0-9_]*\);$/\1/p' $VERSION_SCRIPTS) >"$work/exports"
    $objcopy --keep-global-symbols="$work/exports" --discard-all "$work/libpsutil.o"
    rm -f "$ARCHIVE"
    ${AR:-${objcopy%objcopy}ar} rcsD "$ARCHIVE" "$work/libpsutil.o"
}
[ -z "${ARCHIVE:-}" ] || link_archive "$@"

# The version scripts are named without a directory, which would become a part of Go's build ID.
for script in ${VERSION_SCRIPTS:-}; do
    set -- "$@" "-Wl,--version-script=$(dirname "$0")/$script"
done
${REAL_CC:-cc} "$@"

# A weak reference of C to something that has no name in Go would be NULL, or 0 bytes from the thread pointer.
output=
for argument; do
    [ "$output" != -o ] || { output=$argument; break; }
    [ "$argument" != -o ] || output=-o
done
[ -z "$found_go" ] || ! $nm -D --undefined-only "$output" | grep ' psutil__' || fail "C refers to these"
