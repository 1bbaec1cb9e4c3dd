"""A page to print or to send: what somebody does with the program, in steps with a picture of the phone beside each."""

from collections.abc import Sequence

from msgspec import Struct


class Screen(Struct, frozen=True):
    """What stands on a phone: (whether the phone's owner says it, words), and the buttons below the last of them."""

    said: Sequence[tuple[bool, str]]
    buttons: Sequence[str] = ()


class Step(Struct, frozen=True):
    title: str
    words: str
    screen: Screen


class Page(Struct, frozen=True, kw_only=True):
    """One page of A4 in its reader's language, drawn as it leaves; `name` is the file's."""

    name: str
    school: str
    title: str
    lead: str
    steps: Sequence[Step]
    foot: str
