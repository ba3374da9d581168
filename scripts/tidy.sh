#!/usr/bin/env bash
# clang-tidy over the library and the program, as .clang-tidy says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
git ls-files -- 'src/*.cpp' | xargs -P "$(nproc)" -n 4 clang-tidy-19 -p "$1" --quiet --warnings-as-errors='*'
