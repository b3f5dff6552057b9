"""The life of a complaint, as README.md draws it (change both together)."""

from collections.abc import Iterable
from enum import StrEnum, unique


@unique
class Status(StrEnum):
    """Where a complaint stands; a complaint shows its least advanced case."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    LOGGED = "logged only"
    RAISED = "raised with the General Secretary"
    INVESTIGATED = "under investigation"
    PANEL = "before a panel"
    REFERRED = "referred to the NCC"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """True until the complaint is closed or withdrawn."""
        return self not in {Status.CLOSED, Status.WITHDRAWN}


@unique
class Manner(StrEnum):
    """Why a step is allowed: forward, or one of the three ways back."""

    FORWARD = "forward"
    SENT_BACK = "sent back"  # a panel or the NCC returns the case
    REOPENED = "reopened"
    CORRECTION = "correction"  # of an entry made in error, which it names


class StatusError(ValueError):
    """The policy has no such step from where the complaint stands."""


ORDER = tuple(Status)
_COURSE = ORDER[: ORDER.index(Status.CLOSED) + 1]

# Forward a complaint may skip, since we learn late. "Logged only" is no rung on the way:
# it is where a complaint rests until the reporter wants it raised.
NEXT: dict[Status, tuple[Status, ...]] = {
    now: tuple(
        then
        for then in _COURSE[place + 1 :]
        if then is not Status.LOGGED or now in {Status.RECEIVED, Status.ACKNOWLEDGED}
    )
    for place, now in enumerate(_COURSE)
} | {Status.WITHDRAWN: (Status.CLOSED,)}

BACK: dict[Status, tuple[Status, ...]] = {
    Status.PANEL: (Status.INVESTIGATED,),
    Status.REFERRED: (Status.INVESTIGATED, Status.PANEL),
}

_REOPENS_TO = tuple(s for s in _COURSE if s not in {Status.RECEIVED, Status.CLOSED})


def manner_of(now: Status, then: Status) -> Manner:
    """Say in which manner the policy lets a complaint go from `now` to `then`.

    Raises StatusError where there is no such step. Corrections are not steps of the
    policy: they restore what an entry made in error had changed.
    """
    if then in NEXT[now]:
        return Manner.FORWARD
    if then in BACK.get(now, ()):
        return Manner.SENT_BACK
    if now is Status.CLOSED and then in _REOPENS_TO:
        return Manner.REOPENED
    raise StatusError


def steps_from(now: Status) -> tuple[Status, ...]:
    """List what *Move on…* offers, forward first. Acknowledging is a button of its own."""
    reopened = _REOPENS_TO if now is Status.CLOSED else ()
    offered = (*NEXT[now], *BACK.get(now, ()), *reopened)
    return tuple(then for then in offered if then is not Status.ACKNOWLEDGED)


def least_advanced(statuses: Iterable[Status]) -> Status:
    """Return what the complaint shows: the status of its least advanced case."""
    return min(statuses, key=ORDER.index)
