#!/usr/bin/env bash
# Runs the libFuzzer programs one after the other: BUILD SECONDS [NAME]. New inputs stay in the build folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1 seconds=$2 only=${3:-}
ran=0
for program in "$build"/tests/fuzz/fuzz_*; do
    [ -x "$program" ] && [ -f "$program" ] || continue
    name=$(basename "$program")
    [ -z "$only" ] || [ "$name" = "$only" ] || [ "$name" = "fuzz_$only" ] || continue
    corpus=$build/corpus/$name
    mkdir -p "$corpus"
    seeds=()
    for folder in "$build/seeds/$name" "tests/fuzz/corpus/$name"; do
        [ -d "$folder" ] && seeds+=("$folder")
    done
    echo "== $name, $seconds s"
    log=$corpus.log
    status=0
    "$program" -max_total_time="$seconds" -rss_limit_mb=1024 -malloc_limit_mb=64 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="$corpus/" "$corpus" "${seeds[@]}" >"$log" 2>&1 || status=$?
    grep -E 'ERROR|SUMMARY|stat::(number_of_executed|average)|crash-|timeout-' "$log" || true
    [ "$status" = 0 ] || { echo "$name found something: see $log" >&2; exit 1; }
    ran=$((ran + 1))
done
[ "$ran" -gt 0 ] || { echo "there is no fuzz target ${only:-at all}" >&2; exit 2; }
