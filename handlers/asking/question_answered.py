"""What was just asked is answered in words, as one answers a colleague: `có ạ`, `nghỉ có phép`, `đi học rồi`. What they
say is done as by the tap, with the same checks.
"""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes, local
from handlers.asking.still_absent import still_absent
from handlers.register.heard import Heard, hear
from handlers.register.reporting import report
from letters.register.asking import ALL, EXCUSED, HERE, LEFT_OUT, NOT_HERE, ONLY, TODAY, UNEXCUSED
from letters.says import Code, Says
from letters.says import register as says
from locales import _
from models.people.class_lists import class_list, lexicon_of
from models.post.offered import Offered, last_offered, last_said
from models.proposals import taken_back
from models.register.questions import AHEAD, CLASS, COUNT, PUPIL, THESE, Question, open_of, questions
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.excuse import excuse_alone
from rules.asking.questions import is_question
from rules.asking.reply import (
    LONGEST,
    Reply,
    means_all,
    naming_words,
    of_whom_was_asked,
    read_reply,
)
from rules.calendar.dates import read_day
from rules.people.classes import find_classes
from rules.people.names import fold
from rules.people.roles import REPORTERS
from rules.reading.said.reported import Item
from rules.reading.spoken import speaks_of_absence
from rules.reading.who.roster import by_number
from rules.reading.words.lexicon import IN_PART, Kind

_CAME = (Kind.PRESENT, Kind.LATE, Kind.DUTY)


class _Put(Struct, frozen=True):
    """The question that was put last, with the codes of its buttons and what else they say."""

    question: Question
    codes: tuple[Code, ...]
    others: tuple[Says, ...]
    reply: Reply | None
    text: str

    @property
    def only(self) -> Code | None:
        """The one answer that names a pupil, a day or a class."""
        named = [code for code in self.codes if code == TODAY or says.names_an_answer(code)]
        return named[0] if len(named) == 1 else None


async def question_answered(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None where nothing was asked, or the words are about something else."""
    text = incoming.text.strip()
    plain = incoming.private and not (incoming.pressed or incoming.edited or incoming.attachment)
    if not plain or not text or text[0] == "/" or "?" in text or len(text.split()) > LONGEST:
        return None
    if incoming.asker.person_id is None or not may(incoming.asker, REPORTERS):
        return None
    offered = await last_offered(session, incoming.linked.chat_id, incoming.when)
    asked = await _put_last(incoming, session, offered)
    if asked is None:
        return await still_absent(incoming, session, offered) or await _of_the_mark(incoming, session, offered)
    return await _answered(incoming, session, _put(asked, offered, text))


def _put(asked: Question, offered: Sequence[Offered], text: str) -> _Put:
    codes = tuple(code for one in offered if (code := says.read_answer(one.says)) is not None)
    others = tuple(one.says for one in offered if says.read_answer(one.says) is None)
    return _Put(asked, codes, others, read_reply(text), text)


async def _put_last(incoming: Incoming, session: AsyncSession, offered: Sequence[Offered]) -> Question | None:
    """What the newest answer asks; where none was given lately, the only question that is open, of a pupil today: then
    the words must say themselves what they answer (`có phép`, and no mere yes or class).
    """
    mine = incoming.linked.person_id
    if not offered:
        waiting = await open_of(session, mine, incoming.when)
        one = waiting[0] if len(waiting) == 1 and read_reply(incoming.text) is None else None
        today = local(incoming)[1].date()
        return one if one is not None and one.kind in (PUPIL, THESE) and one.day == today else None
    numbers = {number for one in offered if (number := says.read_chosen(one.says)) is not None}
    found = await questions(session, numbers) if len(numbers) == 1 else []
    return next((one for one in found if one.answered_at is None and one.person_id == mine), None)


async def _of_the_mark(incoming: Incoming, session: AsyncSession, offered: Sequence[Offered]) -> Sequence[Said] | None:
    """`Sửa thành có mặt, phải không ạ?` and `Các em đều có mặt rồi phải không ạ?`, where it is the one thing asked."""
    marks, reply = [one.says for one in offered if says.puts_right(one.says)], read_reply(incoming.text)
    if len(marks) != 1 or reply is None:
        return None
    above = await last_said(session, incoming.linked.chat_id, incoming.when)
    if not above.rstrip().endswith("?"):
        return None  # it only told something
    if reply in (Reply.NO, Reply.LEAVE_OUT):
        await taken_back(session, incoming.linked.person_id)
        return [Outgoing(text=_("All right, it stays as it is recorded."))]
    return await as_if_typed(incoming, session, marks[0]) if reply is Reply.YES else None


async def _answered(incoming: Incoming, session: AsyncSession, put: _Put) -> Sequence[Said] | None:
    if put.reply is Reply.UNSURE:
        return [Outgoing(text=_("All right, nothing is recorded until it is known."))]
    code = await _code(incoming, session, put)
    if code is not None:
        return await as_if_typed(incoming, session, says.choose(put.question.id, code))
    if put.question.kind in (PUPIL, THESE) and put.reply is None:
        return await _told_of_them(incoming, session, put)
    if put.reply is Reply.NO and len(put.others) == 1 and _asks_whether(put.question):
        return await as_if_typed(incoming, session, put.others[0])  # recorded absent, and in class
    return None


async def _code(incoming: Incoming, session: AsyncSession, put: _Put) -> Code | None:
    if put.reply is Reply.LEAVE_OUT:
        return LEFT_OUT
    kind = put.question.kind
    if kind == PUPIL:
        return await _of_a_pupil(incoming, session, put)
    if kind == CLASS:
        return await _of_a_class(incoming, session, put)
    if kind == THESE:
        yes = put.reply is Reply.YES or means_all(put.text)
        return ALL if yes else LEFT_OUT if put.reply is Reply.NO else None
    if kind == COUNT:
        return ONLY if put.reply in (Reply.NO_MORE, Reply.NO) else None
    return _of_a_day(incoming, put)


def _asks_whether(asked: Question) -> bool:
    """Who is meant is clear, and not whether that is so."""
    items = asked.matter.report.items
    return len(asked.candidates) == 1 and len(items) == 1 and not (items[0].meant or items[0].doubt)


async def _of_a_pupil(incoming: Incoming, session: AsyncSession, put: _Put) -> Code | None:
    asked = put.question
    if put.reply is Reply.NO:
        no = (HERE, NOT_HERE, LEFT_OUT)
        return next((code for code in no if code in put.codes), None if put.others else HERE)
    if len(asked.candidates) != 1:
        return put.only if put.reply is Reply.YES else await _which_of_them(incoming, session, put)
    if put.reply is Reply.YES:
        return says.chosen_pupil(asked.candidates[0])
    excused = excuse_alone(put.text) if _asks_whether(asked) else None
    return None if excused is None else EXCUSED if excused else UNEXCUSED


async def _which_of_them(incoming: Incoming, session: AsyncSession, put: _Put) -> Code | None:
    """`lan đinh`, `họ Hồ`, `số 2`, behind `Lan nào ạ`."""
    asked = put.question
    if asked.class_id is None or not asked.candidates or put.reply is not None:
        return None
    index = (await class_list(session, local(incoming)[0], asked.class_id, asked.day)).index
    words = naming_words(put.text)
    those = [index.by_id[number] for number in asked.candidates if number in index.by_id]
    named = {pupil.id for pupil in those if words and words <= set(fold(pupil.name).split())}
    numbered = {pupil.id for pupil in by_number(index, put.text) or ()} & set(asked.candidates)
    found = named or numbered
    return says.chosen_pupil(found.pop()) if len(found) == 1 else None


async def _of_a_class(incoming: Incoming, session: AsyncSession, put: _Put) -> Code | None:
    if put.reply is Reply.YES:
        return put.only
    found = find_classes(await known_classes(incoming, session), put.text)
    alone = len(found) == 1 and len(found[0].classes) == 1
    return says.chosen_class(found[0].classes[0].id) if alone else None


def _of_a_day(incoming: Incoming, put: _Put) -> Code | None:
    if put.reply is Reply.YES:
        return put.only
    said = read_day(put.text, local(incoming)[1].date())
    if said is not None and len(said.days) == 1 and not said.problem:
        today = said.days[0] == local(incoming)[1].date()
        return TODAY if put.question.kind == AHEAD and today else says.chosen_days(said.days)
    return EXCUSED if put.question.kind == AHEAD and excuse_alone(put.text) else None


async def _told_of_them(incoming: Incoming, session: AsyncSession, put: _Put) -> Sequence[Said] | None:
    """`em ấy ốm`, `đi học rồi`, `có phép`: read as if names and day had been said with it. Of several only whether with
    leave, for what else is said need not be said of all.
    """
    asked, several = put.question, len(put.question.candidates) != 1
    alone = await hear(incoming, session, put.text)
    if asked.class_id is None or not asked.candidates or _is_of_others(alone) or is_question(put.text):
        return None
    if several and (asked.kind == PUPIL or excuse_alone(put.text) is None):
        return None
    heard = await hear(incoming, session, await _whole(incoming, session, put))
    items = [item for one in heard.reading.reports for item in one.items]
    if {number for item in items for number in item.candidates} != set(asked.candidates):
        return None
    if all(item.kind in _CAME for item in items):
        return await as_if_typed(incoming, session, _here(put))
    if not await _is_told(incoming, session, put.text, items):
        return None
    sure = all(item.meant and not item.doubt for item in items)
    return await (report(incoming, session, heard) if sure else as_if_typed(incoming, session, says.choose(asked.id)))


async def _whole(incoming: Incoming, session: AsyncSession, put: _Put) -> str:
    asked = put.question
    school, moment = local(incoming)
    assert asked.class_id is not None  # noqa: S101, checked by the caller
    pupils = await class_list(session, school, asked.class_id, asked.day)
    day = "" if asked.day == moment.date() else f" {asked.day:%d/%m}"
    names = ", ".join(pupils.name(number) for number in asked.candidates)
    klass, more = pupils.index.roster.name, of_whom_was_asked(put.text)
    alone = len(asked.candidates) == 1
    return f"{klass}{day}: {names} {more}" if alone else f"{klass}{day} vắng: {names}. {more}."


async def _is_told(incoming: Incoming, session: AsyncSession, text: str, items: Sequence[Item]) -> bool:
    """Something is said of the pupil by these words, and not only `cảm ơn`."""
    told = any(item.kind in IN_PART or item.excused is not None or item.reason_code is not None for item in items)
    known = await known_classes(incoming, session)
    return told or speaks_of_absence(text, local(incoming)[1], known, (), lexicon_of(session))


def _is_of_others(alone: Heard) -> bool:
    return any(one.class_words or any(item.candidates for item in one.items) for one in alone.reading.reports)


def _here(put: _Put) -> Says:
    if HERE not in put.codes and len(put.others) == 1:
        return put.others[0]
    return says.choose(put.question.id, HERE)
