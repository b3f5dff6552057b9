"""One's own complaints: `/report-abuse status`."""

from collections.abc import Sequence

from slackbot.blocks.catalogue import own as words
from slackbot.blocks.notices import OPEN_OWN, open_own
from slackbot.blocks.parts import (
    OPTIONS,
    Block,
    Element,
    Message,
    header,
    message,
    option,
    section,
    select,
)
from slackbot.blocks.text import escape, plain
from slackbot.rules.shown import OwnRow

OPEN_OLDER = f"{OPEN_OWN}:older"
_ROWS = 40  # Slack: 50 blocks a message
_MENUS = 2  # Slack refuses a message whose blocks hold more than about 13,000 characters


def build(rows: Sequence[OwnRow]) -> Message:
    """Return the list, newest first as given; older ones are opened from a menu."""
    if not rows:
        return message(escape(words.NO_LIST))
    listed = rows[: _ROWS + _MENUS * OPTIONS]
    still = [words.OLDER_STILL] if len(rows) > len(listed) else []
    lines = [words.LIST, *(words.row(each) for each in listed), *still]
    blocks = [header(words.LIST), *(_row(each) for each in rows[:_ROWS]), *_older(rows)]
    return message("\n".join(escape(line) for line in lines), blocks)


def _row(row: OwnRow) -> Block:
    return section(plain(words.row(row)), accessory=open_own(row.ref))


def _older(rows: Sequence[OwnRow]) -> list[Block]:
    rest = rows[_ROWS:]
    menus = [rest[at : at + OPTIONS] for at in range(0, len(rest), OPTIONS)]
    shown = [
        section(plain(words.OLDER), block_id=f"older:{place}", accessory=_menu(menu))
        for place, menu in enumerate(menus[:_MENUS])
    ]
    return [*shown, section(plain(words.OLDER_STILL))] if len(menus) > _MENUS else shown


def _menu(rows: Sequence[OwnRow]) -> Element:
    options = [option(f"{each.ref}: {each.status}", each.ref) for each in rows]
    return select(options, placeholder=words.OLDER) | {"action_id": OPEN_OLDER}
