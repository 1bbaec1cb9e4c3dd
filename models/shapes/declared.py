"""Finds what the modules of a package declare: commands, jobs, composers. A folder is its own list."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def declared(attribute: str, *packages: ModuleType) -> Iterator[Any]:
    """What the decorators left as `attribute` on the functions defined in these packages' modules (not on those merely
    imported there), rooms and all, in the order of the files. Imports every module.
    """
    for package in packages:
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for value in list(vars(module).values()):
                if (
                    callable(value)
                    and getattr(value, "__module__", "") == module.__name__
                    and hasattr(value, attribute)
                ):
                    yield getattr(value, attribute)
