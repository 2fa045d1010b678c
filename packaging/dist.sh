#!/bin/sh
# Writes the source tarball into a directory, with a software bill of materials (CycloneDX) and SHA256SUMS beside it.
#
#     dist.sh DIRECTORY          in the top directory of a checkout; the tarball has the files of HEAD
#
# The tarball contains the Go modules (vendor/), so that it builds without a network. The same commit gives the same
# bytes. $VERSION is the release's; $GO is the go command.
set -eu
export LC_ALL=C TZ=UTC
umask 022

mkdir -p "$1"
directory=$(cd "$1" && pwd)
name=libpsutil-$VERSION
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git archive --format=tar --prefix="$name/" HEAD | tar -x -C "$work"
(cd "$work/$name" && $GO mod vendor)
tar --sort=name --format=ustar --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw \
    -C "$work" -cf "$work/$name.tar" "$name"
gzip -n -9 <"$work/$name.tar" >"$directory/$name.tar.gz"

cp packaging/libpsutil.cdx.json "$directory/$name.cdx.json"
(cd "$directory" && sha256sum "$name.tar.gz" "$name.cdx.json" >SHA256SUMS)
