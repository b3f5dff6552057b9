"""What stands in the form's place once a report is stored, and never before."""

from slackbot.blocks import catalogue
from slackbot.blocks.catalogue import own as words
from slackbot.blocks.parts import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    header,
    modal,
    section,
)
from slackbot.blocks.text import clipped, pages, plain, unbroken
from slackbot.rules.policy import Policy
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import Receipt

CALLBACK_ID = "receipt"
ADD_DETAILS = "add_details"
_ALERT_SIZE = 200  # Slack: the most in an alert block


def build(receipt: Receipt, policy: Policy, *, logged: bool, urgent: bool = False) -> View:
    """Return the receipt; `logged` where a caseworker entered what came another way.

    Where somebody is in danger (`urgent`) it begins with whom to ring.
    """
    return modal(
        words.RECEIVED_TITLE,
        [
            alert(plain(words.received(receipt, logged=logged)), "success"),
            *(_danger(receipt, policy) if urgent else []),
            *_next(receipt, policy),
            actions(add_button(receipt.ref)),
            header(words.SUPPORT),
            *_lines(policy.support),
            *([] if urgent else _lines(policy.emergency)),
        ],
        callback_id=CALLBACK_ID,
        private_metadata=receipt.ref,
    )


def stored(ref: ComplaintRef) -> View:
    """Return what stands in the place of the last page of details."""
    text = section(plain(words.DONE.format(ref=ref)))
    return modal(
        words.DONE_TITLE,
        [text, actions(add_button(ref))],
        callback_id=CALLBACK_ID,
        private_metadata=ref,
    )


def told(title: str, words_of_ours: str) -> View:
    """Return a modal with one sentence, whose title says what was answered."""
    text = section(plain(words_of_ours))
    return modal(title, [text], callback_id=CALLBACK_ID)


def add_button(ref: ComplaintRef) -> Element:
    """Return *Add details*."""
    label = f"{catalogue.ADD_BUTTON} to {ref}"
    return button(catalogue.ADD_BUTTON, ADD_DETAILS, ref, label=label)


def _danger(receipt: Receipt, policy: Policy) -> list[Block]:
    called = [] if receipt.unattended else [section(plain(words.CALLED))]
    ring = [
        alert(plain(clipped(unbroken(line), _ALERT_SIZE)), "error")
        for line in policy.emergency
    ]
    return [*ring, *called]


def _next(receipt: Receipt, policy: Policy) -> list[Block]:
    if receipt.unattended:
        return _lines((words.UNATTENDED, *policy.other_routes, policy.fallback))
    standby = (words.STANDBY,) if receipt.nobody_left else ()
    return _lines((words.by(receipt.acknowledged_by), *standby))


def _lines(lines: tuple[str, ...]) -> list[Block]:
    return [section(plain(piece)) for piece in pages(unbroken("\n".join(lines)))]
