"""/chon: the answer to an open question, in one tap or one digit. It completes the report the question came with."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.register.heard import Heard, recalled
from handlers.register.new_pupil import tell_registrar
from handlers.register.plan.making import plan
from handlers.register.reporting import settle
from letters.register.asking import (
    ALL,
    EXCUSED,
    HERE,
    NEW,
    NOT_HERE,
    OF_CLASS,
    ONLY,
    TODAY,
    UNEXCUSED,
    ask,
    ask_nearest,
    ask_of_class,
    asked_on,
)
from letters.says import register as says
from letters.told import line_for
from locales import _
from locales.words import joined, plain
from models.learned import learn
from models.people.class_lists import class_list, class_of, lexicon_of
from models.register.questions import CLASS, DROPPED, PUPIL, Question, answered, open_of, questions
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.people.classes import ClassRef
from rules.people.roles import LEADERS, REPORTERS
from rules.reading.learned import names_nobody, tells_apart, word_key
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport


@command("chọn", help="", who=REPORTERS, hidden=True)
async def choose(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the question's number and the answer; without an answer the question is asked again."""
    said = says.read_choose(incoming.rest)
    found = await questions(session, [said.question_id]) if said else []
    if said is None or not found or not _may(incoming, found[0]):
        return [Outgoing(text=_("No question like this waits for your answer."))]
    asked = found[0]
    if asked.answered_at is not None:
        return [Outgoing(text=_("This question has been settled already; nothing was changed."))]
    return await _answered(incoming, session, asked, said.answer)


def _may(incoming: Incoming, asked: Question) -> bool:
    asker = incoming.linked
    if asker.school.id != asked.school_id:
        return False
    return asker.person_id == asked.person_id or asker.has(*LEADERS) or asked.class_id in asker.classes()


async def _answered(incoming: Incoming, session: AsyncSession, asked: Question, choice: str) -> Sequence[Said]:
    school = incoming.linked.school
    if not choice:
        return [await ask(session, school, asked)]
    if choice == NOT_HERE and asked.class_id is not None:
        return [await ask_nearest(session, school, asked)]
    if choice == OF_CLASS and asked.class_id is not None:
        return [await ask_of_class(session, school, asked)]
    if choice in (DROPPED, ONLY, NEW, HERE):
        return await _closed(incoming, session, asked, choice)
    reports = await _chosen(incoming, session, asked, choice)
    if not reports:
        return [await ask(session, school, asked)]
    await answered(session, [asked.id], choice, incoming.asker.person_id, incoming.when)
    await _remember(incoming, session, asked, reports[0])
    heard = await recalled(incoming, session, asked, *reports)
    waiting = await _waiting(session, heard, asked)
    act = Act("question.answered", asked.id)
    return [*await settle(session, heard, await plan(session, heard), waiting), act]


async def _remember(incoming: Incoming, session: AsyncSession, asked: Question, chosen: ClassReport) -> None:
    """A word nobody is called by stands for whoever was chosen: for the writer alone, and by the writer's own tap."""
    items = asked.matter.report.items
    person_id = incoming.linked.person_id
    pupil_id = None
    open_ = len(items) == 1 and (names_nobody(items[0]) or tells_apart(items[0]))
    if asked.kind == PUPIL and open_ and chosen.class_id == asked.class_id:
        pupil_id = chosen.items[0].pupil
    elif not (asked.kind == CLASS and asked.matter.report.class_problem is not None):
        return
    if person_id == asked.person_id and chosen.class_id is not None and (pupil_id is None or word_key(asked.words)):
        await learn(
            session,
            school_id=asked.school_id,
            person_id=person_id,
            class_id=chosen.class_id,
            pupil_id=pupil_id,
            word=word_key(asked.words)[:60],
            said=asked.words[:60],
            inbox_id=asked.inbox_id,
            learned_at=incoming.when,
        )


async def _waiting(session: AsyncSession, heard: Heard, asked: Question) -> list[Question]:
    """What is still open for who answers, that of the same report first."""
    found = await open_of(session, heard.person_id, heard.at)
    return sorted(found, key=lambda one: one.inbox_id != asked.inbox_id)


async def _closed(incoming: Incoming, session: AsyncSession, asked: Question, choice: str) -> Sequence[Said]:
    """Nothing is recorded by this answer; the next question is asked."""
    await answered(session, [asked.id], choice, incoming.asker.person_id, incoming.when)
    heard = await recalled(incoming, session, asked)
    said: list[Said] = [Act("question.answered", asked.id)]
    text, line = _("“{words}” is left out; nothing was recorded for it."), ""
    if choice == ONLY:
        text = _("Thank you, so it stays at those that are recorded.")
    elif choice == HERE:
        text = _("Thank you: {words} is in class, nothing was recorded.")
    elif choice == NEW:
        text = _("Nothing is recorded for “{words}” until the pupil is on the list; who keeps the lists is asked.")
        told = await tell_registrar(session, heard, asked)
        line, said = await line_for(session, heard.school, incoming.when, told), [*said, *told]
    rest = await _waiting(session, heard, asked)
    said += [await ask(session, heard.school, one) for one in rest[:1]]
    return [Outgoing(text=joined([text.format(words=plain(asked.words)), line])), *said]


async def _chosen(incoming: Incoming, session: AsyncSession, asked: Question, choice: str) -> tuple[ClassReport, ...]:
    """What the message says with this answer in it; nothing if it is no answer to this question."""
    report = asked.matter.report
    if asked.kind == CLASS:
        return await _of_class(incoming, session, asked, choice)
    if (pupil_id := says.read_chosen_pupil(choice)) is not None:
        return await _with_pupil(incoming, session, asked, pupil_id)
    items = tuple(replace(item, doubt=False, meant=True) for item in report.items)
    if choice == ALL:
        return (replace(report, items=items, count_said=None),)
    if (left_out := says.read_all_but(choice)) is not None:
        return (replace(report, items=tuple(i for i in items if i.pupil != left_out), count_said=None),)
    if choice in (EXCUSED, UNEXCUSED):
        return (replace(report, items=tuple(replace(item, excused=choice == EXCUSED) for item in items)),)
    days = _days(incoming, asked, choice)
    items = tuple(replace(item, days=days, day_problem=None) for item in items)
    return (replace(report, items=items, days=days, day_problem=None),) if days else ()


def _days(incoming: Incoming, asked: Question, choice: str) -> tuple[date, ...]:
    school = incoming.linked.school
    if choice == TODAY:
        return (asked_on(asked, school),)
    return says.read_chosen_days(choice)


async def _with_pupil(
    incoming: Incoming, session: AsyncSession, asked: Question, pupil_id: int
) -> tuple[ClassReport, ...]:
    """The pupil chosen, in the class asked about, or in the one where a pupil of that name was found."""
    school = incoming.linked.school
    assert asked.class_id is not None  # noqa: S101, a pupil is asked for in a class
    day = asked_on(asked, school)
    class_id: int | None = asked.class_id
    if pupil_id not in (await class_list(session, school, asked.class_id, day)).index.by_id:
        class_id = await class_of(session, school, pupil_id, day)
    if class_id is None:
        return ()
    report = asked.matter.report
    items = tuple(replace(item, candidates=(pupil_id,), doubt=False, meant=True) for item in report.items)
    return (replace(report, class_id=class_id, items=items, count_said=None),)


async def _of_class(incoming: Incoming, session: AsyncSession, asked: Question, choice: str) -> tuple[ClassReport, ...]:
    """The whole message read again, as if what was written for the class had named this one."""
    heard = await recalled(incoming, session, asked)
    chosen = next((one for one in heard.known if one.id == says.read_chosen_class(choice)), None)
    if chosen is None:
        return ()
    others = [one for one in heard.known if one.id != chosen.id and one.name != chosen.name]
    known = [ClassRef(chosen.id, asked.words or chosen.name), *others]
    lists = {chosen.id: (await class_list(session, heard.school, chosen.id, heard.today)).index}
    matter = asked.matter
    reading = read_report(
        matter.text,
        heard.moment,
        known,
        chosen.id,
        lists,
        lexicon=lexicon_of(session),
        command=matter.behind_command,
    )
    return tuple(replace(one, class_words=chosen.name) for one in reading.reports if one.class_id == chosen.id)
