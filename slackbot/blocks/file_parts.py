"""The parts of a complaint as the team reads it; people's words exactly and without effect."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slackbot.blocks import card, tasks
from slackbot.blocks.catalogue.answered import TEAM
from slackbot.blocks.done import undo_button
from slackbot.blocks.parts import Block, button, confirm, header, section
from slackbot.blocks.text import day, plain, shown
from slackbot.blocks.told_details import lines as told
from slackbot.blocks.written import paragraphs, quoted, written
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.shown import Added, Kept, Opening, Step, TeamFile

LIFT_NAME = "lift_name"

_LONDON = ZoneInfo("Europe/London")
_SITTING = timedelta(minutes=30)
_INTERNAL = "Reason (internal; may be read by the person concerned or a court)"
_WHY_KEPT = {
    "own": "it is their own complaint",
    "asked": "the reporter asked for it",
    "respondent": "they are among the respondents",
    "name": "somebody of their name is among the respondents",
}


def summary(file: TeamFile) -> list[Block]:
    """Say how it stands and from whom it comes."""
    state = file.card
    said = [
        f"Status: {state.status}",
        card.urgency(state),
        f"Received: {_moment(state.received_at)}",
        f"Reporter: {file.reporter}",
        f"Sent for them by: {file.agent}" if file.agent else "",
        f"Came by: {file.source}, {day(file.reported_on)}",
        f"Who has it: {state.taken_by or 'nobody yet'}",
        card.confirmation(state),
    ]
    return _words(said)


def report(file: TeamFile) -> list[Block]:
    """Give the first text as it was sent, and the message that was reported with it."""
    return [*written("What happened", file.statement), *quoted(file.quote)]


def details(file: TeamFile) -> list[Block]:
    """Give every answer; what somebody added in one sitting stands under one heading."""
    return [block for sitting in _sittings(file.additions) for block in _added(sitting)]


def steps(file: TeamFile) -> list[Block]:
    """Give each step: how we know it, why, what the reporter reads, and *Undo*."""
    rows = [block for step in file.steps for block in _step(file.card.ref, step)]
    return [header("Steps"), *rows] if rows else []


def kept_from(file: TeamFile) -> list[Block]:
    """Say who must not know of it, and let a lead say that a name is another person's."""
    rows = [_kept(file, each) for each in file.kept_from]
    return [header("Kept from"), *rows] if rows else []


def openings(file: TeamFile) -> list[Block]:
    """Say who has opened it."""
    rows = _words(_opened(file.openings))
    return [header("Opened by"), *rows] if rows else []


def undelivered(file: TeamFile) -> list[Block]:
    """List the messages that reached nobody, with those for whom they were."""
    rows = [
        section(plain(f"{shown(task.name)}: {task.about}"), accessory=tasks.told_button(task))
        for task in file.undelivered
    ]
    return [header("To be told another way"), *rows] if rows else []


def _sittings(additions: Sequence[Added]) -> list[list[Added]]:
    """Put together what the same person added within half an hour, in the order it came."""
    sittings: list[list[Added]] = []
    for added in additions:
        first = sittings[-1][0] if sittings else None
        if first and first.by == added.by and added.at - first.at < _SITTING:
            sittings[-1].append(added)
        else:
            sittings.append([added])
    return sittings


def _added(sitting: Sequence[Added]) -> list[Block]:
    """Give the answers in the order in which they came; a later one stands over an earlier."""
    heading = header(shown(f"Added by {sitting[0].by}, {_moment(sitting[0].at)}"))
    answers = [block for added in sitting for block in _answers(added)]
    return [heading, *answers]


def _answers(added: Added) -> list[Block]:
    answers = paragraphs("\n".join(told(added.details, TEAM)))
    return [*answers, *written("In their words", added.details.statement)]


def _step(ref: ComplaintRef, step: Step) -> list[Block]:
    results = [str(each) for each in (step.measure, step.outcome, step.closing) if each]
    said = [
        f"{day(step.happened_on)}: {'; '.join([step.status, *results])}",
        f"Learnt from: {step.learnt_from}",
        f"Entered by {step.entered_by}, {_moment(step.entered_at)}",
        f"{_INTERNAL}: {step.reason or 'none given'}",
        f"The reporter reads: {step.sentence}",
        _told(step),
    ]
    first, *rest = _words(said)
    if step.undoable:
        first["accessory"] = undo_button(ref, step.id)
    return [first, *rest]


def _told(step: Step) -> str:
    if step.undone:
        return "This step was undone."
    if step.told_at:
        return f"Told: {_moment(step.told_at)}"
    return f"To be told: {_moment(step.tells_at)}" if step.tells_at else "Not told by message"


def _kept(file: TeamFile, kept: Kept) -> Block:
    words = plain(f"{shown(kept.name)}: {_WHY_KEPT.get(kept.why, kept.why)}")
    if not (kept.liftable and file.may_lift):
        return section(words)
    ref = file.card.ref
    lifting = button(
        "Another person",
        LIFT_NAME,
        f"{ref} {kept.person}",
        label=f"Say that the name in {ref} is another person's",
        asks=confirm(
            "Is it another person?",
            "They will then see this complaint. It is recorded that you said so.",
            "Another person",
        ),
    )
    return section(words, accessory=lifting)


def _opened(openings: Iterable[Opening]) -> list[str]:
    """Say who opened it, one line for each person and day, with every time."""
    days: dict[str, list[str]] = {}
    for each in openings:
        role = f" ({each.role})" if each.role else ""
        at, _, time = _moment(each.at).rpartition(", ")
        days.setdefault(f"{each.name}{role}, {at}", []).append(time)
    return [f"{who}, {', '.join(dict.fromkeys(times))}" for who, times in days.items()]


def _moment(at: datetime) -> str:
    """Return a moment in England's time; marks that Slack would turn need mrkdwn."""
    local = at.astimezone(_LONDON)
    return f"{day(local.date())}, {local:%H:%M}"


def _words(lines: Iterable[str]) -> list[Block]:
    """Return lines as few paragraphs; what hides or turns in them is made visible."""
    return paragraphs(shown("\n".join(line for line in lines if line)))
