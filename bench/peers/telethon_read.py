"""Opening a Telethon file with Telethon's own SQLiteSession: FILE, prints opens per second as JSON."""

import json
import shutil
import sys
import tempfile
import time

from telethon.sessions import SQLiteSession

with tempfile.TemporaryDirectory() as folder:
    copy = shutil.copy(sys.argv[1], folder + "/copy.session")
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < 0.7:
        for _ in range(50):
            session = SQLiteSession(copy)
            assert session.auth_key is not None
            session.close()
        count += 50
    print(json.dumps({"telethon_open": round(count / (time.perf_counter() - start))}))
