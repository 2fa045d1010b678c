#!/bin/sh
# External linker for the Go tool (-extld) on Linux. Go's linker passes one object, go.o. Before the real linker gets it:
#   - Go's entry is removed from .init_array, so that loading the library starts nothing, and gets a name;
#   - the runtime's variables that runtime_linux.c uses become global;
#   - calls to functions that runtime_linux.c replaces are redirected.
# It fails if a new Go has moved something, so that the build breaks and not a host. runtimelayout checks the offsets of
# fields.
set -eu
objcopy=${OBJCOPY:-objcopy}
nm=${NM:-nm}

fail() {
    echo "link_linux.sh: $1: this version of Go is not the one that go.mod names" >&2
    exit 1
}

for object in "$@"; do
    case $object in
    */go.o)
        symbols=$($nm -S "$object")
        entry=$(echo "$symbols" | sed -n 's/.* [tT] \(_rt0_[a-z0-9]*_linux_lib\)$/\1/p')
        [ "$(echo "$entry" | wc -w)" -eq 1 ] || fail "no entry _rt0_<arch>_linux_lib"
        size=$(echo "$symbols" | sed -n 's/^[0-9a-f]* \([0-9a-f]*\) . runtime\.sigtable$/\1/p')
        case $size in
        *618) ;; # 65 signals of 24 bytes; 12 where pointers are short
        *30c) ;;
        *) fail "runtime.sigtable does not have 65 entries" ;;
        esac
        echo "$symbols" | grep -q ' [bB] runtime\.scavenger$' || fail "no runtime.scavenger"
        echo "$symbols" | grep -q ' U x_cgo_getstackbound$' || fail "no call of x_cgo_getstackbound"
        $objcopy --remove-section=.init_array --remove-section=.rela.init_array --remove-section=.rel.init_array \
            --redefine-sym "$entry=psutil__go_entry" --globalize-symbol=psutil__go_entry \
            --redefine-sym runtime.sigtable=psutil__go_sigtable --globalize-symbol=psutil__go_sigtable \
            --redefine-sym runtime.scavenger=psutil__go_scavenger --globalize-symbol=psutil__go_scavenger \
            --redefine-sym x_cgo_getstackbound=psutil__cached_stack_bounds "$object"
        ;;
    esac
done
exec ${REAL_CC:-cc} "$@"
