#!/bin/sh
# Checks that tools are there, before anything is built with them: check_tools.sh go cc python venv node
# What is missing or too old is named with Debian's package for it. $GO, $CC and $PYTHON name other commands.
set -u
ok=true

missing() {
    echo "$1" >&2
    ok=false
}

for tool in "$@"; do
    case $tool in
    go)
        # Without GOTOOLCHAIN=local, Go would first download the version that go.mod names.
        version=$(GOTOOLCHAIN=local ${GO:-go} version 2>/dev/null) ||
            missing "${GO:-go}: not found; install Go 1.21 or newer (Debian package golang-go, or https://go.dev/dl)"
        minor=$(echo "$version" | sed -n 's/^go version go1\.\([0-9]*\).*/\1/p')
        [ "${minor:-21}" -ge 21 ] || missing "Go 1.$minor: too old; install 1.21 or newer, which fetches the version \
that go.mod names (Debian package golang-go from Debian 13 or bookworm-backports, or https://go.dev/dl)"
        ;;
    cc)
        # A compiler without the C library's headers is of no use, either.
        echo '#include <stdlib.h>' | ${CC:-cc} -x c -fsyntax-only - 2>/dev/null ||
            missing "${CC:-cc}: cannot compile C; install a C compiler (Debian packages gcc and libc6-dev)"
        command -v "${OBJCOPY:-objcopy}" >/dev/null ||
            missing "${OBJCOPY:-objcopy}: not found; install it (Debian package binutils)"
        ;;
    python)
        ${PYTHON:-python3} -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
            missing "${PYTHON:-python3}: not found or too old; install Python 3.10 or newer (Debian package python3)"
        ;;
    venv)
        ${PYTHON:-python3} -c 'import ensurepip, venv' 2>/dev/null ||
            missing "${PYTHON:-python3}: no module venv; install it (Debian package python3-venv)"
        ;;
    node)
        major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
        if [ -z "$major" ]; then
            missing "node: not found; install Node 20 or newer (Debian package nodejs)"
        elif [ "$major" -lt 20 ]; then
            missing "node $major: too old; install Node 20 or newer (Debian package nodejs from Debian 13)"
        fi
        command -v npm >/dev/null || missing "npm: not found; install it (Debian package npm)"
        ;;
    *) missing "check_tools.sh: unknown tool $tool" ;;
    esac
done
$ok
