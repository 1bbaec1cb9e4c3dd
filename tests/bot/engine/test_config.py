"""The configuration: the example shows every setting with its default, and a fault is one sentence naming its key."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

import channels
from bot.engine.app import open_channels
from bot.engine.config import Config, ConfigError, NoSchool, SchoolConfig, read_config
from channels import telegram, web

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"
CHANNELS = {"telegram": telegram.Channel, "web": web.Channel}
UNSET = {"year_starts", "hk1_ends", "year_ends"}  # a date has no empty value in TOML: these stand commented out


def read(folder: Path, text: str) -> Config:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def uncommented() -> dict[str, Any]:
    """The example with every setting that is commented out switched on."""
    text = EXAMPLE.read_text(encoding="utf-8")
    return tomllib.loads(re.sub(r"^# (?=\[channels\.|\w+ = )", "", text, flags=re.MULTILINE))


def defaults(kind: Any) -> dict[str, Any]:
    """A constructor's parameters and their defaults; those that must be given are empty."""
    parameters = inspect.signature(kind).parameters.items()
    return {name: None if one.default is one.empty else one.default for name, one in parameters}


def test_a_channel_that_calls_itself_otherwise_than_its_file_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answers would be stored under one name and looked for under another."""
    for name, given in (("telegram", {"token": "1:a"}), ("web", {})):
        monkeypatch.setattr(CHANNELS[name], "name", "pigeon")
        with pytest.raises(ConfigError, match=rf"\[channels.{name}\]: kênh tự gọi mình là .pigeon."):
            open_channels(Config(channels={name: given}))


def helpers() -> list[str]:
    """The modules beside the channels that are none."""
    beside = [one.name for one in pkgutil.iter_modules(channels.__path__)]
    return [name for name in beside if not hasattr(importlib.import_module(f"channels.{name}"), "Channel")]


@pytest.mark.parametrize("name", [*helpers(), "pigeon"])
def test_what_is_no_channel_is_said_in_a_sentence(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"\[channels.{name}\]: không có kênh nào"):
        open_channels(Config(channels={name: {}}))


def test_the_example_as_it_stands_is_the_default() -> None:
    assert read_config(EXAMPLE) == Config(school=SchoolConfig())


def test_the_example_shows_every_setting_and_nothing_else() -> None:
    shown = uncommented()
    assert set(shown) == set(Config.__struct_fields__)
    for section in set(shown) - {"channels"}:
        known = msgspec.structs.asdict(getattr(Config(), section))
        assert set(shown[section]) == set(known)
        assert {name: shown[section][name] for name in known if name not in UNSET} == {
            name: value for name, value in known.items() if name not in UNSET
        }


@pytest.mark.parametrize("name", CHANNELS)
def test_the_example_shows_what_each_channel_takes(name: str) -> None:
    shown, known = uncommented()["channels"][name], defaults(CHANNELS[name])
    assert set(shown) == set(known)
    assert {key: shown[key] for key, value in known.items() if value is not None} == {
        key: value for key, value in known.items() if value is not None
    }


def test_every_setting_of_the_example_is_explained() -> None:
    """A line of comment above each setting, or above the group of lines it belongs to."""
    for block in re.split(r"\n\s*\n", EXAMPLE.read_text(encoding="utf-8")):
        assert re.search(r"^# (?!\w+ = |\[)", block, flags=re.MULTILINE), block


def test_without_a_file_everything_is_the_default() -> None:
    assert read_config(None) == Config()
    assert isinstance(read_config(None).school, NoSchool)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml.*python -m bot sample .*config\.toml"):
        read_config(tmp_path / "config.toml")


def test_what_windows_editors_write_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    file, text = tmp_path / "config.toml", '[school]\r\nname = "Trường Thử"\r\n'
    file.write_text(text, encoding="utf-8-sig")  # Notepad begins a file so
    assert read_config(file).school.name == "Trường Thử"
    for foreign in ("utf-16", "cp1258"):
        file.write_bytes('name = "Trường"'.encode(foreign, errors="replace"))
        with pytest.raises(ConfigError, match="UTF-8"):
            read_config(file)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[school]\nhld = 5", "hld"),
        ("[schol]\nhold = 5", "schol"),
        ('[school]\nhold = "five"', "school.hold"),
        ("[school]\nhold = -1", "school.hold"),
        ("[school]\nmorning_days = [1]", "school.morning_days"),
        ('[school]\nmorning_due = "soon"', "school.morning_due"),
        ('[server]\nport = "http"', "server.port"),
        ("[server]\nport = 70000", "server.port"),
        ("[server\nport = 1", "line 1"),
    ],
)
def test_a_fault_is_one_sentence_that_names_its_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError) as fault:
        read(tmp_path, text)
    assert named in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[channels.pigeon]", "channels.pigeon"),
        ("[channels.telegram]", "token"),
        ('[channels.telegram]\ntoken = ""', "token"),
        ('[channels.telegram]\ntoken = "1:a"\ntocken = "1:a"', "tocken"),
        ("[channels.telegram]\ntoken = 5", "channels.telegram"),
        ('[channels.telegram]\ntoken = "1:a"\nmode = "pigeon"', "channels.telegram"),
        ('[channels.telegram]\ntoken = "1:a"\nmode = "webhook"', "webhook_url"),
        ('[channels.web]\nallow_real = "yes"', "channels.web"),
    ],
)
def test_a_channels_fault_is_one_sentence_that_names_its_key(tmp_path: Path, text: str, named: str) -> None:
    config = read(tmp_path, text)
    with pytest.raises(ConfigError) as fault:
        open_channels(config)
    assert named in str(fault.value)
    assert "\n" not in str(fault.value)
