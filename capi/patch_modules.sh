#!/bin/sh
# Prints the flag of "go build" that replaces a file of another module, and writes what the flag names into a directory.
#
#     patch_modules.sh DIRECTORY
#
# ppc64le: the system calls of golang.org/x/sys jump to those of package syscall through R31. In a shared library a
# function of Go begins by computing its table of contents from R12, as the ELFv2 ABI says, and R12 has another value
# then: the first system call crashes. The patched file jumps through R12.
#
# macOS and FreeBSD: golang.org/x/sys imports fmt for the texts of errors, and fmt imports os, which capi/main.go
# forbids. The patched file has other errors. Linux on other processors needs nothing.
set -eu
go=${GO:-go}
system=${GOOS:-$($go env GOOS)}
case $system-${GOARCH:-$($go env GOARCH)} in
linux-ppc64le) name=unix/asm_linux_ppc64x.s ;;
darwin-*) name=unix/syscall_darwin.go ;;
freebsd-*) name=unix/cap_freebsd.go ;;
*) exit 0 ;;
esac

patch_file() { # FROM TO
    case $system in
    linux) sed -e 's/\(MOVD	\$syscall·[A-Za-z0-9]*(SB), \)R31$/\1R12/' -e 's/MOVD	R31, CTR$/MOVD	R12, CTR/' "$1" >"$2" ;;
    *) sed -e '/^	"fmt"$/d' -e 's/fmt\.Errorf(.*)$/EINVAL/' "$1" >"$2" ;;
    esac
    case $system in
    linux) [ "$(grep -c R12 "$2")" -eq 8 ] && ! grep -q R31 "$2" ;;
    *) ! grep -q 'fmt' "$2" && ! cmp -s "$1" "$2" ;;
    esac || {
        echo "patch_modules.sh: $1: not the file that this script knows" >&2
        exit 1
    }
}

source=$(dirname "$(GOOS=$system CGO_ENABLED=0 $go list -f '{{.Dir}}' golang.org/x/sys/unix)")
mkdir -p "$1"
case $source in
"$PWD"/vendor/*) # of the source tarball
    patch_file "$source/$name" "$1/${name#unix/}"
    printf '{"Replace": {"%s": "%s"}}\n' "${source#"$PWD"/}/$name" "$1/${name#unix/}" >"$1/overlay.json"
    echo "-overlay=$1/overlay.json"
    ;;
*) # Go refuses overlays of its module cache
    rm -rf "$1/x-sys"
    mkdir "$1/x-sys"
    cp -R "$source/go.mod" "$source/unix" "$1/x-sys"
    chmod -R u+w "$1/x-sys"
    patch_file "$source/$name" "$1/x-sys/$name"
    cp go.mod go.sum "$1"
    case $1 in
    /*) $go mod edit -replace "golang.org/x/sys=$1/x-sys" "$1/go.mod" ;;
    *) $go mod edit -replace "golang.org/x/sys=./$1/x-sys" "$1/go.mod" ;;
    esac
    echo "-modfile=$1/go.mod"
    ;;
esac
