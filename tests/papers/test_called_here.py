"""A school says for village, hamlet and commune what people there say; names stay as they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine.config import read_config
from locales import _, as_called_here, call_places, speaking
from papers.sponsors.plan import TABLE

WRITTEN = '[school]\nvillage = "ấp"\ncommune_word = "phường"\n'


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    call_places()


def test_sentences_say_the_words_of_the_configuration_and_names_keep_theirs(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(WRITTEN, encoding="utf-8")
    read_config(tmp_path / "config.toml")
    with speaking("vi"):
        text = _("{village}: {count} pupils").format(village="Thôn 3", count=2)
        assert text == "Thôn 3: 2 em", "a name is no word of ours"
        assert as_called_here("Cán bộ thôn, UBND xã, lực lượng xã hội; Thôn, nóc; /thon") == (
            "Cán bộ ấp, UBND phường, lực lượng xã hội; Ấp, nóc; /thon"
        )
        assert as_called_here(TABLE[2]) == "Phụ trách ấp, nóc"
    with speaking("en"):
        assert as_called_here("thôn") == "thôn"


def test_without_any_nothing_changes() -> None:
    assert as_called_here("Cán bộ thôn, UBND xã") == "Cán bộ thôn, UBND xã"
