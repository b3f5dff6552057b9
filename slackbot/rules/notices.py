"""What the app owes people: told once each, content-free, words made when sent."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum, auto, unique
from uuid import UUID

from slackbot.rules.details import DmChoice
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.status import Status


@unique
class NoticeKind(StrEnum):
    """Why somebody is told something; what it says stands in blocks."""

    RECEIVED = "received"  # to the reporter
    SENT_FOR = "sent for you"  # to a parliamentarian, by an agent or logged by the team
    AGENT_RECEIVED = "sent by you"  # to the agent
    AGENT_ANSWERED = "agent answered"  # to the agent: confirmed, not mine, mine
    STEP = "step"  # to the reporter (and a confirmed agent)
    NOBODY_LEFT = "nobody left"  # to the reporter: a standby caseworker was called
    DANGER = "danger"  # page
    DANGER_HELD = "danger held"  # to those who were paged
    ROLE_CHANGED = "role changed"  # to all leads, and to the person
    LEAD_PROPOSED = "lead proposed"  # to the other leads
    CHANNEL_HELD = "channel held"  # to the leads
    CHANNEL_CLEAR = "channel clear"  # to the leads
    CHAIN_HEAD = "chain head"  # to the triage channel, daily


@unique
class NoticeState(StrEnum):
    """Where a notice stands; FAILED is a task that people see."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    QUIET = "quiet"  # the reporter wants nothing by DM: shown on Home only
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    TOLD = "told another way"


@unique
class Telling(Enum):
    """How the reporter hears of a step that was just recorded."""

    MESSAGE = auto()
    HOME = auto()  # they want nothing by message
    NOBODY = auto()  # no account here: a task for the team


@unique
class Fault(StrEnum):
    """Why something could not be posted, as the team reads it."""

    ACCOUNT_GONE = "their account is deactivated"
    NO_DM = "Slack does not let this app write to them"
    CHANNEL_GONE = "the channel is archived or the app is not in it"
    NO_SLACK = "they have no account in this workspace"
    REJECTED = "Slack refused the message"
    SPENT = "Slack could not be reached for too long"
    ALTERED = "the record of it does not match its seal"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words of a notice are made from. `mark` becomes the block_id of its button.

    `text` carries words of ours only (a role change, a channel's problem, a chain head).
    """

    kind: NoticeKind
    mark: str
    ref: ComplaintRef | None = None
    status: Status | None = None
    dm_choice: DmChoice = DmChoice.STATUS
    at: datetime | None = None
    text: str = field(default="")
    proposal: UUID | None = None
