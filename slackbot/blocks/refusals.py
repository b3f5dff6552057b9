"""Answers when something was not done: what happened, whether words are safe, what to do."""

from enum import Enum, auto, unique

from slackbot.blocks.parts import Block, Message, View, header, message, modal, section
from slackbot.blocks.parts import home as home_tab
from slackbot.blocks.text import SECTION_SIZE, escape, mrkdwn, pages, plain, unbroken
from slackbot.rules.people import Standing
from slackbot.rules.policy import Policy

CALLBACK_ID = "refusal"
TITLE = "Not done"
HOME_TITLE = "Help and other ways"


@unique
class Trouble(Enum):
    """Why something was not done."""

    NOT_ALLOWED = auto()
    UNKNOWN = auto()
    ALTERED = auto()
    CHANGED = auto()
    TAKEN = auto()
    TOO_LATE = auto()
    NOT_CONFIRMED = auto()
    NOT_STORED = auto()
    ROLE = auto()
    TAMPERED = auto()
    NOTHING_SUCH = auto()
    NO_SLACK = auto()
    BROKEN = auto()


_HAPPENED = {
    Trouble.NOT_ALLOWED: "Your role does not allow this. Nothing was done.",
    Trouble.UNKNOWN: (
        "There is no complaint with this reference that you can open. Nothing was done."
    ),
    Trouble.ALTERED: (
        "The record of this complaint does not match its seal. Nothing is shown, and nothing "
        "was done. Who runs this app has been told."
    ),
    Trouble.CHANGED: "Somebody changed this complaint a moment ago. Nothing was saved.",
    Trouble.TAKEN: "Somebody else has this complaint already. Nothing was done.",
    Trouble.TOO_LATE: "It is too late for this: it is closed, or the message has left.",
    Trouble.NOT_CONFIRMED: (
        "The parliamentarian has not confirmed this complaint yet. Nothing was done."
    ),
    Trouble.NOT_STORED: "This could not be stored just now. Nothing was kept.",
    Trouble.ROLE: "This role cannot be given or ended so. Nothing was done.",
    Trouble.TAMPERED: "What arrived is not what this form asks for. Nothing was kept.",
    Trouble.NOTHING_SUCH: "This belongs to an older message or form. Nothing was done.",
    Trouble.NO_SLACK: "Slack did not answer. Nothing was done.",
    Trouble.BROKEN: "Something went wrong on our side. Nothing was done.",
}

_TO_DO = {
    Trouble.NOT_ALLOWED: "If you think that it should be, ask a lead of the team.",
    Trouble.UNKNOWN: "Compare the reference with the message that it came from.",
    Trouble.ALTERED: "Until it is put right, nobody can open this complaint.",
    Trouble.CHANGED: "Open the complaint again, look at it as it is now, and repeat the step.",
    Trouble.TAKEN: "You can still open it.",
    Trouble.TOO_LATE: "To tell us more, send a new report and name the reference.",
    Trouble.NOT_CONFIRMED: (
        "Ask them to press “It is mine” in the message that they have from us."
    ),
    Trouble.NOT_STORED: "Try again in a minute.",
    Trouble.ROLE: "Look at the roles that this person holds, and end one first.",
    Trouble.TAMPERED: "Close the form, open it again and fill it in anew.",
    Trouble.NOTHING_SUCH: "Go to App Home and begin from there.",
    Trouble.NO_SLACK: "Try again in a minute.",
    Trouble.BROKEN: "Try again in a minute.",
}

STILL_HERE = "What you typed is still in this form; copy it before you close it."

_TURNED_AWAY = {
    Standing.GUEST: "Guests of this workspace cannot use this app at present.",
    Standing.OUTSIDER: "This app is for members of the workspace that it belongs to.",
    Standing.GONE: "Your account in this workspace has been deactivated.",
    Standing.APP: "This app answers people only.",
    Standing.UNKNOWN: (
        "We do not know your account yet. The list of members is loaded when this app starts "
        "and whenever it changes: try again in a minute."
    ),
    Standing.MEMBER: "You cannot use this app at present.",
}


def sentence(
    trouble: Trouble, policy: Policy, *, typed: bool, code: str = "", happened: str = ""
) -> str:
    """Say what happened, whether what was typed is safe, and what to do; plain text.

    `happened` replaces our words for it where somebody knows better ones. `code` finds the
    line in our log that belongs to it, and tells nothing else.
    """
    to_do = "" if happened and trouble is Trouble.ROLE else _TO_DO[trouble]  # said already
    parts = [happened or _HAPPENED[trouble], STILL_HERE if typed else "", to_do]
    if trouble in {Trouble.ALTERED, Trouble.NOT_STORED, Trouble.BROKEN}:
        parts.append(f"If it still fails: {unbroken(policy.fallback)}")
    if code:
        parts.append(f"Our code for it: {code}.")
    return " ".join(part for part in parts if part)


def turned_away(standing: Standing, *, typed: bool) -> str:
    """Say why somebody may not use the app; other routes are shown beside it."""
    parts = [_TURNED_AWAY[standing], "Nothing was stored.", STILL_HERE if typed else ""]
    return " ".join(part for part in parts if part)


def routes(policy: Policy) -> tuple[str, ...]:
    """List where else one can go, help in danger first."""
    listed = (*policy.emergency, *policy.support, *policy.other_routes, policy.fallback)
    return tuple(map(unbroken, listed))


def build_message(words: str, lines: tuple[str, ...] = ()) -> Message:
    """Return the answer as a message that only this person sees."""
    return message("\n".join(escape(line) for line in (words, *lines)))


def build_modal(words: str, lines: tuple[str, ...] = ()) -> View:
    """Return the answer as a modal."""
    return modal(TITLE, _blocks(words, lines), callback_id=CALLBACK_ID)


def build_home(words: str, lines: tuple[str, ...]) -> View:
    """Return the answer as somebody's App Home."""
    return home_tab([header(HOME_TITLE), *_blocks(words, lines)])


def _blocks(words: str, lines: tuple[str, ...]) -> list[Block]:
    other = [section(plain(piece)) for piece in pages("\n".join(lines), SECTION_SIZE)]
    return [section(mrkdwn(f"*{escape(words)}*")), *other]
