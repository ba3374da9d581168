"""A thousand sessions in one go: tgferry's one command beside a thousand of its commands, and beside the libraries that
do the same work, in the same run. Called by compare.py."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import time

COUNT = 1000
ALONE = 100  # commands of their own that are timed, for the thousand that they stand for


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def make_inputs(tgferry, folder, facts, example):
    """Strings and databases of one account, as many as wanted."""
    for kind, end in (("telethon-string", ".txt"), ("telethon-sqlite", ".session")):
        (folder / kind).mkdir()
        first = folder / kind / f"0000{end}"
        tgferry("convert", example, "--to", kind, *facts, "-o", first)
        for i in range(1, COUNT):
            shutil.copy(first, folder / kind / f"{i:04}{end}")


def own_times(tgferry, folder, source, target, facts):
    inputs = sorted((folder / source).iterdir())
    together = folder / f"{source}-{target}"
    alone = folder / f"{source}-{target}-alone"
    alone.mkdir()
    one_command = timed(lambda: tgferry("convert", *inputs, "--to", target, *facts, "-o", together))
    again = timed(lambda: tgferry("convert", *inputs, "--to", target, *facts, "-o", together, check=False))

    def one_by_one():
        for path in inputs[:ALONE]:
            tgferry("convert", path, "--to", target, *facts, "-o", alone / path.stem)

    return one_command, again, timed(one_by_one) * COUNT / ALONE


def compare(tgferry, peer, peers, root, example, facts, row):
    print(f"\n{COUNT} sessions at once, seconds (tgferry: every output read back and on the disk)")
    with tempfile.TemporaryDirectory(dir=root / "build") as base:
        folder = pathlib.Path(base)
        make_inputs(tgferry, folder, facts, example)
        own = {}
        for source in ("telethon-string", "telethon-sqlite"):
            for target in ("telethon-sqlite", "pyrogram-sqlite", "session-json"):
                one, again, alone = own_times(tgferry, folder, source, target, facts)
                own[source, target] = one
                row(f"{source} to {target}", f"{one:.2f}", f"{alone:.2f}", f"a command for each: {alone / one:.1f} times")
                row("  once more: each exists already", f"{again:.2f}", f"{one:.2f}", f"the first time: {one / again:.1f} times")
        for name, command, source, target in (
            ("TGConvertor", [peers / "tgconvertor/bin/python", root / "bench/peers/batch_tgconvertor.py"],
             "telethon-string", "pyrogram-sqlite"),
            ("TGConvertor", [peers / "tgconvertor/bin/python", root / "bench/peers/batch_tgconvertor.py"],
             "telethon-sqlite", "pyrogram-sqlite"),
            ("opentele2", [peers / "opentele2/bin/python", root / "bench/peers/batch_opentele2.py"],
             "telethon-sqlite", "session-json"),
        ):
            (folder / f"{name}-{source}").mkdir()
            told = peer([*command, source, target, folder / source, folder / f"{name}-{source}"], root)
            row(f"{source} to {target}", f"{own[source, target]:.2f}", f"{told['seconds']:.2f}",
                f"{name}: {told['seconds'] / own[source, target]:.1f} times")
        shutil.copy(root / "bench/peers/batch_mtcute.mjs", peers / "node/bench_batch.mjs")
        strings = folder / "own-strings"
        inputs = sorted((folder / "telethon-string").iterdir())
        mine = timed(lambda: tgferry("convert", *inputs, "--to", "mtcute-string", "-o", strings))
        (folder / "mtcute").mkdir()
        told = peer(["node", "bench_batch.mjs", folder / "telethon-string", folder / "mtcute"], peers / "node")
        row("telethon-string to mtcute-string, files", f"{mine:.2f}", f"{told['seconds']:.2f}",
            f"@mtcute/convert: {told['seconds'] / mine:.1f} times")
