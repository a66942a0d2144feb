#!/usr/bin/env bash
# Builds InfluxDB 2 from its Go module, once, into the user's cache folder, and prints where it is. Needs Go, Rust (by
# rustup), a C compiler and pkg-config; takes some 6 minutes on 2 cores. `--where` prints the place and builds nothing.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
version=$(awk '$1 == "github.com/influxdata/influxdb/v2" { print $2; exit }' "$here/go.mod")
folder=${XDG_CACHE_HOME:-$HOME/.cache}/clearwell/influxd-$version
program=$folder/influxd

if [ "${1:-}" = --where ] || [ -x "$program" ]; then echo "$program"; exit 0; fi

for need in go rustup cargo cc pkg-config; do
  command -v "$need" >/dev/null || { echo "Building InfluxDB needs $need, and it is not here; an installed influxd or INFLUX_URL serves as well" >&2; exit 1; }
done

mkdir -p "$folder"
work=$(mktemp -d "$folder/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$here/go.mod" "$here/go.sum" "$here/influxd.go" "$work"
cd "$work"
# Its query engine is partly in Rust; this pkg-config builds that part when Go asks for it.
GOFLAGS=-mod=mod go build -o "$work/pkg-config" github.com/influxdata/pkg-config >&2
toolchain=$(rustup toolchain list | awk '/^stable/ { print $1; exit }')
echo "Building InfluxDB $version; this takes some minutes" >&2
PKG_CONFIG=$work/pkg-config RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-$toolchain} GOFLAGS=-mod=mod \
  go build -trimpath -ldflags '-s -w' -o "$work/influxd" github.com/influxdata/influxdb/v2/cmd/influxd >&2
# Whole or not at all: two builds at once do not spoil each other.
mv "$work/influxd" "$program"
echo "$program"
