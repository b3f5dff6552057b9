"""When the triage channel is safe for a card: private, ours, only the team in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from slackbot.rules.people import SlackUser


@dataclass(frozen=True, slots=True)
class ChannelSeen:
    """What Slack says of the channel now. `members` leaves out this app's own bot user."""

    is_private: bool = True
    is_shared: bool = False
    is_archived: bool = False
    is_missing: bool = False
    members: tuple[SlackUser, ...] = ()


def problem_with(
    seen: ChannelSeen, team: Mapping[SlackUser, object], names: Mapping[SlackUser, str]
) -> str:
    """Say in words of ours what makes the channel unsafe; "" where it is safe."""
    if seen.is_missing:
        return "The app cannot see the triage channel. Is it invited there?"
    if seen.is_archived:
        return "The triage channel is archived."
    if not seen.is_private:
        return "The triage channel is public."
    if seen.is_shared:
        return "The triage channel is shared with another workspace."
    strangers = sorted(names.get(m, m) for m in seen.members if m not in team)
    if strangers:
        return f"In the triage channel without a team role: {', '.join(strangers)}."[:900]
    return ""
