#!/bin/sh
# Writes the source tarball into a folder, with a software bill of materials (CycloneDX) and SHA256SUMS beside it.
#
#     dist.sh FOLDER          in the top directory of a checkout; the tarball has the files of HEAD
#
# The tarball contains the Go modules (vendor/), so that it builds without a network. The same commit gives the same bytes.
# $VERSION is the release's; $CYCLONEDX is the tool for the bill; $GO is the go command.
set -eu
export LC_ALL=C TZ=UTC
umask 022

mkdir -p "$1"
folder=$(cd "$1" && pwd)
name=libpsutil-$VERSION
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git archive --format=tar --prefix="$name/" HEAD | tar -x -C "$work"
(cd "$work/$name" && $GO mod vendor)
tar --sort=name --format=ustar --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw \
    -C "$work" -cf "$work/$name.tar" "$name"
gzip -n -9 <"$work/$name.tar" >"$folder/$name.tar.gz"

# The tool describes the main module by its Git commit; the release's version and time are set here.
CGO_ENABLED=1 $GO run -buildvcs=false "$CYCLONEDX" app -json -noserial -std -licenses -main capi -output "$work/bill" . \
    2>"$work/log" || { cat "$work/log" >&2; exit 1; }
commit=$(sed -n 's/^ *"bom-ref": "pkg:golang.github.com.libpsutil.libpsutil@\([^?]*\)?.*/\1/p' "$work/bill" | head -n 1)
[ -n "$commit" ] || { echo "dist.sh: the bill of materials does not name libpsutil" >&2; exit 1; }
sed -e "s/$(printf %s "$commit" | sed 's/[.+]/\\&/g')/v$VERSION/g" \
    -e "s/\"timestamp\": \"[^\"]*\"/\"timestamp\": \"$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)\"/" \
    "$work/bill" >"$folder/$name.cdx.json"

(cd "$folder" && sha256sum "$name.tar.gz" "$name.cdx.json" >SHA256SUMS)
