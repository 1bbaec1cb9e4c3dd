"""The guides of one page: what a teacher, a family, who looks after a hamlet and a village head do with the program.

What stands on the phones is invented, and written as the program answers.
"""

from collections.abc import Callable

from locales import _
from rules.guides import Guide
from rules.pictures import Page, Screen, Step


def guide(which: Guide, school: str) -> Page:
    """The page in the language being spoken. The people on it are invented."""
    return _PAGES[which](school)


def _never() -> str:
    return _("The school never asks for a password, an OTP code or money in these messages.")


def _linking(*answers: str) -> Step:
    """Staff are linked at once, families when the homeroom teacher has said yes."""
    said = [(False, answer) for answer in answers or (_("Linked."),)]
    return Step(
        _("Link once"),
        _("Open the chat named on your slip (or scan its square), then type lienket and the code on it."),
        Screen([(True, "lienket ABCDE-23456"), *said]),
    )


def _homeroom_number() -> Screen:
    text = _("Homeroom teacher of {klass}: {name}, {phone}.")
    return Screen([(False, text.format(klass="6A", name="Phạm Thu Hà", phone="0912 000 222"))])


def _teacher(school: str) -> Page:
    counted = _("Hồ Thị Lan, 6A: 3 sessions this year (2P, 1K).")
    said, asked = _("6A absent 2: Lan P ill, Bình K"), _("Which Lan is meant?")
    steps = [
        _linking(),
        Step(
            _("One message each morning"),
            _(
                "Write as to a colleague, before the school's hour. P is with leave, K is without. All there? Write: "
                "6A đủ."
            ),
            Screen(
                [(True, said), (False, _("Recorded 6A, morning 16/11: absent 2/38 (1P, 1K)."))],
                [_("Correct"), _("Undo")],
            ),
        ),
        Step(
            _("What is unclear is asked"),
            _("Tap the right one; where there are no buttons, type its number. Nothing is recorded before you answer."),
            Screen([(False, asked + "\n1. Hồ Thị Lan\n2. Đinh Văn Lan"), (True, "1")]),
        ),
        Step(
            _("Families no message reaches"),
            _("Type /goi: whom to call today, with the number behind a tap, and words to send from your own Zalo."),
            Screen([(True, "/goi"), (False, "Hồ Văn Bình, 6A")], [_("Show the number"), _("Reached"), _("No answer")]),
        ),
        Step(
            _("Ask anything"),
            _("For example: how often has Lan been away? How is 6A this week? /trogiup shows all you can say."),
            Screen([(True, _("How often has Lan been away?")), (False, counted)]),
        ),
    ]
    foot = _("In the staff's group Sĩ Số answers with numbers only and shows no pupil's name.")
    return Page(
        name=_("guide-teacher.pdf"),
        school=school,
        title=_("Sĩ Số for teachers"),
        lead=_(
            "One message each morning. Counting, reminding, telling families, following a pupil until the return: Sĩ "
            "Số does it."
        ),
        steps=steps,
        foot=f"{foot} {_never()}",
    )


def _family(school: str) -> Page:
    steps = [
        _linking(_("The school has your request. Please wait for the homeroom teacher.")),
        Step(
            _("Wait for the homeroom teacher"),
            _("The homeroom teacher confirms who you are. Before that nothing about your child is shown."),
            Screen([(False, _("Linked."))]),
        ),
        Step(
            _("Your child is absent: one tap"),
            _("Tap the reason, or write it in your own words; where there are no buttons, type the number."),
            Screen(
                [(False, _("Your child Lan (class 6A) is absent this morning; the school does not know why."))],
                [_("Child is ill"), _("Family matter"), _("We need help")],
            ),
        ),
        Step(
            _("Ask for leave, write to the teacher"),
            _("Write as you speak. /con shows whether your child is in class today."),
            Screen(
                [(True, _("Tomorrow my child asks for leave, we go to a wedding"))],
                [_("Ask leave for {name}").format(name="Lan")],
            ),
        ),
        Step(
            _("Urgent? Call"),
            _("The name and number of the homeroom teacher stand in every message. /ngung stops a kind of message."),
            _homeroom_number(),
        ),
    ]
    return Page(
        name=_("guide-family.pdf"),
        school=school,
        title=_("Sĩ Số for families"),
        lead=_("The school tells you on your phone when your child is not in class. You answer with one tap."),
        steps=steps,
        foot=_never(),
    )


def _hamlet(school: str) -> Page:
    met = _("Visited {name}").format(name="Hồ Văn Bình")
    absent = _("Absent without leave, morning 16/11: Hồ Văn Bình, 6A (Tu Ro).")
    pass_on = _("Pass this on: {name}").format(name="Hồ Văn Bình")
    steps = [
        _linking(),
        Step(
            _("A pupil of your hamlet is absent"),
            _(
                "You read it the same day. Ask the family, and write here what it says: one tap passes it on to the "
                "homeroom teacher."
            ),
            Screen([(False, absent), (True, _("I was at Hồ Văn Bình's home, the mother says he is ill"))], [pass_on]),
        ),
        Step(
            _("After the visit: five taps"),
            _("Type /tham and the name (or tap in the message): whom you met, the cause, the day the family promises."),
            Screen([(True, "/tham Hồ Văn Bình"), (False, met)], [_("Met the family"), _("Nobody at home")]),
        ),
        Step(
            _("What waits for you"),
            _("/viec: what is to be done, the overdue first. /noc or /thon and its name: the pupils of the place."),
            Screen([(True, "/viec"), (False, _("1 visit due on 18/11: Hồ Văn Bình, 6A."))]),
        ),
        Step(
            _("The pupil is back"),
            _("Only being in class closes the case. Whoever helped is thanked."),
            Screen([(False, _("Hồ Văn Bình is back in class. Thank you!"))]),
        ),
    ]
    foot = _("What you read is for your task only: please show it to nobody else.")
    return Page(
        name=_("guide-hamlet.pdf"),
        school=school,
        title=_("Sĩ Số for those who look after a hamlet"),
        lead=_("You hear of an absence on the day itself, and the school hears from you what the family says."),
        steps=steps,
        foot=f"{foot} {_never()}",
    )


def _village(school: str) -> Page:
    away = _("Hồ Văn Bình, 6A, has been away for 6 school days. The school asks the team to visit the family.")
    request = _("The school asks for your help: it cannot reach the family of Hồ Văn Bình (6A) by phone.")
    steps = [
        _linking(),
        Step(
            _("The school asks for your help"),
            _("You read a pupil's name, the class and what to tell the family; nothing else."),
            Screen([(False, request)], [_("Spoke with the family of {name}").format(name="Bình"), _("Not met")]),
        ),
        Step(
            _("Answer with one tap"),
            _(
                "Tap whether you spoke with the family; where there are no buttons, type the number. The homeroom "
                "teacher reads it."
            ),
            Screen([(True, "1"), (False, _("Thank you for your help."))]),
        ),
        Step(
            _("A pupil is away for long"),
            _(
                "When the principal asks the village's team, it stands here. Go to the family together, and write here "
                "what it says: one tap passes it on to the homeroom teacher."
            ),
            Screen([(False, away)], [_("I know")]),
        ),
        Step(
            _("Questions"),
            _("Call the homeroom teacher: the name and number stand in the message."),
            _homeroom_number(),
        ),
    ]
    foot = _("What you read is for your task only: please show it to nobody else.")
    return Page(
        name=_("guide-village.pdf"),
        school=school,
        title=_("Sĩ Số for village heads"),
        lead=_("When the school cannot reach a family, it asks you. One tap says what came of it."),
        steps=steps,
        foot=f"{foot} {_never()}",
    )


_PAGES: dict[Guide, Callable[[str], Page]] = {
    Guide.TEACHER: _teacher,
    Guide.FAMILY: _family,
    Guide.HAMLET: _hamlet,
    Guide.VILLAGE: _village,
}
