"""What people are at a school, and the sets of them that mean something, each defined here and nowhere else."""

from enum import StrEnum


class Role(StrEnum):
    """A role as it is stored. A person may hold several; `GUARDIAN` and `MENTOR` come from a child, not from a post."""

    HOMEROOM = "homeroom"  # GVCN
    TEACHER = "teacher"
    HAMLET_STAFF = "hamlet_staff"  # one of the pair that looks after a hamlet
    GROUP_HEAD = "group_head"  # TTCM
    REGISTRAR = "registrar"  # TPT
    VICE_PRINCIPAL = "vice_principal"
    PRINCIPAL = "principal"
    ADMIN = "admin"
    VILLAGE_HEAD = "village_head"
    GUARDIAN = "guardian"
    MENTOR = "mentor"  # sponsor, người đỡ đầu
    COMMUNE_OFFICER = "commune_officer"
    PARTNER = "partner"  # of the village team, from a body outside: `rules.partners`
    UNIT_OFFICER = "unit_officer"  # of a body above several schools: it comes from that, not from a post at one


HEADS = frozenset({Role.VICE_PRINCIPAL, Role.PRINCIPAL})  # who decide about a child: cases, causes, what was told
LEADERS = HEADS | {Role.REGISTRAR}  # who see the whole school's attendance
CHANGERS = HEADS | {Role.ADMIN}  # who change what all go by: calendar, campaigns, invitations
OFFICE = LEADERS | {Role.ADMIN}  # who keep the roll
ROLL = OFFICE | {Role.HOMEROOM}  # who may change it: homeroom teachers that of their class
REPORTERS = LEADERS | {Role.HOMEROOM, Role.TEACHER}  # who report attendance
STAFF = REPORTERS | {Role.HAMLET_STAFF, Role.ADMIN, Role.VILLAGE_HEAD}
EMPLOYED = REPORTERS | {Role.HAMLET_STAFF, Role.ADMIN, Role.GROUP_HEAD}  # who can be somebody's sponsor
