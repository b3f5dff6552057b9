"""What a reporter is told of a complaint: where it stands, what comes next, and by message."""

from datetime import date

from slackbot.blocks.text import day
from slackbot.rules.details import DmChoice
from slackbot.rules.notices import NoticeKind
from slackbot.rules.outcomes import Closing, Outcome
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.status import Status

# --- Where a complaint stands --------------------------------------------------------

_STATUS = {
    Status.RECEIVED: "We have your complaint. A caseworker will write to you in person.",
    Status.ACKNOWLEDGED: "A caseworker has read your complaint and written to you.",
    Status.LOGGED: "Your complaint is logged with us, and goes no further unless you ask.",
    Status.RAISED: "Your complaint has been raised with the General Secretary.",
    Status.INVESTIGATED: (
        "The General Secretary's office has told us that your complaint is being investigated."
    ),
    Status.PANEL: (
        "The General Secretary's office has told us that your complaint is before a panel."
    ),
    Status.REFERRED: (
        "The General Secretary's office has told us that your complaint has been referred to "
        "the National Constitutional Committee."
    ),
    Status.DECIDED: "The General Secretary's office has told us that there is a decision.",
    Status.CLOSED: "We have closed your complaint. You can still read it.",
    Status.WITHDRAWN: "You have withdrawn your complaint. We do nothing more about it.",
}

_OUTCOME = {
    Outcome.EXPELLED: "the respondent has been expelled from the party",
    Outcome.SUSPENDED: "the respondent has been suspended from the party for a term",
    Outcome.OTHER_SANCTION: "the respondent has been given a sanction",
    Outcome.WARNED: "the respondent has been given a written warning",
    Outcome.NO_ACTION: "no further action is taken",
    Outcome.NO_EVIDENCE: "there was not enough evidence to decide against the respondent",
    Outcome.NOT_A_MEMBER: "the respondent is not a member of the party",
    Outcome.LEFT: "the respondent has left the party",
}
_NOT_TOLD = (
    "The General Secretary's office has told us that there is a decision. It may be passed on "
    "only to the person at whom the conduct was directed."
)
_NOT_KNOWN = "The case has ended. The General Secretary's office has not told us how."

_CLOSING = {
    Closing.TOLD: "We have closed your complaint, since you know the outcome.",
    Closing.MAY_NOT_TELL: (
        "We have closed your complaint. There is a result that we may not pass on."
    ),
    Closing.PASSED_ON: (
        "We have closed your complaint, since another body deals with it. We can tell you "
        "which."
    ),
    Closing.DUPLICATE: (
        "We have closed this entry, since the same complaint is kept under another reference."
    ),
    Closing.WITHDRAWN: "We have closed your complaint, since you do not want it followed up.",
    Closing.UNREACHABLE: "We have closed your complaint, since we could not reach you.",
}


def sentence(
    to: Status,
    *,
    directed: bool | None,
    outcome: Outcome | None = None,
    closing: Closing | None = None,
) -> str:
    """Propose what the reporter reads at a step; a caseworker may change it.

    A result is told only where the conduct was directed at the reporter: not knowing
    counts as not directed.
    """
    if to is Status.DECIDED and outcome is Outcome.NOT_KNOWN:
        return _NOT_KNOWN
    if to is Status.DECIDED and outcome is not None:
        told = f"The General Secretary's office has told us that {_OUTCOME[outcome]}."
        return told if directed else _NOT_TOLD
    if to is Status.CLOSED and closing is not None:
        return _CLOSING[closing]
    return _STATUS[to]


# --- What happens next ---------------------------------------------------------------

_NEXT = {
    Status.ACKNOWLEDGED: "A caseworker looks at what can be done and tells you.",
    Status.LOGGED: "Nothing, unless you ask us to raise it or add to it.",
    Status.RAISED: "We wait for the General Secretary's office, and ask again.",
    Status.INVESTIGATED: "The party investigates. We ask how far it is and tell you.",
    Status.PANEL: "A panel of the party looks at it. We tell you when we hear the result.",
    Status.REFERRED: "The National Constitutional Committee decides. We tell you how.",
    Status.DECIDED: "We ask what we may tell you, and then close your complaint.",
    Status.CLOSED: "Nothing more. If something new happens, report it.",
    Status.WITHDRAWN: "Nothing more. If you want it taken up again, write to the team.",
}


def next_for(status: Status, acknowledged_by: date) -> str:
    """Say what happens next and, where something is promised, by when."""
    if status is Status.RECEIVED:
        return f"A caseworker writes to you in person by {day(acknowledged_by)}."
    return _NEXT[status]


# --- Messages (content-free: a screen can be seen over a shoulder) -------------------

_NEWS = "There is news for you. Press Open to read it."
_OPEN = "Press Open to read more."


def told(
    kind: NoticeKind, ref: ComplaintRef | None, status: Status | None, choice: DmChoice
) -> str:
    """Return the text of a DM to a reporter, a parliamentarian or an agent.

    Other kinds of notices are for the team and raise KeyError.
    """
    if kind in _AS_CHOSEN and choice is not DmChoice.STATUS:
        return _NEWS
    return _TOLD[kind].format(ref=ref, status=status or Status.RECEIVED)


_AS_CHOSEN = frozenset({NoticeKind.RECEIVED, NoticeKind.STEP, NoticeKind.NOBODY_LEFT})
_TOLD = {
    NoticeKind.RECEIVED: f"{{ref}}: received, and stored. {_OPEN}",
    NoticeKind.STEP: f"{{ref}}: {{status}}. {_OPEN}",
    NoticeKind.NOBODY_LEFT: (
        "{ref}: nobody of the usual team may see it, so a standby caseworker from outside the "
        f"team has been called. {_OPEN}"
    ),
    NoticeKind.SENT_FOR: (
        "{ref}: somebody has sent this for you. Nothing is done with it outside the team "
        "until you say whether it is yours. Press Open to read it first."
    ),
    NoticeKind.AGENT_RECEIVED: (
        "{ref}: received, and stored. The person for whom you sent it is asked to confirm it. "
        f"{_OPEN}"
    ),
    NoticeKind.AGENT_ANSWERED: "{ref}: the person for whom you sent it has answered.",
}
