"""What people wrote, shown exactly and without effect, and cut into pages of a modal."""

from collections.abc import Sequence
from datetime import UTC, datetime

from slackbot.blocks.catalogue import own as words
from slackbot.blocks.parts import Block, Element, button, header, section
from slackbot.blocks.text import day, pages, plain, shown
from slackbot.rules.report import Quote

_PAGE_BLOCKS = 50
# Slack takes 250 kB a view, and a letter outside English costs up to twelve bytes; also,
# nobody scrolls further than this on a telephone.
_PAGE_CHARACTERS = 12_000


def written(heading: str, text: str) -> list[Block]:
    """Return a heading and a text of any length below it; nothing where there is none."""
    if not text:
        return []
    return [header(heading), *paragraphs(shown(text))]


def quoted(quote: Quote | None) -> list[Block]:
    """Return the Slack message that was reported, with all that is known of it."""
    if quote is None:
        return []
    author = quote.author or words.NOT_KNOWN
    about = [
        words.WRITTEN_BY.format(author=author, reply=words.IS_REPLY if quote.is_reply else ""),
        words.WRITTEN_AT.format(moment=_moment(quote.posted_at)),
        words.LINK.format(link=quote.link),
        *(words.ATTACHED.format(file=each) for each in quote.files),
    ]
    return [
        *written(words.QUOTE, quote.text or words.NOTHING_BUT_SPACE),
        *paragraphs("\n".join(shown(each) for each in about)),
    ]


def paragraphs(text: str) -> list[Block]:
    """Return a text that is shown already, of any length."""
    pieces = pages(text)
    return [
        section(plain(piece if piece.strip() else words.NOTHING_BUT_SPACE)) for piece in pieces
    ]


def paged(blocks: Sequence[Block]) -> list[list[Block]]:
    """Cut blocks into pages that Slack takes; at least one, perhaps empty."""
    cut: list[list[Block]] = [[]]
    size = 0
    for block in blocks:
        length = len(str(block.get("text", "")))
        if cut[-1] and (len(cut[-1]) >= _PAGE_BLOCKS or size + length > _PAGE_CHARACTERS):
            cut.append([])
            size = 0
        cut[-1].append(block)
        size += length
    return cut


def turning(action_id: str, ref: str, page: int, count: int) -> list[Element]:
    """Return the buttons that turn pages. `value` is the reference and the page."""
    turns = []
    if page > 0:
        turns.append(_turn(words.BACK_PAGE, f"{action_id}:back", ref, page - 1))
    if page < count - 1:
        turns.append(_turn(words.NEXT_PAGE, f"{action_id}:on", ref, page + 1))
    return turns


def _turn(text: str, action_id: str, ref: str, page: int) -> Element:
    label = f"{text} of {ref}, page {page + 1}"
    return button(text, action_id, f"{ref} {page}", label=label)


def _moment(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{day(utc.date())}, {utc:%H:%M} UTC"
