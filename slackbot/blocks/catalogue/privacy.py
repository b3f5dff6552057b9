"""The privacy statement, whole, and the short of it that stands before anything is typed."""

from collections.abc import Sequence

from slackbot.rules.policy import Policy
from slackbot.rules.report import PRIVACY_VERSION

TITLE = "Privacy statement"
BACK = "Back to the form"
WHOLE_BUTTON = "Read the whole privacy statement"
FORMAL = (
    "This is not itself a formal complaint to the party. You choose later whether you raise "
    "it with the General Secretary, whether we raise it for you, or whether it is only logged."
)
NOBODY_AT_NIGHT = "Nobody watches this at night."
NIGHT = f"{NOBODY_AT_NIGHT} In danger, ring 999."
VERSION = (
    f"Version {PRIVACY_VERSION}. The version that you were shown is kept with your complaint."
)
_NAMED_IN_SHORT = 3


def short(owners: Sequence[str]) -> list[str]:
    """Return what the statement says, a sentence each, in fewer words than a screen holds."""
    return [
        "The deputy leader's team reads it, except anyone you name below or whom it concerns.",
        (
            "It is not anonymous and not end-to-end encrypted: the workspace's owners "
            f"({_few(owners)}) can see that you used this app and when, not what you wrote."
        ),
        (
            "It is for following and counting abuse in the party. Lawful basis: our "
            "legitimate interest, and UK GDPR article 9(2)(d)."
        ),
        "It is kept while it is open, and then as long as needed to show what was done.",
        "It is not a formal complaint to the party.",
    ]


def _few(owners: Sequence[str]) -> str:
    """Name the first owners; the whole statement names every one."""
    named, more = owners[:_NAMED_IN_SHORT], len(owners) - _NAMED_IN_SHORT
    others = [f"{more} more"] if more > 0 else []
    return ", ".join([*named, *others]) or "shown by Slack"


def statement(owners: Sequence[str], policy: Policy) -> list[str]:
    """Return the privacy statement, a paragraph each. Its version is PRIVACY_VERSION."""
    named = ", ".join(owners) or "shown by Slack under “Workspace administration”"
    return [
        (
            "What it is for: to log complaints of abuse in the party, to follow every one, to "
            "tell you what becomes of yours, and to show how large the problem is."
        ),
        (
            "Lawful basis: our legitimate interest in dealing with abuse in the party and, "
            "for beliefs, ethnic origin, health or sexuality, the rule for political bodies "
            "and their members (UK GDPR, articles 6(1)(f) and 9(2)(d))."
        ),
        (
            "Who reads it: the deputy leader's caseworkers and leads, except those whom you "
            "name in the form or who are concerned themselves. You see in which role and on "
            "which day it was opened. Nobody else reads it unless you agree or the law "
            "demands it."
        ),
        (
            "How long: while your complaint is open, and afterwards as long as it is needed "
            "to show what was done. What you type and do not send is not kept. You may ask "
            "for a copy, for a correction, or that it be erased."
        ),
        (
            "What it is not: it is not anonymous, and it is not end-to-end encrypted: what "
            "you send passes through Slack and is kept sealed by us. The owners of this "
            "workspace can see that somebody used this app and when, not what they wrote: "
            f"{named}."
        ),
        " ".join((FORMAL, *policy.other_routes)),
        VERSION,
    ]
