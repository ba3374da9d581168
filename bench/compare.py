#!/usr/bin/env python3
"""tgferry beside the libraries that do the same work, in one run, as ratios. Called by `./dev bench`.

    compare.py BUILD [PATTERN]   BUILD has bench/tgferry_bench and the program tgferry
    compare.py BUILD --batch     only many sessions at once

Machines are noisy: only the ratios of one run mean anything, and only when they are large.
"""

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import batch

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "build" / "peers"
EXAMPLE = ROOT / "examples" / "my_account.session"
FACTS = ["--api-profile", "desktop", "--user", "--user-id", "123456789"]
# Without a network of their own, so that nothing they import can call out.
ISOLATED = ["unshare", "-n"] if subprocess.run(["unshare", "-n", "true"], stderr=subprocess.DEVNULL).returncode == 0 \
    else ["unshare", "-rn"]


def own_benchmarks(build, pattern):
    command = [build / "bench" / "tgferry_bench", f"--benchmark_filter={pattern or '.'}", "--benchmark_format=json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]
    scale = {"ns": 1, "us": 1e3, "ms": 1e6}
    return {row["name"]: row["real_time"] * scale[row["time_unit"]] for row in rows
            if not row.get("error_occurred")}  # nanoseconds


def tgferry(build, *arguments, check=True):
    done = subprocess.run([build / "tgferry", *arguments], capture_output=True, text=True)
    if check and done.returncode != 0:
        sys.exit(f"tgferry: exit {done.returncode}: {done.stderr[-400:]}")
    return done.stdout.strip()


def peer(command, cwd, **options):
    return json.loads(subprocess.run([*ISOLATED, *command], check=True, cwd=cwd, capture_output=True, text=True,
                                     **options).stdout.splitlines()[-1])


def string_rates(build, own):
    jobs = []
    for name in own:
        if match := re.fullmatch(r"string/(.+)/(.+)", name):
            text = tgferry(build, "convert", EXAMPLE, "--to", match[1], *FACTS)
            jobs.append({"from": match[1], "to": match[2], "text": text})
    given = json.dumps(jobs)
    shutil.copy(ROOT / "bench/peers/mtcute.mjs", PEERS / "node/bench.mjs")
    yield "@mtcute/convert", peer(["node", "bench.mjs"], PEERS / "node", input=given)
    yield "TGConvertor", peer([PEERS / "tgconvertor/bin/python", ROOT / "bench/peers/tgconvertor.py"], ROOT, input=given)


def best_of(runs, command, **options):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        times.append(time.perf_counter() - start)
    times.sort()
    return times[len(times) // 2]


def row(what, own, other, name):
    print(f"  {what:<44} {own:>12} {other:>14}   {name}")


def compare_strings(build, own):
    print("\nstring to string, in process, per second (tgferry: read + to_string through the public API)")
    for name, rates in string_rates(build, own):
        for pair, rate in rates.items():
            mine = 1e9 / own[f"string/{pair}"]
            row(pair, f"{mine:,.0f}", f"{rate:,}", f"{name}: {mine / rate:.1f} times")


def compare_files(build, own):
    print("\nfiles, microseconds")
    for bare, what in (("sqlite/bare_open_select_close", "one row"), ("sqlite/bare_open_all_tables_close", "the same four tables")):
        for name in ("sqlite/tgferry_read", "sqlite/tgferry_detect_and_read"):
            row(name, f"{own[name] / 1e3:.1f}", f"{own[bare] / 1e3:.1f}",
                f"bare SQLite, {what}: {own[name] / own[bare]:.2f} times its time")
    rate = peer([PEERS / "telethon/bin/python", ROOT / "bench/peers/telethon_read.py", EXAMPLE], ROOT)["telethon_open"]
    mine = own["sqlite/tgferry_read"]
    row("sqlite/tgferry_read", f"{mine / 1e3:.1f}", f"{1e6 / rate:.1f}", f"Telethon: {1e9 / rate / mine:.1f} times faster")
    with tempfile.TemporaryDirectory() as folder:
        tgferry(build, "convert", EXAMPLE, "--to", "session-json", *FACTS, "--schema", "8", "-o", f"{folder}/pair")
        rates = peer([PEERS / "opentele2/bin/python", ROOT / "bench/peers/opentele2_read.py", f"{folder}/pair"], ROOT)
    for direction in ("read", "write"):
        mine, rate = own[f"{direction}/session-json"], rates[f"session_json_{direction}"]
        row(f"session-json {direction}", f"{mine / 1e3:.1f}", f"{1e6 / rate:.1f}",
            f"opentele2: {1e9 / rate / mine:.1f} times faster (tgferry in memory)")


def compare_tdata(build, own):
    print("\nTelegram Desktop's folder (one account), per second")
    with tempfile.TemporaryDirectory() as folder:
        passcode = pathlib.Path(folder, "passcode")
        passcode.write_text("a passcode\n")
        tgferry(build, "convert", EXAMPLE, "--to", "tdata", "-o", f"{folder}/plain")
        tgferry(build, "convert", EXAMPLE, "--to", "tdata", "-o", f"{folder}/locked", "--new-passcode-file", passcode)
        shutil.copy(ROOT / "bench/peers/tdata_mtcute.mjs", PEERS / "node/bench_tdata.mjs")
        mtcute = peer(["node", "bench_tdata.mjs", f"{folder}/plain", f"{folder}/locked"], PEERS / "node",
                      input="a passcode")
        opentele2 = {name: peer([PEERS / name / "bin/python", ROOT / "bench/peers/tdata_opentele2.py", f"{folder}/plain"], ROOT,
                                env={**os.environ, "OPENTELE_NO_FETCH": "1"}) for name in ("opentele2", "opentele2-1.2")}
    rate = {name: 1e9 / nanoseconds for name, nanoseconds in own.items()}
    for what, name, other, whose in [
        ("read from the disk", "tdata/read_disk", mtcute["read"], "@mtcute/convert"),
        ("read from the disk", "tdata/read_disk", opentele2["opentele2"]["read"], "opentele2 2.0 (Rust inside)"),
        ("read from the disk", "tdata/read_disk", opentele2["opentele2-1.2"]["read"], "opentele2 1.2"),
        ("write to memory", "write/tdata", mtcute["write_memory"], "@mtcute/convert"),
        ("write to the disk (tgferry: synced, read back)", "tdata/write_disk_synced_and_verified/real_time",
         mtcute["write_disk"], "@mtcute/convert"),
    ]:
        row(what, f"{rate[name]:,.0f}", f"{other:,}", f"{whose}: {rate[name] / other:.1f} times")
    read, bare = own["tdata/read_passcode/real_time"] / 1e6, own["tdata/bare_kdf_one_thread/real_time"] / 1e6
    row("read behind a passcode, ms", f"{read:.0f}", f"{bare:.0f}", f"the bare key derivation: {read / bare:.2f} times its time")
    row("read behind a passcode, ms", f"{read:.0f}", f"{mtcute['passcode_ms']:.0f}",
        f"@mtcute/convert: {mtcute['passcode_ms'] / read:.1f} times faster")


def compare_cold_start(build):
    print("\ncold start: one string converted by a new process, milliseconds (median of 21; node: of 7)")
    with tempfile.NamedTemporaryFile("w+") as source:
        source.write(tgferry(build, "convert", EXAMPLE, "--to", "telethon-string") + "\n")
        source.flush()
        mine = best_of(21, [build / "tgferry", "convert", source.name, "--to", "mtcute-string"])
        with open(source.name) as stdin:
            text = stdin.read()
        node = best_of(7, ["node", "bench.mjs", "once", "telethon-string", "mtcute-string"], cwd=PEERS / "node",
                       input=text, text=True)
        true = best_of(21, ["/bin/true"])
    row("telethon-string to mtcute-string", f"{mine * 1e3:.2f}", f"{node * 1e3:.0f}",
        f"node with @mtcute/convert: {node / mine:.0f} times (an empty process: {true * 1e3:.2f})")


def main():
    build, pattern = pathlib.Path(sys.argv[1]).resolve(), (sys.argv[2:] or [""])[0]
    many_at_once = lambda: batch.compare(functools.partial(tgferry, build), peer, PEERS, ROOT, EXAMPLE, FACTS, row)
    if pattern == "--batch":
        return many_at_once()
    own = own_benchmarks(build, pattern)
    print("tgferry, nanoseconds")
    for name, nanoseconds in own.items():
        print(f"  {name:<44} {nanoseconds:>12,.0f}")
    if pattern:
        return
    compare_strings(build, own)
    compare_files(build, own)
    compare_tdata(build, own)
    compare_cold_start(build)
    many_at_once()


if __name__ == "__main__":
    main()
