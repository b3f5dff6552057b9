from itertools import chain, combinations

import pytest

from slackbot.rules.roles import (
    APART,
    FOR_EVERYONE,
    ROLES_FOR,
    TEAM,
    Act,
    Role,
    RoleError,
    check_roles,
    may,
)

R, A = Role, Act
EVERYONES = {A.REPORT, A.REPORT_FOR, A.ADD, A.CONFIRM, A.CONSENT, A.FOLLOW}
CASES = {A.SEE_QUEUE, A.OPEN, A.TAKE, A.ACKNOWLEDGE, A.MOVE, A.UNDO, A.HOLD, A.TELL}

# What one role alone may do beyond what everybody may.
MAY = {
    R.CASEWORKER: CASES | {A.LOG},
    R.STANDBY: CASES,
    R.LEAD: CASES | {A.LOG, A.LIFT, A.GIVE_ROLE, A.SEE_ROLES},
    R.OBSERVER: set(),
    R.OVERSIGHT: set(),
    R.ON_CALL: set(),
}
ALL_SETS = [
    frozenset(held)
    for held in chain.from_iterable(combinations(Role, n) for n in range(len(Role) + 1))
]


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says(role: Role) -> None:
    assert {act for act in Act if may(frozenset({role}), act)} == MAY[role] | EVERYONES


def test_nobody_in_particular_may_what_everybody_may() -> None:
    assert {act for act in Act if may(frozenset(), act)} == EVERYONES == FOR_EVERYONE


@pytest.mark.parametrize("held", ALL_SETS)
def test_roles_together_may_what_each_may(held: frozenset[Role]) -> None:
    each = set().union(*(MAY[role] for role in held)) | EVERYONES
    assert {act for act in Act if may(held, act)} == each


def test_every_act_is_everybodys_or_somebodys() -> None:
    assert FOR_EVERYONE | ROLES_FOR.keys() == set(Act)
    assert not FOR_EVERYONE & ROLES_FOR.keys()


def allowed(held: frozenset[Role]) -> bool:
    on_team = held & TEAM
    cases = on_team | (held & {R.STANDBY, R.ON_CALL})
    return not (
        (held & APART and cases)
        or (R.STANDBY in held and on_team)
        or (R.ON_CALL in held and not on_team)
    )


@pytest.mark.parametrize("held", ALL_SETS)
def test_nobody_is_on_the_team_and_apart_from_it(held: frozenset[Role]) -> None:
    if allowed(held):
        check_roles(held)
    else:
        with pytest.raises(RoleError):
            check_roles(held)
