"""What buttons say. A writer `x` and its twin `read_x` lie side by side; no other file writes or reads such words."""

from typing import NewType

Says = NewType("Says", str)  # what a button says; the writer's twin reads what stands behind the command
Typed = NewType("Typed", str)  # what a button says as people type it too: the reader of what is typed reads it
Code = NewType("Code", str)  # one word, without blanks
NOTHING = Code("")
