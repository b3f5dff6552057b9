"""What a person is shown: plain frozen pages, made by casework, drawn by blocks.

Words that people wrote have `repr=False`; times are aware UTC, days are England's.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from slackbot.rules.details import Details, DmChoice
from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.people import SlackUser, Who
from slackbot.rules.provenance import LearntFrom, Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import Quote
from slackbot.rules.roles import Role
from slackbot.rules.status import Status


@dataclass(frozen=True, slots=True)
class Card:
    """All that a message about a complaint may say; no content by construction.

    `danger_open` is True from an urgent report until somebody says "I have it";
    `undelivered` counts messages to the reporter that cannot reach them;
    `added_at` is the last time that the reporter added something. `denied`: the
    parliamentarian says that what an agent sent is not theirs.
    """

    ref: ComplaintRef
    status: Status
    urgent: bool
    danger_open: bool
    held_by: str | None
    received_at: datetime
    taken_by: str | None
    awaiting_confirmation: bool
    undelivered: int
    version: int
    added_at: datetime | None = None
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the team sees it; `told_at` is when the reporter's DM left."""

    id: UUID
    status: Status
    happened_on: date
    entered_at: datetime
    entered_by: str
    learnt_from: LearntFrom
    reason: str = field(repr=False)
    sentence: str = field(repr=False)
    measure: Measure | None
    outcome: Outcome | None
    closing: Closing | None
    undone: bool
    undoable: bool
    told_at: datetime | None
    tells_at: datetime | None


@dataclass(frozen=True, slots=True)
class Added:
    """One dated addition to a complaint."""

    at: datetime
    by: str
    details: Details = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody read the complaint. The reporter sees role and day, the team also the name."""

    at: datetime
    role: Role | None
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody from whom it is kept, and why: own, asked, respondent or name."""

    person: SlackUser
    name: str
    why: str
    liftable: bool


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that could not reach somebody: a task for the team."""

    notice: UUID
    ref: ComplaintRef
    name: str
    about: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TeamFile:
    """Everything about one complaint, for those of the team who may see it."""

    card: Card
    reporter: str
    agent: str | None
    source: Source
    reported_on: date
    statement: str = field(repr=False)
    quote: Quote | None = field(repr=False)
    details: Details = field(repr=False)
    additions: tuple[Added, ...] = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    kept_from: tuple[Kept, ...] = field(repr=False)
    openings: tuple[Opening, ...] = field(repr=False)
    undelivered: tuple[Undelivered, ...] = field(repr=False)
    directed_at_reporter: bool | None
    taken_by_me: bool
    may_lift: bool


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One step as the reporter reads it: the sentence and the days, never our reason."""

    status: Status
    happened_on: date
    told_at: datetime
    learnt_from: LearntFrom
    sentence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One line in the list of one's own complaints."""

    ref: ComplaintRef
    status: Status
    received_at: datetime
    confirm_needed: bool
    as_agent: bool
    can_add: bool
    may_choose: bool = True  # how far it may go, and what is told by message


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A complaint as its reporter (or agent) may read it."""

    row: OwnRow
    statement: str = field(repr=False)
    quote: Quote | None = field(repr=False)
    additions: tuple[Added, ...] = field(repr=False)
    details: Details = field(repr=False)
    steps: tuple[OwnStep, ...] = field(repr=False)
    openings: tuple[Opening, ...] = field(repr=False)
    acknowledged_by: date
    caseworker: str | None
    agent: str | None
    sent_by_agent: bool
    dm_choice: DmChoice
    nobody_left: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the open queue; `after` opens the next, None on the last."""

    rows: tuple[Card, ...]
    after: str | None
    undelivered: tuple[Undelivered, ...]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One person with roles, for a lead's Home."""

    person: SlackUser
    name: str
    roles: tuple[Role, ...]
    problem: str = ""  # such as "has left the workspace"


@dataclass(frozen=True, slots=True)
class LeadProposal:
    """A further lead waits for a second lead."""

    id: UUID
    person: SlackUser
    name: str
    asked_by: SlackUser
    asked_by_name: str


@dataclass(frozen=True, slots=True)
class Home:
    """All that stands on one person's App Home."""

    who: Who
    first_time: bool
    own: tuple[OwnRow, ...]
    queue: Queue | None
    roles: tuple[RoleRow, ...]
    proposals: tuple[LeadProposal, ...]
    channel_problem: str | None
    public_key: str


@dataclass(frozen=True, slots=True)
class Keepable:
    """Somebody of the team or the observers, as the form offers them to be kept out."""

    person: SlackUser
    name: str
    role: Role
