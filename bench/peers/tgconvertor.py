"""String conversions of TGConvertor, timed in this process. Reads the jobs as JSON, prints "from/to" -> per second."""

import json
import sys
import time

from TGConvertor import SessionManager

READ = {"telethon-string": SessionManager.from_telethon_string, "pyrogram-string": SessionManager.from_pyrogram_string}
WRITE = {"telethon-string": SessionManager.to_telethon_string, "pyrogram-string": SessionManager.to_pyrogram_string}


def per_second(job, seconds=0.7):
    read, write = READ[job["from"]], WRITE[job["to"]]
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for _ in range(100):
            write(read(job["text"]))
        count += 100
    return round(count / (time.perf_counter() - start))


jobs = [job for job in json.load(sys.stdin) if job["from"] in READ and job["to"] in WRITE]
print(json.dumps({f"{job['from']}/{job['to']}": per_second(job) for job in jobs}))
