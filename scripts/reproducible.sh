#!/usr/bin/env bash
# Two builds in two folders are equal, byte for byte: reproducible.sh [ROOM...]
# Without a room: the release build of the library and the program, in clones of the last commit. With rooms (crypto, io): the
# objects of these alone, which takes a minute.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export CCACHE_DISABLE=1
rooms=("$@")

build() { # FOLDER
    mkdir -p "$1"
    git -C "$top" archive HEAD | tar -x -C "$1"
    cmake -S "$1" -B "$1/out" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
    if [ ${#rooms[@]} = 0 ]; then
        cmake --build "$1/out" >/dev/null
        sha256sum "$1/out/tgferry" "$1/out/src/libtgferry.a"
    else
        local objects=()
        for room in "${rooms[@]}"; do
            for source in "$1/src/$room"/*.cpp; do objects+=("src/CMakeFiles/tgferry.dir/$room/$(basename "$source").o"); done
        done
        ninja -C "$1/out" "${objects[@]}" >/dev/null
        (cd "$1/out" && sha256sum "${objects[@]}")
    fi | sed "s: $1/: :; s: .*/out/: :" | sort
}

build "$scratch/one" >"$scratch/sums.one"
build "$scratch/another-folder/of/another/depth" >"$scratch/sums.two"
sed -i 's: [^ ]*out/: :' "$scratch/sums.one" "$scratch/sums.two"
if ! cmp -s "$scratch/sums.one" "$scratch/sums.two"; then
    echo "the two builds differ:" >&2
    diff "$scratch/sums.one" "$scratch/sums.two" >&2
    exit 1
fi
echo "equal in both folders: $(wc -l <"$scratch/sums.one") files"
