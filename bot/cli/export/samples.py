"""Messages to learn from, as `python -m bot read` takes them: class lists, messages, and what was settled of each."""

from pathlib import Path
from typing import Any

import msgspec

from bot.cli.export.writing import exporting, write_out
from bot.cli.shared import Fault
from bot.engine.config import Config
from locales import _
from models.samples import Sample, samples


async def export_samples(config: Config, rosters: Path, out: Path) -> int:
    """Two files without anybody's name. Raises Fault where the school has not agreed."""
    async with exporting(config, 2) as export:
        if not config.school.learn_together:
            raise Fault(_("The school has not agreed to it: set learn_together = true in the configuration first."))
        found = await samples(export.session, export.school.id)
        export.step(_("Writing {file}").format(file=rosters.name))
        lists = msgspec.json.encode({"schools": [_school(one) for one in found]})
        await write_out(rosters, lists)
        export.step(_("Writing {file}").format(file=out.name))
        lines = [msgspec.json.encode(_message(one, export.school.local(one.said_at).isoformat())) for one in found]
        return await write_out(out, b"\n".join([*lines, b""]))


def _school(one: Sample) -> dict[str, Any]:
    """A school of its own for each message: its names are drawn for it alone."""
    classes = [
        {
            "id": f"c{number}",
            "name": klass.name,
            "students": [
                {"id": f"c{number}-{place}", "stt": place, "name": name}
                for place, (_id, name) in enumerate(klass.pupils, 1)
            ],
        }
        for number, klass in enumerate(one.lists, 1)
    ]
    return {"id": f"s{one.id}", "name": f"s{one.id}", "classes": classes}


def _message(one: Sample, now: str) -> dict[str, Any]:
    known = {
        pupil_id: f"c{number}-{place}"
        for number, klass in enumerate(one.lists, 1)
        for place, (pupil_id, _name) in enumerate(klass.pupils, 1)
    }
    own = next((f"c{number}" for number, klass in enumerate(one.lists, 1) if klass.id == one.own_class), None)
    settled = [
        {"id": known[mark.pupil_id], "kind": mark.kind, "day": (mark.day - one.day).days, "part": mark.part}
        for mark in one.settled
        if mark.pupil_id in known
    ]
    return {
        "id": one.id, "school": f"s{one.id}", "now": now[:16], "text": one.text, "class_hint": own,
        "read": one.outcome, "settled": settled,
    }  # fmt: skip
