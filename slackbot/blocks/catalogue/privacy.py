"""The privacy statement and the promises that stand before anything is typed."""

from collections.abc import Sequence

from slackbot.rules.policy import Policy

HEADING = "Before you type"
FORMAL = (
    "This is not itself a formal complaint to the party. You choose later whether you raise "
    "it with the General Secretary, whether we raise it for you, or whether it is only logged."
)
NIGHT = "Nobody watches this at night. In danger, ring 999."


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
            "name below or who are concerned themselves. You see in which role and on which "
            "day it was opened. Nobody else reads it unless you agree or the law demands it."
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
    ]
