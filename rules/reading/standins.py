"""A message and its class lists with other names of the same shape: to be read elsewhere, and naming nobody."""

import re
from collections.abc import Iterable, Mapping
from random import Random
from unicodedata import normalize

from rules.people.names import MIDDLE, TONES, fold, key, syllables
from rules.reading.words.lexicon import Lexicon

# Of the shapes that matter to the reader: with marks, without, and words of messages that are names too.
_MARKED = (
    "bảo bình bích cảnh châu chiến công cường cúc diệp diễm dũng duệ đào đạt đức giàng giáp hà hạnh hằng "
    "hậu hiếu hiền hòa hồng huệ hùng hưng hương khánh khuê kiệt kiều lài lành lệ liễu lộc lợi lụa lương lý mận "
    "mẫn mỷ mỹ nghĩa nguyệt ngân nhàn nhã nhật oánh phú phúc phước phượng quân quế quốc quý quyền quỳnh sáu "
    "sâm sơn sương tài tâm tấn thái thạch thành thảo thắm thắng thiện thịnh thơm thủy thúy thương tiến tình "
    "tín toàn trí trọng trúc trường tú tuấn tuệ tùng tường tuyết uyên việt vĩnh vượng xuyến yến "
)
_PLAIN = (
    "an anh chi danh doanh giang giao hoa hoan huy khang khoa kim lam lan linh long minh nam nga nhi oanh "
    "phong quang sen san tam thanh thu trang trinh trung vinh vy xuyen "
)
_WORDS = "học sáng vui mai năm chiều đủ nhất hai ba tư sĩ thứ tiến phép đẹp mười xuân hạ thu "
_OF_DAYS = frozenset(("mai", "năm", "thứ", "hai", "ba", "tư", "sáu", "bảy"))
_ONSETS = "b c ch d đ g h kh l m n ng nh ph qu s t th tr v x"
_RIMES = "oát iêm ũng ẫn ạch ởi ùm êu òe ắc ấp ịt"  # of more than any school's names
_WORD = re.compile(r"(?:[HKYhky]')?[^\W\d_]+")
_NUMBER = re.compile(r"\d(?:[\d .]{4,}\d)")  # of a telephone, of a birth certificate
_BEFORE_A_NAME = frozenset(
    ("co", "thay", "anh", "chi", "bac", "chu", "me", "bo", "ba", "ma", "ong", "em", "be", "ban", "chau", "con")
)


class StandIns:
    """One syllable always becomes the same other one, two never become one, and two that are alike without marks stay
    so. No syllable of `everybody`, whose names must not be told, stands in for another. A new draw for every message.
    """

    def __init__(self, lexicon: Lexicon, chance: Random, everybody: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._pools = [chance.sample(pool.split(), len(pool.split())) for pool in (_MARKED, _PLAIN, _WORDS)]
        self._made_up = [onset + rime for rime in _RIMES.split() for onset in _ONSETS.split()]
        self._known: dict[str, str] = {}
        self._folds = {fold(word) for name in everybody for word in syllables(name)}

    def names(self, names: Iterable[str]) -> list[str]:
        return [" ".join(self._like(word) for word in syllables(name)) for name in names]

    def text(self, text: str, named: Iterable[str]) -> str:
        """`named`: the words that were read as names. Call it when all lists have been given to `names`."""
        said = {word.lower() for words in named for word in _WORD.findall(words)}
        by_fold = {fold(word): word for word in self._known}
        left: list[str] = []
        at, before = 0, ""
        for match in _WORD.finditer(text):
            word = match[0]
            left.append(text[at : match.start()])
            left.append(
                self._like(self._meant(word, by_fold)) if self._is_a_name(word, before, said, by_fold) else word
            )
            left[-1] = _typed_like(word, left[-1])
            at, before = match.end(), fold(word)
        return _NUMBER.sub(lambda number: re.sub(r"\d", "0", number[0]), "".join(left) + text[at:])

    def _is_a_name(self, word: str, before: str, said: set[str], by_fold: Mapping[str, str]) -> bool:
        plain = fold(word)
        if word.lower() in said:
            return True
        if len(word) == 1 or plain in MIDDLE:
            return False
        common, capital = plain in self._lexicon.known, word[0].isupper()
        if plain in by_fold:
            return capital or not common
        if before and capital:
            return not self._is_a_word(word.lower())
        return not common and (capital or (before in _BEFORE_A_NAME and plain in self._lexicon.names))

    def _meant(self, word: str, by_fold: Mapping[str, str]) -> str:
        return word.lower() if word.lower() in self._known else by_fold.get(fold(word), word.lower())

    def _like(self, word: str) -> str:
        """In the same shape; what every other name has, and letters alone, stay."""
        lower = word.lower()
        if len(lower) == 1 or fold(lower) in MIDDLE or lower.endswith("'"):
            return word
        if "'" in lower:
            return word[: word.index("'") + 1] + self._like(word[word.index("'") + 1 :])
        if lower not in self._known:
            shape = 2 if fold(lower) in self._lexicon.known else 0 if lower != fold(lower) else 1
            self._folds.add(fold(lower))
            alike = next((other for word, other in self._known.items() if fold(word) == fold(lower)), None)
            self._known[lower] = (
                self._drawn(shape) if alike is None else self._alike(alike, marked=lower != fold(lower))
            )
        return _typed_like(word, self._known[lower])

    def _is_a_word(self, lower: str) -> bool:
        """Of messages, exactly as it is written: Học, Sáng, Mai."""
        said = self._lexicon.phrases.get(fold(lower), ())
        return lower in _OF_DAYS or any(phrase.keys == (key(lower),) for phrase in said)

    def _alike(self, other: str, *, marked: bool) -> str:
        """Hùng and Hưng become two that are alike without marks."""
        plain = fold(other)
        at = next(place for place, letter in enumerate(plain) if letter in "aeiouy") + 1
        ways = [normalize("NFC", plain[:at] + tone + plain[at:]) for tone in TONES] if marked else [plain]
        taken = {key(word) for word in self._known.values()}  # `toàn` and `tòan` are one
        return next((way for way in ways if key(way) not in taken), other)

    def _drawn(self, shape: int) -> str:
        """One that is like no other, with marks or without; of a long list the last are made up."""
        for pool in (self._pools[shape], self._pools[0], self._made_up):
            while pool:
                word = pool.pop()
                if fold(word) not in self._folds:
                    self._folds.add(fold(word))
                    return word
        raise ValueError("a class has not so many names")


def _typed_like(typed: str, word: str) -> str:
    """In the capitals of what was typed, and without marks where it had none."""
    left = fold(word) if typed.isascii() else word
    if typed.isupper() and len(typed) > 1:
        return left.upper()
    return left[:1].upper() + left[1:] if typed[:1].isupper() else left.lower()
