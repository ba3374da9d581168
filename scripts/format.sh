#!/usr/bin/env bash
# clang-format over all C++ sources; with --check it only says what it would change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=-i
[ "${1:-}" = --check ] && mode='--dry-run -Werror'
# shellcheck disable=SC2086
find include src tests bench -name '*.[ch]pp' -print0 | xargs -0 clang-format-19 $mode
