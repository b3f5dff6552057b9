"""The names by which somebody is known: as the workspace has them, and as it had them."""

import re

from slackbot.records.people import Person
from slackbot.rules.people import Member

# Control characters, and marks that turn the direction of writing.
_TURNING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def keepable(name: str) -> str:
    """Make a name one that both databases take; one name must not stop the directory.

    Whatever would begin a line or turn the direction of writing is no part of a name: it
    would let somebody change what a card says of the complaint.
    """
    whole = name.encode(errors="replace").decode()
    return _TURNING.sub("", " ".join(whole.split()))[:255]


def known_as(row: Person | None, member: Member) -> str:
    """List all further names of somebody, with those that they bore before."""
    before = [row.name, *row.known_as.split("\n")] if row else []
    names = {*before, *(keepable(name) for name in member.known_as)}
    return "\n".join(sorted(names - {"", keepable(member.name)}))
