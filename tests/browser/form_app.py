"""A tiny app of the tests' own: forms with every kind of input, cards, and a Home tab."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from slackbot.sandbox import Sandbox
from tests.sandbox.little_app import (
    Json,
    actions,
    button,
    client_of,
    field,
    form,
    section,
    text,
)

SURE: Json = {
    "title": text("Take it?"),
    "text": {"type": "mrkdwn", "text": "Everybody will see *your name*."},
    "confirm": text("Take it"),
    "deny": text("Leave it"),
}


def option(value: str) -> Json:
    return {"text": text(value.capitalize()), "value": value}


def choice(kind: str, *values: str, **more: Any) -> Json:
    return {"type": kind, "options": [option(value) for value in values], **more}


def every_input() -> Json:
    return form(
        field("line"),
        field(
            "story", {"multiline": True, "max_length": 200}, hint=text("In your own words.")
        ),
        field("one", choice("static_select", "red", "green")),
        field("several", choice("multi_static_select", "left", "middle", "right")),
        field("person", {"type": "users_select"}),
        field("people", {"type": "multi_users_select"}),
        field("radio", choice("radio_buttons", "yes", "no")),
        field("boxes", choice("checkboxes", "first", "second")),
        field("day", {"type": "datepicker"}),
        field("hour", {"type": "timepicker"}),
        field("link", {"type": "url_text_input"}),
        field("mail", {"type": "email_text_input"}),
        field("number", {"type": "number_input", "is_decimal_allowed": False}),
    )


def growing(*, grown: bool = False) -> Json:
    """A form that the app draws anew, with a new first text where `grown`."""
    start = {"initial_value": "from the app, anew" if grown else "from the app"}
    return form(
        field("kept", start),
        field("second" if grown else "first", start),
        actions(button("grow", "More room"), button("deeper", "Deeper")),
        callback_id="growing",
    )


def layer(depth: int) -> Json:
    blocks = [section(f"Layer {depth}"), actions(button("deeper", "Deeper"))]
    return form(*blocks, title=text(f"Layer {depth}"), private_metadata=str(depth))


def home(words: str) -> Json:
    start = button("start", "Start", value=words)
    return {"type": "home", "blocks": [section(words), actions(start)]}


def card(taken: str = "nobody") -> list[Json]:
    label = "Take RA-7K3Q9FX"
    take = button("take", "Take", accessibility_label=label, confirm=SURE)
    return [section(f"*RA-7K3Q9FX* · taken by {taken}"), actions(take)]


def form_app(box: Sandbox) -> App:
    """Build the app; a `door` is to be put in front of it."""
    secret = box.signing_secret
    app = App(client=client_of(box), signing_secret=secret, process_before_response=True)
    _opening(app)
    _sending(app)
    _pressing(app)
    return app


def _opening(app: App) -> None:
    views = {"": every_input(), "growing": growing(), "layers": layer(1)}

    @app.command("/form")
    def command(ack: Any, body: Json, client: WebClient) -> None:
        if body["text"] == "help":
            ack("Only *you* read this.")
            return
        client.views_open(trigger_id=body["trigger_id"], view=views[body["text"]])
        ack()

    @app.shortcut("form")
    def anywhere(ack: Any, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form())
        ack()

    @app.shortcut("this")
    def about(ack: Any, body: Json, client: WebClient) -> None:
        shown = section("About:\n" + body["message"]["text"])
        view = form(shown, field("what"), title=text("This message"))
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    @app.event("app_home_opened")
    def opened(body: Json, client: WebClient) -> None:
        client.views_publish(user_id=body["event"]["user"], view=home("Your own page"))

    @app.event("member_joined_channel")
    def joined() -> None:
        """Nothing: somebody came."""


def _sending(app: App) -> None:
    @app.view("form")
    def sent(ack: Any, view: Json) -> None:
        what = view["state"]["values"].get("what", {}).get("value", {}).get("value")
        if what == "wrong":
            ack(response_action="errors", errors={"what": "Say it in other words."})
        elif what == "fail":
            ack(response_action="errors", errors={"no such field": "lost"})
        elif what == "received":
            receipt = form(section("Your reference is *RA-7K3Q9FX*."), title=text("Received"))
            del receipt["submit"]
            ack(response_action="update", view=receipt)
        else:
            ack()

    app.view("growing")(lambda ack: ack())


def _pressing(app: App) -> None:
    @app.action("grow")
    def grow(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], view=growing(grown=True))

    @app.action("deeper")
    def deeper(ack: Any, body: Json, client: WebClient) -> None:
        depth = int(body["view"]["private_metadata"] or 1)
        client.views_push(trigger_id=body["trigger_id"], view=layer(depth + 1))
        ack()

    @app.action("take")
    def take(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        where = body["container"]
        taken = card(f"<@{body['user']['id']}>")
        client.chat_update(
            channel=where["channel_id"], ts=where["message_ts"], text="taken", blocks=taken
        )

    @app.action("start")
    def start(ack: Any, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form())
        ack()
