"""Whether a text names somebody: plain comparison of full names, no guessing."""

import re
import unicodedata

_TITLES = frozenset(
    {"mp", "mep", "lord", "lady", "baroness", "baron", "sir", "dame", "dr", "rt", "hon"}
)
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}")
_ENOUGH = 2  # a first name alone names nobody


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name: no case, accents, titles or punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"[^\W\d_]+", plain.translate(_APOSTROPHES))
    return tuple(word for word in words if word not in _TITLES)


def same_name(one: str, other: str) -> bool:
    """Say whether two full names are the same words, in whatever order."""
    parts = set(name_parts(one))
    return len(parts) >= _ENOUGH and parts == set(name_parts(other))


def names_in(text: str, name: str) -> bool:
    """Say whether the full name stands in the text, its words one after the other."""
    parts = name_parts(name)
    if len(parts) < _ENOUGH:
        return False
    words = name_parts(text)
    last = len(words) - len(parts) + 1
    return any(words[at : at + len(parts)] == parts for at in range(last))
