"""An unmodified Bolt app, over Socket Mode and over signed HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App

from slackbot.sandbox import Sandbox
from tests.sandbox.little_app import (
    Door,
    actions,
    button,
    client_of,
    form,
    little_app,
    over_sockets,
    workspace,
)

Json = dict[str, Any]


@pytest.fixture(params=["sockets", "http"])
def lived_in(request: pytest.FixtureRequest) -> Iterator[tuple[Sandbox, App]]:
    if request.param == "sockets":
        with workspace() as box:
            app = little_app(client_of(box))
            with over_sockets(box, app):
                yield box, app
        return
    with Door() as door, workspace(events_url=door.url) as box:
        app = little_app(client_of(box), signing_secret=box.signing_secret)
        door.put(app)
        yield box, app


def test_a_command_opens_a_form_and_answers_where_it_was_typed(
    lived_in: tuple[Sandbox, App],
) -> None:
    box, _ = lived_in
    result = box.person("UASHA").command("/form")
    assert result.error is None
    assert result.view is not None
    assert result.view["title"]["text"] == "A form"
    assert result.ephemeral is not None
    assert result.ephemeral["text"] == "Opened."


def test_what_is_sent_arrives_and_is_answered(lived_in: tuple[Sandbox, App]) -> None:
    box, app = lived_in
    heard: list[str] = []

    @app.view("form")
    def file(ack: Any, view: Json) -> None:
        heard.append(view["state"]["values"]["what"]["value"]["value"])
        ack(response_action="update", view=form(actions(button("more")), submit=None))

    asha = box.person("UASHA")
    asha.command("/form")
    asha.type("what", "It <hurt> & more")
    assert asha.submit().closed is False
    assert heard == ["It <hurt> & more"]
    assert asha.view is not None
    assert asha.view["blocks"][0]["type"] == "actions"


def test_a_button_in_a_message_is_heard_and_its_message_changed(
    lived_in: tuple[Sandbox, App],
) -> None:
    box, app = lived_in

    @app.action("take")
    def take(ack: Any, body: Json, client: Any) -> None:
        place = body["container"]
        client.chat_update(
            channel=place["channel_id"], ts=place["message_ts"], text="taken", blocks=[]
        )
        ack()

    said = app.client.chat_postMessage(
        channel="CTRIAGE", text="A card", blocks=[actions(button("take"))]
    )
    asha = box.person("UASHA")
    assert asha.press("take", message=("CTRIAGE", str(said["ts"]))).trouble is False
    assert [m["text"] for m in asha.channel("CTRIAGE")] == ["taken"]


def test_opening_home_publishes_it(lived_in: tuple[Sandbox, App]) -> None:
    box, app = lived_in

    @app.event("app_home_opened")
    def publish(event: Json, client: Any) -> None:
        view = {"type": "home", "blocks": [actions(button("report"))]}
        client.views_publish(user_id=event["user"], view=view)

    home = box.person("UBEN").open_home()
    assert home is not None
    assert home["type"] == "home"


def test_a_message_shortcut_brings_the_message_along(lived_in: tuple[Sandbox, App]) -> None:
    box, app = lived_in
    heard: list[Json] = []

    @app.shortcut("this")
    def keep(ack: Any, shortcut: Json, respond: Any) -> None:
        heard.append(shortcut["message"])
        respond("Kept.")
        ack()

    ben = box.person("UBEN")
    said = ben.say("CALL", "a < b & c")
    box.person("UASHA").message_shortcut("this", "CALL", said["ts"])
    assert heard[0]["text"] == "a &lt; b &amp; c"
    assert [m["text"] for m in box.person("UASHA").ephemerals] == ["Kept."]


def test_a_direct_message_reaches_the_person(lived_in: tuple[Sandbox, App]) -> None:
    box, app = lived_in
    opened = app.client.conversations_open(users="UBEN")
    app.client.chat_postMessage(channel=opened["channel"]["id"], text="There is news")
    assert [m["text"] for m in box.person("UBEN").dms] == ["There is news"]
    assert box.person("UASHA").dms == []
