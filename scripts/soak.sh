#!/usr/bin/env bash
# What is too long for every day: soak.sh MINUTES. Whole runs first, of which `./dev test` makes a part each; what is left of the
# time goes to the fuzzers, whose corpus is kept in build/fuzz/corpus. Prints what it did, and ends with 1 where anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
minutes=$1 started=$SECONDS failed=0
end=$((started + minutes * 60))
program=build/dev/tgferry log=build/soak.log
: >"$log"

report() { # WHAT SECONDS STATUS LAST-LINE
    printf '%-34s %6s s  %-7s %s\n' "$1" "$2" "$([ "$3" = 0 ] && echo held || echo FAILED)" "$4"
    [ "$3" = 0 ] || failed=1
}

part() { # WHAT COMMAND...
    local what=$1 from=$SECONDS status=0 left=$((end - SECONDS))
    shift
    if [ "$left" -lt 60 ]; then
        printf '%-34s %6s    %-7s %s\n' "$what" - "NOT RUN" "the time is over"
        return
    fi
    echo "== $what: $*" >>"$log"
    timeout "$left" "$@" >build/soak.part 2>&1 || status=$?
    cat build/soak.part >>"$log"
    if [ "$status" = 124 ]; then
        printf '%-34s %6s s  %-7s %s\n' "$what" $((SECONDS - from)) "CUT OFF" "held as far as it went"
    else
        report "$what" $((SECONDS - from)) "$status" "$(grep -v '^$' build/soak.part | tail -n 1 | cut -c 1-100)"
    fi
}

part "kills at every system call" python3 tests/faults/run.py --program "$program" --shim build/dev/tests/tgferry_fault_shim.so --all
part "traces of keys, every fixture" python3 tests/traces/run.py --program "$program" --look build/dev/tests/tgferry_look --all
part "two builds in two folders" scripts/reproducible.sh
part "every byte changed, sanitizers" env TGFERRY_SWEEP=all ctest --test-dir build/asan -j "$(nproc)" -L '^sweep$' --output-on-failure
part "mutated seeds, sanitizers" bash -c 'for t in build/asan/tests/fuzz/fuzz_*; do [ -x "$t" ] && [ -f "$t" ] || continue
    "$t" -mutate=300 build/asan/seeds/$(basename "$t") >build/soak.seeds 2>&1 || { tail -n 3 build/soak.seeds; exit 1; }; done; echo "every target with every seed, 300 times changed"'

targets=$(find build/fuzz/tests/fuzz -maxdepth 1 -name 'fuzz_*' -type f -perm -u+x | sort)
count=$(echo "$targets" | grep -c .)
each=$(((end - SECONDS) * $(nproc) / (count > 0 ? count : 1)))
if [ "$each" -ge 2 ]; then
    from=$SECONDS status=0
    echo "$targets" | xargs -P "$(nproc)" -I TARGET sh -c 'scripts/fuzz.sh build/fuzz "$1" "$(basename "$2")"' sh "$each" TARGET >build/soak.part 2>&1 || status=$?
    cat build/soak.part >>"$log"
    runs=$(awk -F: '/number_of_executed_units/ {sum += $3} END {print sum}' build/soak.part)
    report "$count fuzz targets, $each s each" $((SECONDS - from)) "$status" "$runs inputs, corpus of $(find build/fuzz/corpus -type f ! -name '*.log' | wc -l)"
fi
echo "the whole: $(((SECONDS - started) / 60)) minutes; all that was printed: $log"
exit "$failed"
