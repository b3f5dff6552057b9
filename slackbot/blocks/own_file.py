"""*Open* for the reporter: all of their complaint, page by page."""

from slackbot.blocks import catalogue
from slackbot.blocks.carried import Carried, carry
from slackbot.blocks.catalogue import own as words
from slackbot.blocks.catalogue.answered import OWN
from slackbot.blocks.notices import answer_buttons
from slackbot.blocks.parts import (
    Block,
    Element,
    View,
    actions,
    context,
    header,
    modal,
    section,
)
from slackbot.blocks.receipt import add_button
from slackbot.blocks.text import date_mark, day, mrkdwn, plain, shown
from slackbot.blocks.told_details import lines as told
from slackbot.blocks.written import paged, paragraphs, quoted, turning, written
from slackbot.rules.shown import Added, OwnFile, OwnStep

CALLBACK_ID = "own_file"
PAGE_OWN = "page_own"


def build(file: OwnFile, page: int = 0) -> View:
    """Return one page of the complaint; beyond the last it is the last."""
    ref, leaves = file.row.ref, paged(_everything(file))
    at = max(0, min(page, len(leaves) - 1))
    count = words.PAGE_OF.format(page=at + 1, count=len(leaves)) if len(leaves) > 1 else ""
    buttons = [*turning(PAGE_OWN, ref, at, len(leaves)), *_adding(file)]
    return modal(
        words.FILE_TITLE,
        [
            header(f"{ref} · {file.row.status}{count}"),
            *leaves[at],
            *([actions(*buttons)] if buttons else []),
        ],
        callback_id=CALLBACK_ID,
        private_metadata=carry(Carried(ref, page=at)),
    )


def _everything(file: OwnFile) -> list[Block]:
    own = words.STATEMENT_FOR if file.sent_by_agent else words.STATEMENT
    return [
        *_confirming(file),
        *_standing(file),
        *_steps(file),
        *written(own, file.statement),
        *quoted(file.quote),
        *(block for added in file.additions for block in _added(added)),
        *_openings(file),
    ]


def _confirming(file: OwnFile) -> list[Block]:
    if not file.row.confirm_needed:
        return []
    return [
        section(plain(words.TO_CONFIRM)),
        actions(*answer_buttons(file.row.ref, file.agent)),
    ]


def _standing(file: OwnFile) -> list[Block]:
    row = file.row
    taken = words.HAS_IT.format(name=file.caseworker) if file.caseworker else ""
    said = [
        words.since(row),
        shown(words.SENT_BY.format(name=file.agent)) if file.agent else "",
        shown(taken) or words.NOBODY_HAS_IT,
        f"{words.NEXT}: {catalogue.next_for(row.status, file.acknowledged_by)}",
        words.STANDBY if file.nobody_left else "",
    ]
    return paragraphs("\n".join(line for line in said if line))


def _steps(file: OwnFile) -> list[Block]:
    steps = [block for step in file.steps for block in _step(file, step)]
    return [header(words.STEPS), *(steps or [section(plain(words.NO_STEPS))])]


def _step(file: OwnFile, step: OwnStep) -> list[Block]:
    when = words.STEP.format(status=words.begun(step.status), day=day(step.happened_on))
    source = words.source(step.learnt_from, as_agent=file.row.as_agent)
    told = words.TOLD_AT.format(moment=date_mark(step.told_at))
    return [
        section(mrkdwn(when)),
        *paragraphs(shown(step.sentence)),
        context(mrkdwn(f"{source} {told}".strip())),
    ]


def _added(added: Added) -> list[Block]:
    heading = words.ADDED.format(day=day(added.at.date()), name=shown(added.by))
    answers = "\n".join(told(added.details, OWN))
    return [
        *([header(heading), *paragraphs(answers)] if answers else []),
        *written(heading if not answers else words.IN_WORDS, added.details.statement),
    ]


def _openings(file: OwnFile) -> list[Block]:
    said = "\n".join(words.who_opened(file.openings)) or words.NOT_OPENED
    return [header(words.OPENED), *paragraphs(said)]


def _adding(file: OwnFile) -> list[Element]:
    return [add_button(file.row.ref)] if file.row.can_add else []
