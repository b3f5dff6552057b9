"""The answer to `/report-abuse help`."""

from slackbot.blocks.catalogue import privacy
from slackbot.rules.policy import Policy

COMMANDS = (
    "/report-abuse opens the form. Only you see it.",
    "/report-abuse followed by words opens the form with these words in it.",
    "/report-abuse status lists your own complaints.",
    "To report a message, open its menu and choose “Report this message”.",
)


def lines(policy: Policy) -> list[str]:
    """Return the help, a line each, with room between its parts: danger first."""
    return [
        *policy.emergency,
        privacy.NIGHT,
        "",
        *COMMANDS,
        "",
        privacy.FORMAL,
        *policy.other_routes,
        "",
        *policy.support,
        "",
        policy.fallback,
    ]
