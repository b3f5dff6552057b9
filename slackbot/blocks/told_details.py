"""A complaint's details as lines to read: only what was answered, exactly as typed."""

from collections.abc import Iterator, Mapping

from slackbot.blocks.text import day, shown
from slackbot.rules.details import Details, Membership, Respondent


def lines(details: Details, labels: Mapping[str, str], *, links: bool = True) -> list[str]:
    """Return a line for each answer; statements are apart, since each has its own day.

    `labels` are the catalogue's: the reporter reads "you" where the team reads "them".
    """
    said = [(labels[name], shown(str(value))) for name, value in _answers(details) if value]
    consent = [f"{labels['consent']} {audience}: {how}" for audience, how in details.consent]
    people = [f"{labels['respondent']}: {_respondent(each)}" for each in details.respondents]
    linked = [f"{labels['link']}: {shown(link)}" for link in details.links if links]
    return [*(f"{label}: {value}" for label, value in said), *consent, *people, *linked]


def _answers(details: Details) -> Iterator[tuple[str, object]]:
    """Give the answers in the order of the questions."""
    yield "directed", _directed(details)
    yield "kinds", ", ".join(details.kinds)
    yield from ((name, getattr(details, name)) for name in ("platform", "place", "part"))
    yield "happened_on", day(details.happened_on) if details.happened_on else ""
    yield from ((name, getattr(details, name)) for name in ("happened_over", "wish"))
    yield "raised_on", day(details.raised_on) if details.raised_on else ""
    for name in ("raised_reference", "hope", "reach", "dm_choice"):
        yield name, getattr(details, name)


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
    return shown("; ".join(part for part in known if part))
