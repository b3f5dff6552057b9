"""What people are told by message, each kind in words of its own, and none of it content."""

from collections.abc import Callable

from slackbot.blocks import card, catalogue
from slackbot.blocks.catalogue.agent_words import ANSWERED
from slackbot.blocks.parts import Element, Message, actions, button, confirm, message, section
from slackbot.blocks.text import clipped, escape, mrkdwn, shown
from slackbot.rules.notices import Facts, NoticeKind
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import AgentAnswer

OPEN_OWN = "open_own"
CONFIRM_AGENT = "confirm_agent"
NOT_MINE = "not_mine"
MINE_NOW = "mine_now"
GIVE_ROLE = "give_role"
REMIND_LATER = "remind_later"
APPROVE_LEAD = "approve_lead"
DECLINE_LEAD = "decline_lead"

_BUTTON_SIZE = 75  # Slack: the most on a button

# What the team is told; what reporters and agents are told stands in the catalogue.
_TEAM = {
    NoticeKind.DANGER: (
        "Urgent: in {ref} somebody may be in danger now. Open it, and press “I have it”: "
        "until one of you does, more of the team are called."
    ),
    NoticeKind.DANGER_HELD: "{ref}: {ours} has said “I have it”.",
    NoticeKind.ROLE_CHANGED: "About roles: {ours}",
    NoticeKind.LEAD_PROPOSED: "A further lead needs a second lead's consent. {ours}",
    NoticeKind.CHANNEL_HELD: (
        "No cards are posted in the triage channel, because it is not safe. {ours}"
    ),
    NoticeKind.CHANNEL_CLEAR: "The triage channel is safe, and its cards are posted. {ours}",
    NoticeKind.CHAIN_HEAD: "The head of the audit chain, signed:\n{ours}",
}


def build(facts: Facts) -> Message:
    """Return the message of a notice. Its mark names a block, with buttons or without."""
    text = words(facts)
    buttons = _BUTTONS.get(facts.kind, _none)(facts)
    if not buttons:  # the courier knows a message again by its mark
        return message(text, [section(mrkdwn(text), block_id=facts.mark)])
    return message(text, [section(mrkdwn(text)), actions(*buttons, block_id=facts.mark)])


def words(facts: Facts) -> str:
    """Return all that the message says, in mrkdwn."""
    if facts.kind in _TEAM:
        ours = escape(facts.text)
        return _TEAM[facts.kind].format(ref=facts.ref, ours=ours).strip()
    told = catalogue.told(facts.kind, facts.ref, facts.status, facts.dm_choice)
    if facts.kind is NoticeKind.AGENT_ANSWERED:
        return f"{told} {ANSWERED[AgentAnswer(facts.text)]}"
    return told


def open_own(ref: ComplaintRef | None) -> Element:
    """Return *Open* for somebody's own complaint; the label names no more than the text."""
    return button(catalogue.OPEN_BUTTON, OPEN_OWN, ref or "", label=f"Open {ref}")


def _own(facts: Facts) -> list[Element]:
    return [open_own(facts.ref)]


def _answered(facts: Facts) -> list[Element]:
    """Only a confirmed complaint is still the agent's to open."""
    return _own(facts) if facts.text == AgentAnswer.CONFIRM else []


def _sent_for(facts: Facts) -> list[Element]:
    return [open_own(facts.ref), *answer_buttons(facts.ref or "")]


def answer_buttons(ref: str, agent: str | None = None) -> list[Element]:
    """Return what a parliamentarian can say of what was sent for them.

    Behind *Open* the last one names the agent; a message does not.
    """
    alone = catalogue.MINE_NOW_BUTTON.format(name=shown(agent or catalogue.THEM))
    return [
        button(
            catalogue.CONFIRM_BUTTON, CONFIRM_AGENT, ref, label=f"Confirm that {ref} is yours"
        ),
        button(catalogue.NOT_MINE_BUTTON, NOT_MINE, ref, label=f"Say that {ref} is not yours"),
        button(
            clipped(alone, _BUTTON_SIZE),
            MINE_NOW,
            ref,
            label=f"Follow {ref} alone from now on",
        ),
    ]


def _danger(facts: Facts) -> list[Element]:
    ref = facts.ref or ""
    return [card.open_button(ref), card.hold_button(ref)]


def _held(facts: Facts) -> list[Element]:
    return [card.open_button(facts.ref or "")]


def _proposed(facts: Facts) -> list[Element]:
    return proposal_buttons(str(facts.proposal), "this person")


def proposal_buttons(proposal: str, name: str) -> list[Element]:
    """Return *Approve* and *Decline* for somebody who is proposed as a lead."""
    asks = confirm(
        "Approve this lead?", "A lead may give roles and see every complaint.", "Approve"
    )
    return [
        button(
            "Approve", APPROVE_LEAD, proposal, label=f"Approve {name} as a lead", asks=asks
        ),
        button("Decline", DECLINE_LEAD, proposal, label=f"Decline {name} as a lead"),
    ]


def channel_buttons() -> list[Element]:
    """Return what a lead can do about a channel that is not safe."""
    return [
        button("Give a role", GIVE_ROLE, label="Give a role to somebody in the channel"),
        button("Remind me", REMIND_LATER, label="Remind me of the channel later"),
    ]


def _channel(_facts: Facts) -> list[Element]:
    return channel_buttons()


def _none(_facts: Facts) -> list[Element]:
    return []


_BUTTONS: dict[NoticeKind, Callable[[Facts], list[Element]]] = {
    NoticeKind.RECEIVED: _own,
    NoticeKind.SENT_FOR: _sent_for,
    NoticeKind.AGENT_RECEIVED: _own,
    NoticeKind.AGENT_ANSWERED: _answered,
    NoticeKind.STEP: _own,
    NoticeKind.NOBODY_LEFT: _own,
    NoticeKind.DANGER: _danger,
    NoticeKind.DANGER_HELD: _held,
    NoticeKind.LEAD_PROPOSED: _proposed,
    NoticeKind.CHANNEL_HELD: _channel,
}
