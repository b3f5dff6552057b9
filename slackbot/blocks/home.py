"""App Home: help in danger first, then one's own complaints; for the team its work."""

from slackbot.blocks import card, catalogue, notices, tasks
from slackbot.blocks.catalogue import home as words
from slackbot.blocks.catalogue import own
from slackbot.blocks.parts import Block, View, actions, button, divider, header, section
from slackbot.blocks.parts import home as home_tab
from slackbot.blocks.text import SECTION_SIZE, pages, plain, shown, unbroken
from slackbot.rules.people import Standing
from slackbot.rules.policy import Policy
from slackbot.rules.shown import Home, LeadProposal, Queue, RoleRow, Undelivered

REPORT = "report"
NEXT_PAGE = "next_page"
FIRST_PAGE = "next_page:first"
END_ROLE = "end_role"

_TASKS = 10  # rows of each kind at once, so that Home stays under Slack's 100 blocks
_PROPOSALS = 5
_OWN = 20


def build(home: Home, policy: Policy, *, later: bool = False) -> View:
    """Return somebody's App Home; `later` where the queue does not begin at its start."""
    if home.queue is None:
        blocks = _of_reporter(home, policy)
    else:
        blocks = _of_team(home, home.queue, policy, later=later)
    if home.who.is_lead:
        blocks += [*_proposals(home.proposals), *_roles(home.roles), *_key(home.public_key)]
    return home_tab(blocks)


def _of_reporter(home: Home, policy: Policy) -> list[Block]:
    return [
        header(words.EMERGENCY),
        *_lines(policy.emergency),
        *_fallback(policy),
        *_report(home, policy),
        *_about(home, policy),
        *_channel(home),
        *_own(home),
    ]


def _of_team(home: Home, queue: Queue, policy: Policy, *, later: bool) -> list[Block]:
    """Help in danger in one paragraph, then the work; what one reads once comes last."""
    return [
        *_lines((" ".join(policy.emergency),)),
        *_report(home, policy),
        *_channel(home),
        *_queue(queue, later=later),
        *_tasks(queue.undelivered),
        *_own(home),
        *_about(home, policy),
        *_fallback(policy),
    ]


def may_report(home: Home, policy: Policy) -> bool:
    """Say whether the form opens for this person; a guest needs the policy's leave."""
    standing = home.who.standing
    return standing is Standing.MEMBER or (
        standing is Standing.GUEST and policy.guests_may_send
    )


def _fallback(policy: Policy) -> list[Block]:
    return _lines((f"{words.FALLBACK}: {policy.fallback}",))


def _report(home: Home, policy: Policy) -> list[Block]:
    if may_report(home, policy):
        text = catalogue.REPORT_BUTTON
        return [actions(button(text, REPORT, label=text, style="primary"))]
    return _lines((words.CLOSED_TO_YOU, *policy.other_routes))


def _about(home: Home, policy: Policy) -> list[Block]:
    if not home.first_time:
        return []
    lines = words.first_lines(policy.acknowledge_within, " ".join(policy.other_routes))
    return [header(words.ABOUT), *_lines(lines)]


def _channel(home: Home) -> list[Block]:
    if home.channel_problem is None:
        return []
    why = "No cards are posted in the triage channel, because it is not safe."
    return [
        header("The triage channel"),
        *_lines((f"{why} {home.channel_problem}",)),
        *([actions(*notices.channel_buttons())] if home.who.is_lead else []),
    ]


def _own(home: Home) -> list[Block]:
    if not home.own:
        return []
    rows = [
        section(plain(own.row(each)), accessory=notices.open_own(each.ref))
        for each in home.own[:_OWN]
    ]
    return [header(own.LIST), *rows]


def _queue(queue: Queue, *, later: bool) -> list[Block]:
    turning = []
    if later:
        turning.append(button("Start of the queue", FIRST_PAGE, label="Start of the queue"))
    if queue.after is not None:
        turning.append(
            button("Next page", NEXT_PAGE, queue.after, label="Next page of the queue")
        )
    rows = [card.open_row(each) for each in queue.rows] or _lines(("Nothing is open.",))
    return [
        divider(),
        header("Open complaints"),
        *rows,
        *([actions(*turning)] if turning else []),
    ]


def _tasks(owed: tuple[Undelivered, ...]) -> list[Block]:
    if not owed:
        return []
    rows = [tasks.row(task) for task in owed[:_TASKS]]
    more = _lines(("More follow when these are done.",)) if len(owed) > _TASKS else []
    return [header("To be told another way"), *rows, *more]


def _proposals(proposals: tuple[LeadProposal, ...]) -> list[Block]:
    blocks = []
    for each in proposals[:_PROPOSALS]:
        asked = f"{each.asked_by_name} proposes {each.name} as a lead. A second lead decides."
        blocks += _lines((asked,))
        blocks.append(actions(*notices.proposal_buttons(str(each.id), each.name)))
    return [header("A further lead"), *blocks] if blocks else []


def _roles(rows: tuple[RoleRow, ...]) -> list[Block]:
    listed = tuple(
        f"{row.name}: {', '.join(row.roles)}{f' ({row.problem})' if row.problem else ''}"
        for row in rows
    )
    giving = button("Give a role", notices.GIVE_ROLE, label="Give a role")
    ending = button("End a role", END_ROLE, label="End a role")
    return [
        divider(),
        header("Roles"),
        *_lines(listed),
        actions(giving, *([ending] if rows else [])),
    ]


def _key(public_key: str) -> list[Block]:
    said = "Public key of the audit chain, with which anybody can check its signed heads:"
    return [section(plain(said)), section(plain(public_key))]


def _lines(lines: tuple[str, ...]) -> list[Block]:
    return [
        section(plain(page)) for page in pages(shown(unbroken("\n".join(lines))), SECTION_SIZE)
    ]
