"""What people were told, as lines that can be compared: without marks, times and chance."""

import re
import textwrap
from collections.abc import Iterator
from typing import Any

from slackbot.blocks.card import MOVE_ON
from slackbot.demo.cast import TRIAGE, members
from slackbot.sandbox import Delivery, Sandbox
from slackbot.sandbox.form_state import elements

_REF = re.compile(r"RA-[0-9A-Z]{7}")
_MOMENT = re.compile(r"<!date\^[^>]*>")
_DAY = re.compile(
    r"(?:\b\w+day )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* 20\d\d"
    r"(?:, \d\d:\d\d)?(?: UTC)?"
)
_SIGNS = {"message": "+", "edit": "~", "delete": "-", "ephemeral": "!"}
_NAMES = {each.id: each.real_name.split(" ")[0] for each in members()}
_WIDE = 88


def write(box: Sandbox, began: int) -> str:
    """All messages since then, place by place: + new, ~ changed, - gone, ! only for one."""
    seen = list(box.world.seen)
    cards = {each.ts for each in seen if _is_card(each)}
    places: dict[str, list[str]] = {}
    for each in seen[began:]:
        if each.kind in _SIGNS:
            # Cards and notices travel apart: which comes first in a DM, nobody promises.
            place = _place(each) + (": cards" if each.ts in cards else "")
            places.setdefault(place, []).append(_line(each))
    written = [line for place in sorted(places) for line in [place, *places[place]]]
    text = "\n".join(_normal(box, line) for line in written)
    return "\n".join(wrapped for line in text.splitlines() for wrapped in _wrap(line))


def write_view(box: Sandbox, view: Any) -> str:
    """A form or a Home: its texts and buttons, line by line."""
    lines = [view["title"]["text"]] if view["type"] == "modal" else []
    lines += [line for block in view["blocks"] for line in _block(block)]
    text = _normal(box, "\n".join(lines))
    return "\n".join(wrapped for line in text.splitlines() for wrapped in _wrap(line))


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "input":
        asked = f"{block['label']['text']}: {block['element']['type']}"
        yield f"? {asked}" + (" (optional)" if block.get("optional") else "")
    elif kind == "context":
        yield from (each["text"] for each in block["elements"])
    elif "text" in block:
        sign = {"header": "# ", "alert": "! "}.get(kind, "")
        yield sign + block["text"]["text"]
    if kind in {"actions", "section"}:
        yield from _pressed(block)


def _pressed(block: dict[str, Any]) -> Iterator[str]:
    named = [f"[{_label(element)}]" for _, element in elements([block])]
    if named:
        yield " ".join(named)


def _label(element: dict[str, Any]) -> str:
    named = element.get("text") or element.get("placeholder") or {"text": element["type"]}
    return str(named["text"])


def _is_card(seen: Delivery) -> bool:
    return any(element["action_id"] == MOVE_ON for _, element in elements(seen.blocks))


def _place(seen: Delivery) -> str:
    if seen.kind == "ephemeral":
        return f"{_who(seen)}, only for them"
    if seen.channel == TRIAGE:
        return "the triage channel"
    return f"{_who(seen)}, by DM" if seen.channel[0] == "D" else seen.channel


def _who(seen: Delivery) -> str:
    return " and ".join(sorted(_NAMES.get(each, each) for each in seen.for_members))


def _line(seen: Delivery) -> str:
    text = seen.text.replace("\n", " / ")
    if seen.kind == "delete":
        return f"- {text.split(' / ')[0]}"
    named = "".join(f" [{_label(element)}]" for _, element in elements(seen.blocks))
    return f"{_SIGNS[seen.kind]} {text}{named}"


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDE, subsequent_indent="    ") or [""]


def _normal(box: Sandbox, text: str) -> str:
    """References by the order in which people first saw them; moments and days without.

    A space that does not break is a space to whoever reads.
    """
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    text = _DAY.sub("‹day›", _MOMENT.sub("‹time›", text))
    known = {ref: f"RA-{number}" for number, ref in enumerate(refs(box), 1)}
    return _REF.sub(lambda found: known.get(found[0], found[0]), text)


def refs(box: Sandbox) -> list[str]:
    """The references that anybody saw, in order."""
    found: dict[str, None] = {}
    for each in list(box.world.seen):
        found |= dict.fromkeys(_REF.findall(f"{each.text} {each.blocks}"))
    return list(found)
