"""Whom a school's own ladder names, asked of one firing or case: the condition behind `models.ladder.recipients`."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, or_, select

from models.ladder.meant import OF_A_PLACE, has_or_stands_in
from models.ladder.recipients import stands_in
from models.ladder.versions import LadderTells
from models.people.holders import has_deputy, looks_after, teaches
from models.people.roles import held_on
from models.people.tables import Roles
from rules.ladder.steps import AWAY, Ask
from rules.people.roles import Role


def named(of: Any, day: Any, *, step: Any = None, ask: Ask | None = None, but: Collection[int] = ()) -> Select[Any]:
    """A SELECT of the people whom the ladder of `of`, a table like `Firings` or `Cases` with their `ladder_id`, names
    now: at one step or at all `but` some, for one asking or for any. (Families and sponsors are not named by a post.)
    """
    tells = [LadderTells.ladder_id == of.ladder_id, LadderTells.step.not_in(but)]
    tells += [LadderTells.step == step] if step is not None else []
    tells += [LadderTells.asked == ask] if ask is not None else []
    told = select(Roles.person_id).select_from(of).join(LadderTells, and_(*tells))
    return told.join(Roles, Roles.school_id == of.school_id).where(_meant(of, day), *held_on(day))


def _meant(of: Any, day: Any) -> Any:
    with_class_or_place = (*OF_A_PLACE, Role.HOMEROOM, Role.GUARDIAN, Role.MENTOR)
    post = or_(LadderTells.position == Roles.position, LadderTells.person_id == Roles.person_id)
    return or_(
        and_(LadderTells.role == Role.HOMEROOM, teaches(of.class_id, of.pupil_id, day)),
        and_(LadderTells.role == Roles.name, looks_after(of.place_id)),
        and_(
            LadderTells.role.not_in(with_class_or_place),
            has_or_stands_in(Roles),
            or_(Roles.name == LadderTells.role, ~has_deputy(day)),
        ),
        and_(LadderTells.role.is_(None), or_(post, and_(LadderTells.step >= AWAY, stands_in()))),
    )
