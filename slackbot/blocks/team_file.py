"""*Open* for the team: everything about one complaint, page by page."""

from slackbot.blocks import card, file_parts
from slackbot.blocks.carried import Carried, carry
from slackbot.blocks.parts import Block, View, actions, button, header, modal
from slackbot.rules.shown import TeamFile

CALLBACK_ID = "team_file"
PAGE_FILE = "page_file"
PAGE_FILE_BACK = "page_file:back"

_BLOCKS = 45  # a page that can be read on a telephone; Slack takes 100
_SIGNS = 12_000  # and 250 kB, where a character can be twelve bytes of JSON


def build(file: TeamFile, page: int = 0) -> View:
    """Return one page of the complaint; beyond the last it is the last."""
    ref = file.card.ref
    leaves = _leaves(_everything(file))
    at = max(0, min(page, len(leaves) - 1))
    count = f", page {at + 1} of {len(leaves)}" if len(leaves) > 1 else ""
    return modal(
        "Complaint",
        [header(f"{ref}{count}"), *leaves[at], *_turning(ref, at, len(leaves))],
        callback_id=CALLBACK_ID,
        private_metadata=carry(Carried(ref, page=at)),
    )


def _everything(file: TeamFile) -> list[Block]:
    return [
        *file_parts.summary(file),
        actions(*card.buttons(file.card)),
        *file_parts.undelivered(file),
        *file_parts.report(file),
        *file_parts.additions(file),
        *file_parts.steps(file),
        *file_parts.kept_from(file),
        *file_parts.openings(file),
    ]


def _leaves(blocks: list[Block]) -> list[list[Block]]:
    """Cut into pages. A heading goes with what it stands over."""
    leaves: list[list[Block]] = [[]]
    signs = 0
    for place, block in enumerate(blocks):
        under = (
            blocks[place + 1] if block["type"] == "header" and block is not blocks[-1] else {}
        )
        size = _signs(block) + _signs(under)
        if leaves[-1] and (len(leaves[-1]) >= _BLOCKS or signs + size > _SIGNS):
            leaves.append([])
            signs = 0
        leaves[-1].append(block)
        signs += _signs(block)
    return leaves


def _signs(block: Block) -> int:
    text = block.get("text", {})
    return len(text.get("text", ""))


def _turning(ref: str, at: int, count: int) -> list[Block]:
    turning = []
    if at > 0:
        value = f"{ref} {at - 1}"
        label = f"Previous page of {ref}"
        turning.append(button("Previous page", PAGE_FILE_BACK, value, label=label))
    if at + 1 < count:
        value = f"{ref} {at + 1}"
        turning.append(button("Next page", PAGE_FILE, value, label=f"Next page of {ref}"))
    return [actions(*turning)] if turning else []
