"""What buttons say. A writer `x` and its twin `read_x` lie side by side; no other file writes or reads such words."""

from typing import NewType

from models.shapes.message import Says, Typed

__all__ = ["NOTHING", "Code", "Says", "Typed", "Word"]

Word = NewType("Word", str)  # a command's word
Code = NewType("Code", str)  # one word, without blanks
NOTHING = Code("")
