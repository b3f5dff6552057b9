"""What Slack accepts as blocks."""

from slackbot.sandbox.shapes import Json


def check_blocks(blocks: list[Json], surface: str) -> None:
    """x."""


def check_view(view: Json, kind: str) -> None:
    """x."""
