"""*Open* for the team: everything about one complaint, page by page."""

from slackbot.blocks import card, file_parts
from slackbot.blocks.carried import Carried, carry
from slackbot.blocks.parts import Block, View, actions, header, modal
from slackbot.blocks.written import paged, turning
from slackbot.rules.shown import TeamFile

CALLBACK_ID = "team_file"
PAGE_FILE = "page_file"


def build(file: TeamFile, page: int = 0) -> View:
    """Return one page of the complaint; beyond the last it is the last."""
    ref = file.card.ref
    leaves = paged(_everything(file))
    at = max(0, min(page, len(leaves) - 1))
    count = f", page {at + 1} of {len(leaves)}" if len(leaves) > 1 else ""
    turns = turning(PAGE_FILE, ref, at, len(leaves))
    return modal(
        "Complaint",
        [header(f"{ref}{count}"), *leaves[at], *([actions(*turns)] if turns else [])],
        callback_id=CALLBACK_ID,
        private_metadata=carry(Carried(ref, page=at)),
    )


def _everything(file: TeamFile) -> list[Block]:
    return [
        *file_parts.summary(file),
        actions(*card.buttons(file.card)),
        *file_parts.undelivered(file),
        *file_parts.report(file),
        *file_parts.details(file),
        *file_parts.steps(file),
        *file_parts.kept_from(file),
        *file_parts.openings(file),
    ]
