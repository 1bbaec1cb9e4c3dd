"""Logs: JSON lines with ids only. Names, phones and tokens are kept out where they are written and once more here."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")  # in an address "bot" stands right before it
_PHONE = re.compile(r"(?<![\w.-])(?:\+?84|0)\d{8,10}\b")


def set_up(level: str) -> None:
    """Everything that is logged, by us or a library, goes to standard error as one JSON line."""
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    chain: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        bare_traceback,
        scrub,
    ]
    structlog.configure(
        processors=[*chain, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=chain))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("httpx", "httpcore", "telegram", "sqlalchemy", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.WARNING)  # httpx logs the whole URL at INFO, and the token is in it


def bare_traceback(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it happened and of what kind, without what the exception says: that may quote a name or a message."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if info else None
    told: list[str] = []
    while error is not None:
        told = [type(error).__qualname__, *traceback.format_tb(error.__traceback__), *told]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if told:
        event["exception"] = "".join(line if line.endswith("\n") else f"{line}\n" for line in told)
    return event


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tokens and phone numbers become stars, whoever wrote them; bound values of a statement are cut off."""
    return {key: _clean(value) if isinstance(value, str) else value for key, value in event.items()}


def _clean(text: str) -> str:
    text = re.sub(r"\[parameters: .*?\](?=\n|$)", "[parameters: …]", text, flags=re.DOTALL)
    return _PHONE.sub("***", _TOKEN.sub("***", text))
