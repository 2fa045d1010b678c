#!/bin/sh
# Checks a directory that dist.sh has written: the checksums, and that the tarball builds the same library in two
# directories, from what it contains alone.
#
#     release_check.sh DIRECTORY
set -eu
directory=$(cd "$1" && pwd)
(cd "$directory" && sha256sum --quiet -c SHA256SUMS)
tarball=$(ls "$directory"/libpsutil-*.tar.gz)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

mkdir "$work/modules"
for copy in first "second copy"; do
    mkdir "$work/$copy"
    tar -xzf "$tarball" -C "$work/$copy" --strip-components=1
    # No proxy, and no module that was downloaded before. The toolchain itself is the one that runs.
    env -u GOFLAGS -u MAKEFLAGS -u MAKELEVEL GOTOOLCHAIN=local GOPROXY=off GOMODCACHE="$work/modules" \
        make -C "$work/$copy" build/libpsutil.so
done
cmp "$work/first/build/libpsutil.so.1" "$work/second copy/build/libpsutil.so.1"
sha256sum "$work/first/build/libpsutil.so.1" | sed 's/ .*/  libpsutil.so.1, the same in both directories/'
