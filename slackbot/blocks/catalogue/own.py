"""What a reporter reads on the receipt, in the list and behind *Open*."""

from collections.abc import Sequence
from datetime import date

from slackbot.blocks.text import day
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.report import Receipt
from slackbot.rules.shown import Opening, OwnRow
from slackbot.rules.status import Status

RECEIVED_TITLE = "Received"
RECEIVED = "Received, and stored. Your reference is {ref}."
RECEIVED_FOR = (
    "Received, and stored. The reference is {ref}. The parliamentarian for whom you sent it "
    "is asked to confirm it; until then nothing is raised or shown outside the team."
)
LOGGED = "Received, and stored. The reference is {ref}."
NEXT_BY = "What happens next: a caseworker writes in person by {day}."
CALLED = "People of the team are called now, until one of them has it in hand."
STANDBY = (
    "Nobody of the usual team may see it, so a standby caseworker from outside the team has "
    "been called."
)
UNATTENDED = (
    "Nobody of the usual team may see it, and there is no standby caseworker at present: the "
    "complaint is stored, and nobody reads it yet. Please use one of these ways as well:"
)
SUPPORT = "Support for you"
DONE_TITLE = "Stored"
DONE = "Your details are stored with {ref}. You can add more until it is closed."

FILE_TITLE = "Your complaint"
NEXT = "What happens next"
STATEMENT = "What you wrote"
STATEMENT_FOR = "What was written"
QUOTE = "The Slack message that was reported"
STEPS = "What has happened"
NO_STEPS = "Nothing yet beyond receiving it."
OPENED = "Who has opened it"
NOT_OPENED = "Nobody of the team has opened it yet."
NEXT_PAGE = "Next page"
BACK_PAGE = "Previous page"
HAS_IT = "{name} has taken it."
STEP = "*{status}* · {day}"
TOLD_AT = "Told to you {moment}."
_SOURCE = {
    LearntFrom.GS_WRITING: "From the General Secretary's office, in writing.",
    LearntFrom.GS_WORD: "From the General Secretary's office, by word.",
    LearntFrom.REPORTER: "From you.",
    LearntFrom.PANEL_MEMBER: "From a panel member.",
    LearntFrom.PRESS: "From the press.",
}
_FROM_REPORTER = "From the parliamentarian."
ADDED = "Added on {day} by {name}"
PAGE_OF = ", page {page} of {count}"
WRITTEN_BY = "Written by the account {author}{reply}"
IS_REPLY = ", as a reply in a thread"
NOT_KNOWN = "not known"
WRITTEN_AT = "Written at {moment}"
LINK = "Link, not checked: {link}"
ATTACHED = "Attached: {file}"
NOTHING_BUT_SPACE = "(nothing but space)"
SENT_BY = "Sent by {name} for the parliamentarian."
NOBODY_HAS_IT = "Nobody has taken it yet."
TO_CONFIRM = (
    "This was sent for you. Read it, and say whether it is yours. Until then nothing is "
    "raised or shown outside the team."
)
CONFIRMED_TITLE = "Confirmed as yours"
REFUSED_TITLE = "Not yours"
TAKEN_OVER_TITLE = "Yours alone from now on"
CONFIRMED = "Thank you. {ref} is confirmed as yours; the person who sent it can follow it."
REFUSED = "Thank you. {ref} is not yours; the team and the person who sent it are told."
TAKEN_OVER = "Thank you. {ref} is yours; the person who sent it no longer follows it."

LIST = "Your complaints"
NO_LIST = "You have no complaints here. To report something, type /report-abuse."
OLDER = "Open an older one"
OLDER_STILL = "There are older ones still; the team finds them by their reference."
IN_WORDS = "In words"
CONFIRM_NEEDED = "waits for your word whether it is yours"
AS_AGENT = "sent by you for somebody else"


def begun(words: str) -> str:
    """Return words as a line begins with them; a status is written small elsewhere."""
    return words[0].upper() + words[1:]


def source(learnt: LearntFrom, *, as_agent: bool) -> str:
    """Say how we know of a step; what we did ourselves needs no source."""
    if as_agent and learnt is LearntFrom.REPORTER:
        return _FROM_REPORTER
    return _SOURCE.get(learnt, "")


def since(of: OwnRow) -> str:
    """Say when it was received, and what is open about it, below its reference."""
    said = [f"received {day(of.received_at.date())}", *_open_about(of)]
    return begun(f"{'; '.join(said)}.")


def row(of: OwnRow) -> str:
    """Say one line of the list: reference, status, day."""
    received = f"received {day(of.received_at.date())}"
    is_new = of.status is Status.RECEIVED  # nobody reads "received, received"
    said = [f"{of.ref}: {received}" if is_new else f"{of.ref}: {of.status}, {received}"]
    return "; ".join([*said, *_open_about(of)])


def _open_about(of: OwnRow) -> list[str]:
    awaited = [CONFIRM_NEEDED] if of.confirm_needed else []
    return [*awaited, *([AS_AGENT] if of.as_agent else [])]


def received(receipt: Receipt, *, logged: bool) -> str:
    """Say that it is stored, and under which reference."""
    words = RECEIVED if receipt.own else LOGGED if logged else RECEIVED_FOR
    return words.format(ref=receipt.ref)


def who_opened(openings: Sequence[Opening]) -> list[str]:
    """Say in which role and on which day somebody opened it, each pair once."""
    said = [f"{each.role or 'a person of the team'}, {_day(each)}" for each in openings]
    return [begun(each) for each in dict.fromkeys(said)]


def by(acknowledged_by: date) -> str:
    """Say what happens next after receipt, and by when."""
    return NEXT_BY.format(day=day(acknowledged_by))


def _day(of: Opening) -> str:
    return day(of.at.date())
