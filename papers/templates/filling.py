"""A template filled in: the school's own where it has one that works, else the built-in one.

Fields hold plain text: what a name or a note contains is neither a tag nor markup. The templates are the school's own
files, but they come by mail as well: they run in a sandbox that reaches nothing but the fields.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from locales import _
from papers.official import as_xml
from papers.templates.builtin import Template, built_in

log = structlog.get_logger()

MOST = 5_000_000  # bytes: a paper with a coat of arms, and no album
_remarks: ContextVar[list[str] | None] = ContextVar("remarks", default=None)

Field = str | bool | Sequence[str] | Sequence[Mapping[str, str]]
Fields = Mapping[str, Field]


class FaultyTemplateError(Exception):
    """A template that cannot be filled; the sentence names the file and the place."""


@contextmanager
def noticing() -> Iterator[list[str]]:
    """What is to be said of the templates used inside: which of the school's could not be used, and why."""
    found: list[str] = []
    token = _remarks.set(found)
    try:
        yield found
    finally:
        _remarks.reset(token)


def filled(template: Template, fields: Fields, folder: str, mark: str = "") -> Any:
    """The document, with a paragraph that is this mark. A template of the school's that is faulty leaves nobody without
    a paper.
    """
    own = Path(folder, template.file) if folder else None
    if own is not None and own.is_file():
        try:
            return fill(own.name, own_content(own), fields, mark)
        except FaultyTemplateError as fault:
            log.warning("template.faulty", file=template.file)
            said = _("{fault} The built-in template was used instead.").format(fault=fault)
            if (remarks := _remarks.get()) is not None:
                remarks.append(said)
    return fill(template.file, built_in(template), fields, mark)


def fill(name: str, content: bytes, fields: Fields, mark: str = "") -> Any:
    """Raises FaultyTemplateError."""
    from docxtpl import DocxTemplate  # noqa: PLC0415, as wherever papers are written

    try:
        document = DocxTemplate(BytesIO(content))
        _closed(name, content)
        document.render(_plain(fields), _environment(), autoescape=True)
        saved = BytesIO()
        document.save(saved)
    except FaultyTemplateError:
        raise
    except TemplateError as error:
        raise FaultyTemplateError(_where(name, content, error)) from error
    except Exception as error:  # whatever Word or another program has made of the file
        text = _("The template {file} is no Word file (.docx) that can be filled in.")
        raise FaultyTemplateError(text.format(file=name)) from error
    return _marked(name, _opened(saved), mark)


def _closed(name: str, content: bytes) -> None:
    """A tag that is opened and not closed would swallow paragraphs up to the next one that is: a paper without its
    signature, and no error.
    """
    for paragraph in _texts(content):
        if any(paragraph.count(begin) != paragraph.count(end) for begin, end in (("{{", "}}"), ("{%", "%}"))):
            text = _("The template {file} has a tag that cannot be read ({reason}), at: “{place}”.")
            raise FaultyTemplateError(text.format(file=name, reason=_("not closed"), place=paragraph))


def _texts(content: bytes) -> Iterator[str]:
    """The paragraphs of the file, in cells and in the page's head and foot too, as they are read."""
    from docx.oxml.ns import qn  # noqa: PLC0415, as above

    document = _opened(BytesIO(content))
    edges = [part._element for section in document.sections for part in (section.header, section.footer)]  # noqa: SLF001, there is no other way into their cells
    for part in (document.element.body, *edges):
        for paragraph in part.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _marked(name: str, document: Any, mark: str) -> Any:
    if mark and not any(one.text.strip() == mark for one in document.paragraphs):
        text = _("The template {file} has no paragraph {mark}, where the text goes.")
        raise FaultyTemplateError(text.format(file=name, mark=mark))
    return document


def _opened(saved: BytesIO) -> Any:
    from docx import Document  # noqa: PLC0415, as wherever papers are written

    saved.seek(0)
    return Document(saved)


def own_content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST:
            raise FaultyTemplateError(_("The template {file} is too large.").format(file=file.name))
        return file.read_bytes()
    except OSError as error:
        text = _("The template {file} cannot be read: {reason}.")
        raise FaultyTemplateError(text.format(file=file.name, reason=error.strerror or error)) from error


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()  # no range to count to, no namespace: fields are all there is
    return made


def _plain(value: Any) -> Any:
    """Text as XML can hold it."""
    if isinstance(value, str):
        return as_xml(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, Sequence) else value


def _where(name: str, content: bytes, error: TemplateError) -> str:
    """The sentence of an error: what it is, and the words of the paragraph it is in."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error.__traceback__)
    paragraphs = _paragraphs(content)
    place = paragraphs[line - 2] if line and 2 <= line < len(paragraphs) + 2 else ""
    if isinstance(error, UndefinedError):
        text = _("The template {file} has a field that there is not ({reason}), at: “{place}”.")
    else:
        text = _("The template {file} has a tag that cannot be read ({reason}), at: “{place}”.")
    return text.format(file=name, reason=error.message or error, place=place or "–")


def _line_of(trace: TracebackType | None) -> int:
    """Jinja writes the template's lines into the traceback."""
    found = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _paragraphs(content: bytes) -> list[str]:
    """The paragraphs as they lie in the file: docxtpl begins a line with each."""
    from docxtpl import DocxTemplate  # noqa: PLC0415, as above

    document = DocxTemplate(BytesIO(content))
    document.init_docx()
    xml = re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(document.get_xml()))
    return [re.sub(r"<[^>]+>", "", line).strip() for line in xml.splitlines()][1:]
