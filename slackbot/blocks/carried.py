"""What a form of the team carries for itself: keys, references, versions; never content."""

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from slackbot.blocks.errors import TamperedError
from slackbot.blocks.parts import View
from slackbot.rules import reference
from slackbot.rules.reference import ComplaintRef, read_reference
from slackbot.rules.report import FormKey

_NO_KEY = FormKey("")


@dataclass(frozen=True, slots=True)
class Carried:
    """The private_metadata of a form about one complaint, as it stood when it opened."""

    ref: ComplaintRef
    version: int = 0
    key: FormKey = _NO_KEY
    page: int = 0
    notice: str = ""


def carry(carried: Carried) -> str:
    """Return the private_metadata."""
    return json.dumps(asdict(carried))


def read_carried(view: View) -> Carried:
    """Return what the form carried; TamperedError where it is not as we made it."""
    try:
        kept = Carried(**json.loads(view["private_metadata"]))
        read_reference(kept.ref)
    except (KeyError, TypeError, ValueError) as error:
        raise TamperedError from error
    if not isinstance(kept.version, int) or not isinstance(kept.page, int):
        raise TamperedError
    return kept


def read_pair(value: str) -> tuple[ComplaintRef, str]:
    """Return the reference and the second thing that a button names: `RA-… step`."""
    ref, _, other = value.partition(" ")
    return read_ref(ref), other


def read_ref(value: object) -> ComplaintRef:
    """Return the reference that a button names; TamperedError where it cannot be one."""
    try:
        return read_reference(str(value))
    except reference.ReferenceError as error:
        raise TamperedError from error


def read_id(value: object) -> UUID:
    """Return the id that a button names; TamperedError where it cannot be one."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise TamperedError from error


def pressed(body: dict[str, Any]) -> str:
    """Return the value of the pressed button; TamperedError where none was pressed."""
    try:
        return str(body["actions"][0].get("value", ""))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise TamperedError from error


def read_number(value: str) -> int:
    """Return the page that a button names; TamperedError where it cannot be one."""
    if not (value.isascii() and value.isdecimal()):
        raise TamperedError
    return int(value)
