"""`/report-abuse`, the shortcuts and the Home button: open the form, file what comes back."""

from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.blocks import (
    caught,
    help,  # noqa: A004 - the command's own word
    own_list,
    privacy_page,
    receipt,
    report_form,
    try_again,
)
from slackbot.blocks.home import REPORT
from slackbot.blocks.parts import Message, View
from slackbot.casework.intake import Intake
from slackbot.casework.people import People
from slackbot.casework.reading import Reading
from slackbot.listeners.opening import note, open_or_offer
from slackbot.listeners.showing import show
from slackbot.rules.provenance import Source
from slackbot.rules.report import FormKey

COMMAND = "/report-abuse"
SHORTCUT = "report_abuse"
MESSAGE_SHORTCUT = "report_message"


def register(app: App) -> None:
    """Take reports by every way in; the report itself first, as the one that hurries most."""
    app.view(report_form.CALLBACK_ID)(file_report)
    app.command(COMMAND)(answer_command)
    app.global_shortcut(SHORTCUT)(open_from_shortcut)
    app.message_shortcut(MESSAGE_SHORTCUT)(open_with_message)
    app.action(REPORT)(open_from_shortcut)
    app.action(report_form.WHOLE)(show_statement)
    app.action(try_again.TRY_AGAIN_REPORT)(open_again)


def answer_command(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, reading: Reading
) -> None:
    """Answer `help` and `status`; any other text is how the statement begins."""
    typed = str(body.get("text") or "")
    match typed.strip().casefold():
        case "help":
            _say(ack, help.build(context["policy"]))
        case "status":
            _say(ack, own_list.build(reading.mine(context["who"].id)))
        case _:
            _open_for_command(ack, client, context, _form(context, typed=typed))


def open_from_shortcut(ack: Ack, client: WebClient, context: BoltContext) -> None:
    """Open an empty form from the global shortcut or from App Home."""
    open_or_offer(client, context["asked"], _form(context), try_again.build())
    ack()


def open_with_message(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, intake: Intake
) -> None:
    """Keep the message first, so that its author cannot take it back, then open the form."""
    key = intake.keep_quote(caught.read(body), by=context["who"].id)
    view = _form(context, key=key, quoted=True)
    open_or_offer(client, context["asked"], view, try_again.build(key))
    ack()


def open_again(
    ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """Open the form with the new trigger; a message that was kept is still with it."""
    kept = str(action.get("value") or "")
    view = _form(context, key=FormKey(kept), quoted=True) if kept else _form(context)
    open_or_offer(client, context["asked"], view, try_again.build(kept))
    ack()


def show_statement(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, people: People
) -> None:
    """Lay the whole privacy statement over the form; what was typed stays below it."""
    show(client, body, privacy_page.build(people.owners(), context["policy"]))
    ack()


def file_report(
    ack: Ack, view: View, context: BoltContext, intake: Intake, people: People
) -> None:
    """Store the report, and only then say "received"."""
    today = intake.desk.today()
    report = report_form.read(view, sender=context["who"], known=people.who, today=today)
    stored = intake.file(report)
    logged = report.source is not Source.SLACK
    ack(
        response_action="update",
        view=receipt.build(stored, context["policy"], logged=logged, urgent=report.urgent),
    )


def _form(
    context: BoltContext, *, typed: str = "", key: FormKey | None = None, quoted: bool = False
) -> View:
    people: People = context["people"]
    return report_form.build(
        report_form.Opening(
            key=key or FormKey(uuid4().hex),
            who=context["who"],
            policy=context["policy"],
            keepables=people.keepable(),
            owners=people.owners(),
            typed=typed,
            quoted=quoted,
        )
    )


def _open_for_command(ack: Ack, client: WebClient, context: BoltContext, view: View) -> None:
    """Open the form; the answer itself offers another try, since nothing else is as fast."""
    try:
        client.views_open(trigger_id=context["asked"].trigger, view=view)
    except (SlackApiError, OSError) as error:
        note(error)
        _say(ack, try_again.build())
    else:
        ack()


def _say(ack: Ack, words: Message) -> None:
    blocks = words.blocks or None
    ack(text=words.text, blocks=blocks, response_type="ephemeral")
