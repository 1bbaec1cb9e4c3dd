"""Files that Zalo cannot carry lie at the school's computer."""

import os
from pathlib import Path

import pytest

from channels import Parcel
from models.shapes.message import File
from tests.channels.zalo.test_zalo import a_channel
from tests.fakes.zalo import FakeZalo

pytestmark = pytest.mark.anyio


async def test_told_of_a_folder_it_lays_files_down_there_for_a_week(tmp_path: Path) -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        channel.lay_files_in(tmp_path / "tep")
        await channel.send(Parcel(address="u1", text="Sổ", files=[File("sổ 6A.xlsx", b"zip")]))
        (laid,) = (tmp_path / "tep").iterdir()
        assert laid.read_bytes() == b"zip"
        assert laid.stat().st_mode & 0o077 == 0
        assert f"tep/{laid.name}" in fake.said["u1"][0]
        os.utime(laid, (0, 0))
        await channel.send(Parcel(address="u1", text="Sổ", files=[File("b.xlsx", b"zip")]))
        assert not laid.exists()
        (newer,) = (tmp_path / "tep").iterdir()
        os.utime(newer, (0, 0))
        channel.lay_files_in(tmp_path / "tep")
        assert not newer.exists(), "a program that starts tidies too"
