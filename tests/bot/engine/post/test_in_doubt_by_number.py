"""What a crash leaves in doubt with a gateway that is told no number of ours: no copy, and a report that settles it."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.engine.post.roads import confirm
from models import Attempts, Outbox
from models.post.tables import HANDED, SENT
from models.shapes.receipt import Receipt
from tests.stories.test_three_families import BINH, NUMBER, Roads, roads

pytestmark = pytest.mark.anyio


async def test_a_paid_letter_that_a_crash_left_in_doubt_is_never_sent_again_and_a_report_settles_it(
    tmp_path: Path,
) -> None:
    async with roads(tmp_path, provider="speedsms") as school:
        school.zbs.lost.add(NUMBER)
        await school.told(BINH)
        letter = await school.letter(BINH)
        await _crashed(school, letter.id)
        assert len(school.sms.sent) == 1, "a copy would cost, and not say that it is one"
        assert (await school.trail(BINH))[-1] == ("sms", "uncertain")
        assert BINH in "\n".join(await school.play.say("gvcn", "/goi"))
        (card,) = await school.play.press("gvcn", BINH)
        assert "SMS chưa rõ" in card
        async with school.play.app.database.write() as session:
            told = Receipt(message_id="77", arrived=True, number="84910000009")
            assert await confirm(session, "sms", told, school.play.app.now())
            assert (await school.letter(BINH)).state == HANDED, "of another phone"
            told = Receipt(message_id="77", arrived=True, number=NUMBER)
            await confirm(session, "sms", told, school.play.app.now())
        settled = await school.letter(BINH)
        assert (settled.state, settled.message_id) == (SENT, "77")
        assert settled.arrived_at is not None
        assert BINH not in "\n".join(await school.play.say("gvcn", "/goi"))


async def _crashed(school: Roads, letter: int) -> None:
    """The program died while this letter was with the gateway, and started again."""
    async with school.play.app.database.write() as session:
        await session.execute(update(Outbox).where(Outbox.id == letter).values(state="leased", message_id=None))
        its = (Attempts.outbox_id == letter, Attempts.outcome == "sent")
        await session.execute(update(Attempts).where(*its).values(outcome=None))
    await school.play.app.sender.take_over()
    await school.play.settle()
