#!/bin/sh
# Builds library, examples and tests in C for each processor of processors.txt that has a compiler here, and fails if
# one is missing. Called by make, which sets GO, MAKE, BUILD and VENV.
set -eu
missing=
while read -r arch triple packages _; do
    case $arch in '' | '#'*) continue ;; esac
    if ! command -v "$triple-gcc" >/dev/null || ! echo '#include <stdlib.h>' | "$triple-gcc" -x c -fsyntax-only - 2>/dev/null; then
        echo "$arch: $triple-gcc cannot compile C; install it (Debian packages $(echo "$packages" | tr , ' '))" >&2
        missing="$missing $arch"
        continue
    fi
    echo "== $arch"
    GOARCH=$arch GOARM=7 OBJCOPY=$triple-objcopy NM=$triple-nm READELF=$triple-readelf \
        $MAKE --no-print-directory BUILD="$BUILD/$arch" VENV="$VENV" CC="$triple-gcc" CFLAGS="-O2 -Wno-psabi" processor </dev/null
done <packaging/processors.txt
[ -z "$missing" ] || { echo "no compiler for:$missing" >&2; exit 1; }
