"""What an import means for the open cases: they go along with their pupils, and end with who is known to have gone."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from locales import N_
from models import Cases, Pupils
from models.cases.following import cases_follow
from papers.roster.applying.moving import Moving
from papers.roster.applying.work import Import, slices
from rules.people.movements import Movement

_ENDS = {
    Movement.TRANSFERRED: N_("**{name}: case {case} is closed**, moved to another school by this list"),
    Movement.DROPPED: N_("**{name}: case {case} is closed**, dropped out by this list; who follows it gets a letter"),
}
_STAYS = N_("{name}: case {case} stays open, as the list does not say why: the leadership closes it")


async def cases_end(work: Import, moving: Sequence[Moving]) -> None:
    """Of who has left for a reason that the list says; of all others a person decides."""
    gone = {one.pupil_id: one.kind for one in moving}
    for some in slices(sorted(gone)):
        rows = select(Cases.id, Cases.pupil_id, Pupils.full_name).join(Pupils, Pupils.id == Cases.pupil_id)
        open_ = rows.where(Cases.pupil_id.in_(some), Cases.closed_on.is_(None)).order_by(Cases.id)
        for case_id, pupil_id, name in await work.session.execute(open_):
            ended = _ENDS.get(gone[pupil_id])
            if ended is None:
                work.remark(_STAYS, name=name, case=str(case_id))
                continue
            work.put(Cases, case_id, closed_on=work.today, closed_why=gone[pupil_id].value, closed_by=work.by)
            work.say(ended, name=name, case=str(case_id))


async def cases_go_along(work: Import, today: date) -> None:
    """With the day that it is: what is noted for later moves a case on that day."""
    await work.flush()
    await cases_follow(work.session, today, Cases.school_id == work.school_id)
