"""References that people can read aloud and that tell no count, such as RA-7K3Q9FX.

No vowels, so that no word appears by chance; no 0 and 1, so that none is misread. The 29
characters are a prime number of them, so the weighted check catches every single wrong
character and every swap of two.
"""

import re
import secrets
from collections.abc import Callable
from typing import NewType

ComplaintRef = NewType("ComplaintRef", str)

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
PREFIX = "RA-"
_LENGTH = 6
_SHAPE = re.compile(rf"(?:RA)?([{ALPHABET}]{{{_LENGTH + 1}}})")
# Also the dashes that telephones make of a hyphen, and the dots of who dictates.
_BETWEEN = re.compile(r"[\s.\-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")


class ReferenceError(ValueError):  # noqa: A001 - the word of the field; the builtin is about weak references
    """This is not a reference of ours; check it against the message that it came from."""


def new_reference(pick: Callable[[str], str] = secrets.choice) -> ComplaintRef:
    """Make a reference: six random characters (594,823,321 of them) and a check."""
    body = "".join(pick(ALPHABET) for _ in range(_LENGTH))
    return ComplaintRef(PREFIX + body + _check(body))


def read_reference(text: str) -> ComplaintRef:
    """Understand a reference as people type it: any case, spaces, dashes, without RA-.

    Raises ReferenceError where it cannot be one.
    """
    found = _SHAPE.fullmatch(_BETWEEN.sub("", text).upper())
    if found is None or _check(found[1][:_LENGTH]) != found[1][_LENGTH]:
        raise ReferenceError
    return ComplaintRef(PREFIX + found[1])


def _check(body: str) -> str:
    # All weights differ, also from the check's own; beginning with 11, the example of every
    # document, RA-7K3Q9FX, is one that checks.
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=11))
    return ALPHABET[total % len(ALPHABET)]
