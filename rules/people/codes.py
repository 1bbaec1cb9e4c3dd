"""Codes that link a chat to a person: made by chance, shown once, kept only as a digest."""

import re
import secrets
from hashlib import sha256
from unicodedata import category

from rules.people.names import clean, fold

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 O, no 1 I L
LENGTH = 10  # 31 ** 10 is 49.5 bits: out of reach of guessing with the throttle, still typed by hand


def new_code() -> str:
    """Ten letters and digits as they are printed, XXXXX-XXXXX."""
    return shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normalise(typed: str) -> str | None:
    """The ten letters of a code however it was typed, or None if it cannot be one."""
    code = "".join(c for c in fold(clean(typed)).upper() if not _between(c))
    return code if len(code) == LENGTH and all(c in ALPHABET for c in code) else None


def types_a_code(text: str) -> bool:
    """`lienket ABCDE-23456`: a word, and a code in one piece that cannot be read as words."""
    _word, _blank, rest = text.strip().partition(" ")
    strange = re.search(r"[\d-]", rest) is not None and " " not in rest.strip()
    return strange and normalise(rest) is not None


def _between(letter: str) -> bool:
    """What may stand between the halves: any dash there is (the slip's own does not break), and nothing to be seen."""
    return letter in " _.:" or category(letter) in {"Pd", "Cf"}


_CODE = re.compile(rf"(?=(?<![{ALPHABET}])([{ALPHABET}]{{5}}[^{ALPHABET}]{{0,3}}[{ALPHABET}]{{5}})(?![{ALPHABET}]))")

_ALONE = re.compile(rf"(?=(?<![A-Z0-9])([{ALPHABET}]{{5}}[^A-Z0-9]{{0,3}}[{ALPHABET}]{{5}})(?![A-Z0-9]))")


def codes_in(text: str) -> frozenset[str]:
    """Everything in a text that may be a code, in the form of `normalise`."""
    found = (normalise(match[1]) for match in _CODE.finditer(fold(clean(text)).upper()))
    whole = normalise(text)
    return frozenset(code for code in (*found, whole) if code is not None)


def told_code(text: str, *, asked: bool = False) -> str | None:
    """The code that somebody who is not linked says, alone or among other words ("mã của em là ABCDE-23456 ạ"), in the
    form of `normalise`. Among words it has a digit, or is `asked` for: two names make ten letters too.
    """
    whole = normalise(text)
    if whole is not None:
        return whole
    found = [match[1] for match in _ALONE.finditer(fold(clean(text)).upper())]
    digits = {one: sum(letter.isdigit() for letter in one) for one in found}
    best = max(found, key=lambda one: digits[one], default="")
    return normalise(best) if best and (asked or digits[best]) else None


def shown(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def payload(code: str) -> str:
    """The code as it stands in a deep link or QR: letters and digits only, which every channel lets through."""
    return code.replace("-", "")


def digest(code: str) -> str:
    """What is stored, for a code in any of its forms. No salt: the code itself is chance enough."""
    return sha256(payload(code).encode()).hexdigest()


def notice_code(number: int) -> str:
    """Four letters that stand for a message, the same in every copy of it, so that people can speak of it."""
    spread = number * 391_939 % len(ALPHABET) ** 4  # a prime: neighbours do not look alike
    letters = []
    for _place in range(4):
        spread, letter = divmod(spread, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)
