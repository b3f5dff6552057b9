"""Giving, ending and approving roles, and a channel that is not safe."""

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from slackbot.blocks import done, home, notices, roles_form
from slackbot.blocks.carried import pressed, read_id
from slackbot.blocks.parts import View
from slackbot.casework.errors import RefusedError
from slackbot.casework.people import Given, People
from slackbot.casework.watch import Watch
from slackbot.listeners.showing import Body, show, tell
from slackbot.rules.people import Who
from slackbot.rules.roles import Act


def register(app: App) -> None:
    """Listen to a lead's buttons and forms."""
    app.action(notices.GIVE_ROLE)(open_give)
    app.view(roles_form.GIVE_ID)(give)
    app.action(home.END_ROLE)(open_end)
    app.view(roles_form.END_ID)(end)
    app.action(notices.APPROVE_LEAD)(approve)
    app.action(notices.DECLINE_LEAD)(decline)
    app.action(notices.REMIND_LATER)(remind_later)


def open_give(ack: Ack, body: Body, client: WebClient) -> None:
    """Ask to whom which role is given; whether one may is looked at when it is sent."""
    show(client, body, roles_form.build_give())
    ack()


def give(ack: Ack, view: View, people: People, who: Who) -> None:
    """Give a role, or propose a further lead to a second lead."""
    person, role = roles_form.read_give(view)
    given = people.give(person, role, by=who.id)
    name = people.who(person).name
    words = f"{name} is now {role}. All leads are told."
    if given is Given.PROPOSED:
        words = (
            f"{name} becomes a lead once a second lead approves. The other leads are asked."
        )
    ack(response_action="update", view=done.build("Recorded", words))


def open_end(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, people: People
) -> None:
    """Ask which role ends."""
    by = context["who"].id
    rows = context["reading"].home(by).roles
    if not rows:  # leads see the roles, and nobody else
        people.refuse(by, Act.GIVE_ROLE)
        raise RefusedError(Act.GIVE_ROLE, by)
    show(client, body, roles_form.build_end(rows))
    ack()


def end(ack: Ack, view: View, people: People, who: Who) -> None:
    """End a role at once."""
    person, role = roles_form.read_end(view)
    people.end(person, role, by=who.id)
    words = f"{people.who(person).name} is no longer {role}. All leads are told."
    ack(response_action="update", view=done.build("Recorded", words))


def approve(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, people: People
) -> None:
    """Make somebody a lead, whom another lead proposed."""
    people.approve(read_id(pressed(body)), by=context["who"].id)
    tell(client, context, body, "The new lead is approved. All leads are told.")
    ack()


def decline(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, people: People
) -> None:
    """Leave it at that; nobody becomes a lead."""
    people.decline(read_id(pressed(body)), by=context["who"].id)
    tell(client, context, body, "Declined. Nobody becomes a lead.")
    ack()


def remind_later(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, watch: Watch
) -> None:
    """Come back to the channel's problem later; until then no cards are posted there."""
    watch.remind(by=context["who"].id)
    tell(client, context, body, "You will be reminded. Until it is safe, no cards are posted.")
    ack()
