"""The configuration: one TOML file, typed, every fault named with its key."""

import inspect
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from locales import _, call_places
from rules.figures.indicators import Indicator
from rules.reading.words.lexicon import Lexicon, WordsError, with_school_words


class ConfigError(Exception):
    """The configuration cannot be used; the text says which key and what to write there."""


class DatabaseConfig(Struct, forbid_unknown_fields=True):
    url: str = "sqlite+aiosqlite:///var/siso.db"


class ServerConfig(Struct, forbid_unknown_fields=True):
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080

    @property
    def url(self) -> str:
        """Where it is found from this machine."""
        here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104, not listened at
        return f"http://{here}:{self.port}"


class SchoolConfig(Struct, forbid_unknown_fields=True):
    """The school this installation serves. Hours are local; `hold` is seconds a guardian's notice waits for an undo."""

    code: str = "truong"
    name: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    language: str = "vi"
    year_starts: date | None = None
    hk1_ends: date | None = None
    year_ends: date | None = None
    morning_days: list[Annotated[int, Meta(ge=2, le=8)]] = field(default_factory=lambda: [2, 3, 4, 5, 6, 7])
    afternoon_days: list[Annotated[int, Meta(ge=2, le=8)]] = field(default_factory=list)
    morning_starts: time = time(7, 0)
    morning_due: time = time(7, 30)
    afternoon_starts: time = time(13, 0)
    afternoon_due: time = time(13, 30)
    quiet_from: time = time(21, 30)
    quiet_until: time = time(6, 0)
    hold: Annotated[int, Meta(ge=0, le=3600)] = 180
    unsure_minutes: Annotated[int, Meta(ge=0, le=120)] = 20
    family_after_tap: bool = False
    ill_with_leave: bool = False
    reason_as_leave: bool = False
    learn_together: bool = False
    # how the ladder of a new school begins; a school that has one changes it with /thang or `ladder import`
    days_to_case: Annotated[int, Meta(ge=1, le=30)] = 3
    days_to_visit: Annotated[int, Meta(ge=1, le=30)] = 2
    meter_primary: bool = False
    meter_per_day: Annotated[int, Meta(ge=1, le=2)] = 1
    boarders_back: Annotated[int, Meta(ge=2, le=8)] = 8
    boarders_evening: time = time(19, 0)
    boarders_morning: time = time(6, 15)
    read_by: time = time(16, 0)
    # head and foot of official papers; what is empty is left blank on them
    superior: str = ""
    commune: str = ""
    place: str = ""
    symbol: str = ""
    signer_title: str = "HIỆU TRƯỞNG"
    signer: str = ""
    # what people here call a village, a hamlet in it, and the commune; empty: thôn, nóc, xã
    village: str = ""
    hamlet: str = ""
    commune_word: str = ""
    # the school's own targets in %, by indicator; what is said in a chat counts before it
    targets: dict[Indicator, Annotated[float, Meta(ge=0, le=100)]] = field(default_factory=dict)


class NoSchool(SchoolConfig):
    """No [school] is written: this installation serves nobody yet, and may show the sample school."""


class ReaderConfig(Struct, forbid_unknown_fields=True):
    """How messages are read. `words`: a file of the school's own words, beside the configuration; empty: none."""

    words: str = ""


class PapersConfig(Struct, forbid_unknown_fields=True):
    """`templates`: the folder of the papers that the school has edited, beside the configuration; empty: none."""

    templates: str = ""


class WatchConfig(Struct, forbid_unknown_fields=True):
    """Who outside notices silence: an address that is called after each good daily check; empty: nobody."""

    ping_url: Annotated[str, Meta(pattern="^(https?://.+)?$")] = ""


class LogConfig(Struct, forbid_unknown_fields=True):
    level: str = "info"


class Config(Struct, forbid_unknown_fields=True):
    database: DatabaseConfig = field(default_factory=DatabaseConfig)
    server: ServerConfig = field(default_factory=ServerConfig)
    school: SchoolConfig = field(default_factory=NoSchool)
    reader: ReaderConfig = field(default_factory=ReaderConfig)
    papers: PapersConfig = field(default_factory=PapersConfig)
    watch: WatchConfig = field(default_factory=WatchConfig)
    log: LogConfig = field(default_factory=LogConfig)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_config(path: Path | None) -> Config:
    """The configuration in this file, or the defaults without one. Raises ConfigError, and OSError but where the file
    is not there.
    """
    if path is None:
        return Config()
    try:
        config = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Config)
    except FileNotFoundError as error:
        text = _("There is no file {file}. An example to fill in: python -m bot sample {file}")
        raise ConfigError(text.format(file=path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("{file} is not written in UTF-8. Please save it so.").format(file=path)) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(_("{file}: {error}. See config.example.toml.").format(file=path, error=error)) from error
    if config.reader.words:
        config.reader.words = str(path.parent / config.reader.words)
    if config.papers.templates:
        config.papers.templates = str(path.parent / config.papers.templates)
    call_places(config.school.village, config.school.hamlet, config.school.commune_word)
    return config


def school_words(config: Config) -> Lexicon | None:
    """The words messages are read with, if the school has some of its own. Raises ConfigError."""
    if not config.reader.words:
        return None
    try:
        return with_school_words(Path(config.reader.words).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"[reader] words: {config.reader.words}: {error.strerror}.") from error
    except (UnicodeDecodeError, WordsError) as error:
        raise ConfigError(f"[reader] words: {config.reader.words}: {error}.") from error


def build(kind: type[Any], options: dict[str, Any], where: str) -> Any:
    """Construct from a table of the configuration: its keys are the constructor's parameters. Raises ConfigError."""
    parameters = inspect.signature(kind).parameters
    unknown = sorted(set(options) - set(parameters))
    missing = [name for name, p in parameters.items() if p.default is p.empty and name not in options]
    if unknown or missing:
        problem = _("[{table}] unknown: {keys}.") if unknown else _("[{table}] missing: {keys}.")
        text = problem.format(table=where, keys=", ".join(unknown or missing))
        raise ConfigError(text + " " + _("It takes: {keys}.").format(keys=", ".join(parameters)))
    hints = inspect.get_annotations(kind.__init__, eval_str=True)
    try:
        typed = {name: msgspec.convert(value, hints.get(name, Any)) for name, value in options.items()}
        return kind(**typed)
    except (msgspec.ValidationError, ValueError) as error:
        raise ConfigError(f"[{where}] {error}") from error
