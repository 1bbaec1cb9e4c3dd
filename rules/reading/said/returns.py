"""`nghỉ hôm nay, mai đi học lại`; `sáng nghỉ, chiều đi học`: being here at another time takes back nothing."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar.days_said import DayReading
from rules.calendar.parts import Part
from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.text import Text

_LATER = frozenset(("moi", "se"))  # thứ 2 mới đi học lại
HALVES: dict[str, str] = {Part.MORNING: Part.AFTERNOON, Part.AFTERNOON: Part.MORNING}


class Return(Struct, frozen=True):
    """When somebody is said to be here: a day, half a day; `later`: only then, and so not before."""

    day: DayReading | None
    part: str | None
    later: bool

    def elsewhere(self, away: Sequence[date], parts: str | None) -> bool:
        """Whether it is of another time than the absence."""
        if self.later or (self.day is not None and set(self.day.days).isdisjoint(away)):
            return True
        return self.part is not None and bool(parts) and self.part not in (parts or "")


def until(day: DayReading, text: Text) -> DayReading:
    """`hết tuần mới đi học lại`; `tới thứ tư mới đi học lại`, and so no longer away then."""
    said = text.folded[day.start : day.end]
    back = said.startswith(("toi", "den", "cho den")) and not ("het" in said or "tuan" in said)
    return replace(day, days=day.days[:-1]) if back else day


def cut_in_time(breath: Sequence[Piece]) -> list[list[Piece]]:
    """`Lan nghỉ sáng chiều đi học`, cut before the time of which the pupil is said to be here."""
    here = next((place for place, piece in enumerate(breath) if _is_here(piece)), 0)
    times = [place for place, piece in enumerate(breath[:here]) if piece.day is not None or piece.is_(Sense.SESSION)]
    away = [place for place, piece in enumerate(breath[:here]) if piece.is_(Sense.ABSENT, Sense.EXCUSED, Sense.REASON)]
    if not (times and away and times[-1] > away[0]):
        return [list(breath)]
    return [list(breath[: times[-1]]), list(breath[times[-1] :])]


def return_said(source: Source, breath: Sequence[Piece]) -> Return | None:
    """The time of which somebody is said to be here, in a breath that names nobody and says a time."""
    here = next((place for place, piece in enumerate(breath) if _is_here(piece)), None)
    if here is None or any(piece.named for piece in breath):
        return None
    day = next((piece.day for piece in breath if piece.day is not None), None)
    half = next((piece.phrase.value for piece in breath if piece.phrase and piece.is_(Sense.SESSION)), None)
    before = breath[here - 1] if here else None
    later = before is not None and source.text.plain[before.start] in _LATER and len(breath) > 2
    if day is None and half is None and not later:
        return None
    return Return(day, half or (day.part if day else None), later)


def _is_here(piece: Piece) -> bool:
    return piece.is_(Sense.KIND) and piece.phrase is not None and piece.phrase.value == Kind.PRESENT
