"""Whether a text names somebody: plain comparison of full names, no guessing."""

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")

# fmt: off
_TITLES = frozenset({
    "mp", "mep", "ms", "msp", "mr", "mrs", "miss", "mx", "dr", "prof", "professor", "rev",
    "lord", "lady", "baroness", "baron", "viscount", "earl", "countess", "sir", "dame",
    "rt", "right", "hon", "honourable", "cllr", "councillor", "kc", "qc", "obe", "cbe",
    "mbe",
})
# fmt: on
_ENOUGH = 2  # a first name alone names nobody
_APOSTROPHES = "'`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
_APOSTROPHES += "\N{MODIFIER LETTER APOSTROPHE}\N{PRIME}\N{ACUTE ACCENT}"
# Letters with a stroke are not letters with an accent to Unicode, but are to who types.
_TYPED = str.maketrans("øØłŁđĐ", "oOlLdD", _APOSTROPHES)
# What people write beside their name in a directory: (she/her), [on leave], | Press office
_ASIDE = re.compile(r"[(\[{].*?(?:[)\]}]|$)|\s[|/\N{EN DASH}\N{EM DASH}-]\s.*$")


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name: no case, accents, titles or punctuation."""
    words = re.findall(r"[^\W\d_]+", _plain(name))
    return tuple(word for word in words if word not in _TITLES)


def same_name(one: str, other: str) -> bool:
    """Say whether two full names are the same words, in whatever order."""
    parts = set(_known_parts(one))
    return len(parts) >= _ENOUGH and parts == set(_known_parts(other))


def names_in(text: str, name: str) -> bool:
    """Say whether the full name stands in the text, its words one after the other."""
    return bool(named_in(text, {name: name}))


def named_in(text: str, names: Mapping[Key, str]) -> set[Key]:
    """Say who of these is named in the text, by full name or surname first.

    The text is read once, however many names there are.
    """
    plain = _plain(text)
    wanted = {key: _known_parts(name) for key, name in names.items()}
    # Most texts name nobody; cutting them into words is what takes the time.
    near = {
        key: parts
        for key, parts in wanted.items()
        if len(parts) >= _ENOUGH and all(part in plain for part in parts)
    }
    if not near:
        return set()
    words = name_parts(plain)
    return {
        key
        for key, parts in near.items()
        if _stands(parts, words) or _stands((parts[-1], *parts[:-1]), words)
    }


def _stands(parts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    last = len(words) - len(parts) + 1
    return any(words[at : at + len(parts)] == parts for at in range(last))


def _known_parts(name: str) -> tuple[str, ...]:
    return name_parts(_ASIDE.sub(" ", name))


def _plain(text: str) -> str:
    """Drop case, accents, apostrophes and signs that nobody sees, such as soft hyphens."""
    typed = _as_typed(text)
    if typed.isascii():
        return typed.lower()
    # Again: taking letters apart can bring an apostrophe forth.
    plain = _as_typed(unicodedata.normalize("NFKD", typed).casefold())
    # A text has few different signs, however long it is.
    for sign in set(plain):
        if unicodedata.category(sign) in {"Mn", "Cf"}:
            plain = plain.replace(sign, "")
    return plain


def _as_typed(text: str) -> str:
    # Translating is ten times as slow as looking whether there is anything to translate.
    return text.translate(_TYPED) if any(chr(sign) in text for sign in _TYPED) else text
