"""A complaint's details as lines to read: only what was answered, exactly as typed."""

from collections.abc import Iterator

from slackbot.blocks.text import day, shown
from slackbot.rules.details import Details, Membership, Respondent


def lines(details: Details, *, links: bool = True) -> list[str]:
    """Return a line for each answer; statements are apart, since each has its own day."""
    said = [(label, shown(str(value))) for label, value in _answers(details) if value]
    respondents = [_respondent(each) for each in details.respondents]
    linked = [f"Link: {shown(link)}" for link in details.links if links]
    return [*(f"{label}: {value}" for label, value in said), *respondents, *linked]


def _answers(details: Details) -> Iterator[tuple[str, object]]:
    yield "Directed at", _directed(details)
    yield "Kinds", ", ".join(details.kinds)
    yield "Where", details.platform
    yield "Place", details.place
    yield "A post that the respondent", details.part
    yield "When", day(details.happened_on) if details.happened_on else ""
    yield "Over a period", details.happened_over
    yield "The General Secretary", details.wish
    yield "Raised on", day(details.raised_on) if details.raised_on else ""
    yield "The General Secretary's reference", details.raised_reference
    yield "Hopes for", details.hope
    yield "Another way to reach them", details.reach
    yield "What a DM may say", details.dm_choice
    for audience, consent in details.consent:
        yield f"To {audience}", consent


def _directed(details: Details) -> str:
    return f"answered “{details.directed}”" if details.directed else ""


def _respondent(one: Respondent) -> str:
    known = [one.name, one.handle]
    if one.account:
        known.append(f"account {one.account} in this workspace")
    if one.member is not Membership.UNKNOWN:
        known.append(f"party member: {one.member}")
    if one.accounts:
        known.append(f"many accounts: {', '.join(one.accounts)}")
    return f"Respondent: {shown('; '.join(part for part in known if part))}"
