"""A small local stand-in for a Slack workspace; the app does not know that it is not Slack."""

from slackbot.sandbox.box import Sandbox
from slackbot.sandbox.faults import Fault
from slackbot.sandbox.messages import Channel
from slackbot.sandbox.people import Member
from slackbot.sandbox.shapes import (
    ActionResult,
    Call,
    CommandResult,
    Delivery,
    SandboxError,
    Sent,
    SubmitResult,
)

__all__ = [
    "ActionResult",
    "Call",
    "Channel",
    "CommandResult",
    "Delivery",
    "Fault",
    "Member",
    "Sandbox",
    "SandboxError",
    "Sent",
    "SubmitResult",
]
