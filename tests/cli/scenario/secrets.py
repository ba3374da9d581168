"""Is a key somewhere in an output, in any spelling?"""

from __future__ import annotations

import base64
from pathlib import Path

SESSIONS = Path(__file__).resolve().parents[1] / "sessions"


def key(name: str) -> bytes:
    return bytes.fromhex((SESSIONS / f"{name}.hex").read_text())


def names() -> list[str]:
    return sorted(path.stem for path in SESSIONS.glob("*.hex"))


def found_in(output: bytes, secret: bytes) -> str | None:
    """What was found of the key: eight bytes in a row are enough."""
    lower = output.lower()
    for start in range(len(secret) - 7):
        part = secret[start:start + 8]
        if part in output:
            return "raw bytes of the key"
        if part.hex().encode() in lower:
            return f"the key in hex: {part.hex()}"
    standard = output.replace(b"-", b"+").replace(b"_", b"/")
    for shift in range(3):
        digits = base64.b64encode(secret[shift:shift + 252])
        for start in range(0, len(digits) - 15, 4):
            if digits[start:start + 12] in standard:
                return f"the key in base64: {digits[start:start + 12].decode()}"
    return None
