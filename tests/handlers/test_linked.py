"""Who is linked is a type: a handler says that it needs to know who asks, and has no way around it."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import handlers
from models.people.askers import recognise
from models.shapes.asker import Asker, NotLinkedError
from models.shapes.message import Incoming
from tests.conversation import playing

pytestmark = pytest.mark.anyio


def asked_by(asker: Asker) -> Incoming:
    at = datetime(2026, 11, 16, tzinfo=UTC)
    return Incoming(channel="paper", address="1", text="/viec", when=at, message_id="1", asker=asker)


async def test_a_known_chat_has_its_person_and_school_and_a_strangers_has_neither(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.app.database.read() as session:
        found = await recognise(session, [("paper", "gvcn"), ("paper", "người lạ")], play.app.now())
        known = asked_by(found["paper", "gvcn"]).linked
        assert (known.person_id, known.school.id) == (found["paper", "gvcn"].person_id, play.school_id)
        with pytest.raises(NotLinkedError):
            _ = asked_by(found["paper", "người lạ"]).linked


def around(node: ast.AST) -> bool:
    """An assertion about who asks, or nobody's number in the place of a person's."""
    if isinstance(node, ast.Assert):
        return any(word in ast.unparse(node.test) for word in ("asker", "school", "person_id"))
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        first, last = node.values[0], node.values[-1]
        return ast.unparse(first).endswith("asker.person_id") and isinstance(last, ast.Constant)
    return False


def test_no_handler_finds_a_way_around_it() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in Path(handlers.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert | ast.BoolOp) and around(node)
    ]
    assert found == []
