"""How much of a message is read."""

import re
from collections import Counter
from itertools import islice

_LONGEST_REPORT = 2500  # letters
_MOST_WORDS, _MOST_LINES, _MOST_ALIKE = 600, 200, 100
_ALWAYS_READ = 2 * _MOST_ALIKE
_A_WORD = re.compile(r"\w+")


def first_piece(text: str) -> tuple[str, str]:
    """The text as far as it is read, and the rest. A whole class named in full with reasons is shorter than this, and
    nobody says one word a hundred times.
    """
    if len(text) < _ALWAYS_READ:
        return text, ""
    end, said = len(text), Counter[str]()
    for count, match in enumerate(_A_WORD.finditer(text, 0, _LONGEST_REPORT)):
        said[match[0]] += 1
        if count == _MOST_WORDS or said[match[0]] > _MOST_ALIKE:
            end = match.start()
            break
        if match.end() == _LONGEST_REPORT < len(text):
            end = match.start() or match.end()
    end = min(end, _end_of_lines(text), _LONGEST_REPORT)
    return text[:end], text[end:].strip()


def _end_of_lines(text: str) -> int:
    line = next(islice(re.finditer("\n", text), _MOST_LINES - 1, None), None)
    return line.start() if line else len(text)
