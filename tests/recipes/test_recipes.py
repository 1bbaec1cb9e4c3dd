"""A stranger's hour: each recipe of CONTRIBUTING.md followed in a copy of the program, in as few files as it says."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import recipes
from tests.processes import run
from tests.program import ROOT
from tests.recipes import RECIPES, Line, Recipe

HERE = Path(recipes.__file__).parent
HOUSE = (
    "bot",
    "channels",
    "handlers",
    "jobs",
    "letters",
    "papers",
    "models",
    "rules",
    "locales",
    "migrations",
    "tests",
)


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """The program with everything new in it, its sentences in the catalogues."""
    with tempfile.TemporaryDirectory(prefix="siso-recipes-") as folder:
        house = Path(folder)
        for package in HOUSE:
            shutil.copytree(ROOT / package, house / package)
        shutil.copy(ROOT / "pyproject.toml", house)
        for recipe in RECIPES.values():
            follow(recipe, house)
        said = run([sys.executable, "-m", "tests.recipes"], cwd=house)
        assert said.returncode == 0, said.stderr.decode()
        said = run([sys.executable, "-m", "tests.check_migrations", "pupils have an ethnicity"], cwd=house)
        assert said.returncode == 0, said.stderr.decode()
        shutil.copytree(house / "locales/en", house / "locales/de")
        yield house


def follow(recipe: Recipe, house: Path) -> None:
    for file in recipe.new:
        shutil.copy((HERE / file).with_suffix(".new"), house / file)
    for line in recipe.lines:
        add(line, house / line.file)


def add(line: Line, file: Path) -> None:
    text = file.read_text("utf-8")
    start = text.index(f"\n{line.after}") + 1 if line.after else 0
    place = text.index(f"\n{line.before}", start) + 1
    file.write_text(text[:place] + line.text + text[place:], "utf-8")


@pytest.mark.parametrize("name", RECIPES)
def test_what_is_new_takes_as_few_files_as_its_recipe_says(name: str) -> None:
    assert len(RECIPES[name].files) <= RECIPES[name].most


@pytest.mark.covering
def test_what_was_written_after_the_recipes_works_and_breaks_nothing(copy: Path, database_url: str) -> None:
    said = run([sys.executable, "-m", "tests.recipes.followed", database_url], cwd=copy)
    assert said.returncode == 0, said.stderr.decode()[-4000:]
