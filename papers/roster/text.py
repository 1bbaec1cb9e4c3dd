"""Text as it comes out of school files: folded for comparing, and the signs that tell what it was typed with."""

import re
import unicodedata

from rules.people.names import fold

# VNI-Windows writes the tone as its own character after the vowel ("Buøi", "Tuaán"); TCVN3 uses signs as letters
# ("V¨n", "§inh"). Neither happens in Vietnamese Unicode text.
_VNI = re.compile(r"[aeiouyöô][øûïäåëü]|a[áàãâù]|e[éèãâáàù]|o[âù]|uù", re.IGNORECASE)
_TCVN3 = re.compile(r"[a-zà-ỹ][¨©ª¬®µ¶¸¹¡¢£¤¥¦§]|[¨©ª¬®µ¶¸¹§][a-z]", re.IGNORECASE)


def folded(text: str) -> str:
    """Without marks, case and signs: words of letters and digits with one blank between them; for comparing only."""
    return " ".join(re.findall(r"[^\W_]+", fold(unicodedata.normalize("NFC", text)).replace("'", "")))


def is_legacy(text: str) -> bool:
    """Whether this was typed in a font of the time before Unicode."""
    return bool(_VNI.search(text) or _TCVN3.search(text))


def is_name_sign(sign: str) -> bool:
    """What a person's name may be made of: letters, marks, blanks, hyphens, dots and apostrophes."""
    return sign.isalpha() or unicodedata.category(sign) == "Mn" or sign in " -.'"
