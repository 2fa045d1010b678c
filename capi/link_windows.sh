#!/bin/sh
# External linker for the Go tool (-extld) on Windows; link_elf.sh explains it.
#   - Go's entry is removed from .ctors, so that loading the DLL starts nothing, and gets a name;
#   - functions of Windows with which the runtime would change the host's process are redirected to runtime_windows.c;
#   - the list of functions to export, which has the Go exports, becomes empty: PSUTIL__PUBLIC marks the public
#     functions.
set -eu
objcopy=${OBJCOPY:-objcopy}
nm=${NM:-nm}

fail() {
    echo "link_windows.sh: $1: this version of Go is not the one that go.mod names" >&2
    exit 1
}

# has SYMBOL: whether the object in $symbols has this symbol, a pattern with its type
has() { echo "$symbols" | grep -q " $1\$"; }

redirected="SetErrorMode WerSetFlags SetProcessPriorityBoost SetConsoleCtrlHandler GetEnvironmentStringsW
    FreeEnvironmentStringsW GetProcAddress LoadLibraryExW DuplicateHandle CloseHandle
    VirtualQuery SetWaitableTimer WaitForSingleObject"

change_go() {
    entry=$(echo "$symbols" | sed -n 's/.* T \(_rt0_[a-z0-9]*_windows_lib\)$/\1/p')
    [ "$(echo "$entry" | wc -w)" -eq 1 ] || fail "no entry _rt0_<arch>_windows_lib"
    has '[bBdD] runtime\.scavenger' || fail "no runtime.scavenger"
    for name in $redirected; do
        has "U $name" || fail "the runtime does not call $name"
        set -- "$@" --redefine-sym "$name=psutil__$name"
    done
    $objcopy --remove-section=.ctors --redefine-sym "$entry=psutil__go_entry" \
        --redefine-sym runtime.scavenger=psutil__go_scavenger "$@" "$object"
}

found_go='' found_keys=''
for object in "$@"; do
    case $object in
    */export_file.def)
        echo EXPORTS >"$object"
        continue
        ;;
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
    if has 'T _cgo_[0-9a-f]*_Cfunc__Cmalloc'; then # of go-pointer, the only package here that calls C.malloc
        [ -z "$found_keys" ] || fail "C.malloc in a second package"
        $objcopy --redefine-sym malloc=psutil__take_key "$object"
        found_keys=1
    fi
done
if [ -n "$found_go" ]; then
    [ -n "$found_keys" ] || fail "no C.malloc"
    [ -z "${RESOURCE:-}" ] || set -- "$@" "$RESOURCE"
fi
# -s last, after the -g of cgo: zig gives a DLL with debug information an identifier that depends on the directory.
exec $REAL_CC "$@" -s
