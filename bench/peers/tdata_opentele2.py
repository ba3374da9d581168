"""Telegram Desktop's folder in opentele2: FOLDER, prints reads per second from the disk as JSON."""

import json
import sys
import time

from opentele2.td import TDesktop


def rate(work, seconds=1.0):
    work()  # warm
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        work()
        count += 1
    return round(count / elapsed)


print(json.dumps({"read": rate(lambda: TDesktop(sys.argv[1]))}))
