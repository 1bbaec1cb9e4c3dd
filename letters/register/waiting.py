"""What is still to be chosen, each in a few words, and no two in the same."""

from collections import Counter
from collections.abc import Sequence

from locales import _
from locales.words import part_words, plain, quoted, short_day
from models.register.questions import Question

LISTED, SHOWN = 5, 30  # open questions in a list, letters of a message that stand for it


def still_open(questions: Sequence[Question]) -> str:
    """`Còn chờ thầy/cô chọn: “Lan”, ngày nghỉ của Bình`."""
    if not questions:
        return ""
    names = shortly(questions)[:LISTED]
    if len(questions) > LISTED:
        names.append(_("{count} others").format(count=len(questions) - LISTED))
    return _("Still to be chosen: {questions}.").format(questions=", ".join(names))


def shortly(questions: Sequence[Question]) -> list[str]:
    """Each question in a few words; of those with the same words the class, the half day and the day, then a number."""
    words = list(map(_short, questions))
    for tell_apart in (_with_the_class, _with_the_day, _with_a_number):
        same = Counter(words)
        words = [tell_apart(said, questions[at], at) if same[said] > 1 else said for at, said in enumerate(words)]
    return words


def _with_the_class(said: str, one: Question, _at: int) -> str:
    return f"{said} {plain(one.matter.report.class_words)}".strip()


def _with_the_day(said: str, one: Question, _at: int) -> str:
    return " ".join([said, *([part_words(one.parts)] if one.parts else []), short_day(one.day)])


def _with_a_number(said: str, _one: Question, at: int) -> str:
    return f"{said} ({at + 1})"


def _short(one: Question) -> str:
    match one.kind:
        case "count":
            return _("{count} announced in {klass}").format(count=one.matter.report.count_said, klass=plain(one.words))
        case "class":
            return _("the class of “{words}”").format(words=plain(one.matter.text)[:SHOWN])
        case "day" | "ahead":
            return _("the day of “{words}”").format(words=plain(one.words))
        case _:
            return quoted(one.words)
