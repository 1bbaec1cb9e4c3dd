"""Phone numbers as people read them; stored they are `+84…`."""

import re


def shown(stored: str) -> str:
    """`0912 345 678`; a number of another country stays as it is."""
    if not stored.startswith("+84"):
        return stored
    digits = "0" + stored.removeprefix("+84")
    parts = re.fullmatch(r"(\d{3,5})(\d{3})(\d{3})", digits)
    return " ".join(parts.groups()) if parts else digits


def zalo_link(stored: str) -> str:
    """The address that opens the Zalo chat with a number; empty for one of another country."""
    return f"https://zalo.me/{stored.removeprefix('+')}" if stored.startswith("+84") else ""


def masked(stored: str) -> str:
    """Enough to tell two numbers apart, too little to call: `091•••5678`."""
    digits = shown(stored).replace(" ", "")
    return f"{digits[:3]}•••{digits[-4:]}" if len(digits) >= 9 else "•••"
