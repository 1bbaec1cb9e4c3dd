"""The tables of all rooms are known by one name each."""

import importlib
import pkgutil

import models
from models import Base


def _walked() -> dict[str, str]:
    """Each table's class and its module, of whichever room."""
    for info in pkgutil.walk_packages(models.__path__, "models."):
        importlib.import_module(info.name)
    return {mapper.class_.__name__: mapper.class_.__module__ for mapper in Base.registry.mappers}


def test_what_is_named_in_models_is_a_table_of_some_room_and_stands_once() -> None:
    """A shorter way to tables that many need; the migrations find them all by walking the rooms."""
    assert set(models.__all__) <= {*_walked(), "Base"}
    assert len(models.__all__) == len(set(models.__all__))


def test_a_table_s_name_is_a_plural() -> None:
    """A class in the plural is a table, one in the singular a value; an inbox and an audit are many by themselves."""
    by_themselves = {"Inbox", "Outbox", "Audit", "People"}
    assert [name for name in _walked() if not name.endswith("s") and name not in by_themselves] == []
