"""A school's own words, from the configuration to the register."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.engine.config import Config, ConfigError, ReaderConfig, read_config, school_words
from models import Marks
from rules.reading.words.lexicon import Sense
from tests.conversation import playing, resumed

OWN = '[reason]\nom = ["bị hành"]\n'


def configured(folder: Path, words: str | bytes | None) -> Config:
    """The configuration of a school whose file of words says this; None: there is no such file."""
    if words is not None:
        (folder / "tu-ngu.toml").write_bytes(words if isinstance(words, bytes) else words.encode())
    (folder / "config.toml").write_text('[reader]\nwords = "tu-ngu.toml"\n')
    return read_config(folder / "config.toml")


def test_the_file_of_words_lies_beside_the_configuration(tmp_path: Path) -> None:
    lexicon = school_words(configured(tmp_path, OWN))
    assert lexicon is not None
    found = lexicon.phrase_at(["bị", "hành"], ["bi", "hanh"], 0, 2)
    assert found is not None
    assert (found[0].sense, found[0].value, found[1]) == (Sense.REASON, "om", 2)


def test_a_school_without_words_of_its_own_reads_with_the_standard_ones() -> None:
    assert school_words(Config()) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (None, "No such file"),
        (b"\xff\xfe[reason]", "decode"),
        ("[reason\n", "line 1"),
        ('[resaon]\nom = ["bị hành"]\n', "resaon"),
    ],
    ids=["no file", "not UTF-8", "no TOML", "unknown table"],
)
def test_a_faulty_file_of_words_is_named_with_its_key_and_fault(
    tmp_path: Path, words: str | bytes | None, said: str
) -> None:
    config = configured(tmp_path, words)
    with pytest.raises(ConfigError) as fault:
        school_words(config)
    assert "[reader] words" in str(fault.value)
    assert str(tmp_path / "tu-ngu.toml") in str(fault.value)
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.anyio
@pytest.mark.parametrize("own", [True, False])
async def test_the_bot_reads_with_the_words_of_the_school(tmp_path: Path, own: bool) -> None:  # noqa: FBT001
    (tmp_path / "tu-ngu.toml").write_text(OWN)
    async with playing(tmp_path) as play:
        kept = play.keep()
    words = str(tmp_path / "tu-ngu.toml") if own else ""
    kept = replace(kept, config=replace(kept.config, reader=ReaderConfig(words=words)))
    async with resumed(kept, tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A bị hành")
        async with play.app.database.read() as session:
            assert (await session.scalar(select(Marks.reason_code)) == "om") is own
