#!/usr/bin/env bash
# Converts the example to every format that can be written, reads each result back, and prints a table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tgferry=$1
example=examples/my_account.session

key_id() { sed -n 's/.*id \(0x[0-9a-f]*\)$/\1/p' | head -n 1; }

# What some targets need and Telethon's file does not know: which application the account used, and that it is no bot.
facts=(--api-profile desktop --user)
missing_fact=9 # the exit code that asks for them
out=out # what else lies there stays: --force replaces the results of an earlier run only
mkdir -p -m 700 "$out"
wanted=$("$tgferry" inspect "$example" | key_id)
failed=0

printf '%-17s %-34s %-19s %-8s %s\n' format file 'key id' verdict 'dropped / inferred / unknown'
while read -r format shape directions _; do
    case $directions in RW | -W) ;; *) continue ;; esac
    case $shape in
        text) file=$out/$format.txt ;;
        folder) file=$out/$format ;;
        *) file=$out/$format.session ;;
    esac
    status=0
    notes=$("$tgferry" convert "$example" --to "$format" -o "$file" --force 2>&1) || status=$?
    if [ "$status" = "$missing_fact" ]; then
        notes="tgferry: note: supplied: ${facts[*]}
$("$tgferry" convert "$example" --to "$format" -o "$file" --force "${facts[@]}" 2>&1)" || true
    fi
    given=()
    [ "$format" = auth-key ] && given=(--dc 2) # a bare key does not name its DC
    [ "$format" = wtelegramclient ] && given=(--api-profile desktop) # its hash opens it
    found=$("$tgferry" inspect "$file" --from "$format" "${given[@]}" 2>/dev/null | key_id) || true
    verdict=ok
    if [ "$found" != "$wanted" ] || [ -z "$wanted" ]; then
        verdict=FAILED
        failed=1
    fi
    summary=$(printf '%s\n' "$notes" | sed -n '/^tgferry: note: wrote /d; s/^tgferry: note: //p; s/^tgferry: error: /error: /p' | paste -sd ';' -)
    printf '%-17s %-34s %-19s %-8s %s\n' "$format" "$file" "${found:--}" "$verdict" "${summary:-nothing}"
done < <("$tgferry" formats | tail -n +2)

[ "$failed" = 0 ] && echo "every format carries the key $wanted" || echo "some formats failed" >&2
exit "$failed"
