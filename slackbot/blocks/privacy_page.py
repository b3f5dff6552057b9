"""The whole privacy statement, laid over the form so that what was typed there stays."""

from collections.abc import Sequence

from slackbot.blocks.catalogue import privacy
from slackbot.blocks.parts import View, modal, section
from slackbot.blocks.text import pages, plain, shown, unbroken
from slackbot.rules.policy import Policy

CALLBACK_ID = "privacy_page"


def build(owners: Sequence[str], policy: Policy) -> View:
    """Return the statement; everybody who may open the form may read it."""
    paragraphs = privacy.statement(owners, policy)
    return modal(
        privacy.TITLE,
        [
            section(plain(piece))
            for paragraph in paragraphs
            for piece in pages(shown(unbroken(paragraph)))
        ],
        callback_id=CALLBACK_ID,
        close=privacy.BACK,
    )
