"""A tiny Bolt app of our own, to see how the local workspace treats an honest app."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from slackbot.sandbox import Channel, Member, Sandbox

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Little App"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Little App"},
        "slash_commands": [
            {"command": "/form", "description": "Open a form", "usage_hint": "[text]"},
            {"command": "/never", "description": "Is never answered"},
            {"command": "/loud", "description": "Answers in public"},
            {"command": "/wrong", "description": "Answers with blocks that Slack refuses"},
        ],
        "shortcuts": [
            {"name": "Form", "type": "global", "callback_id": "form", "description": "A form"},
            {"name": "This", "type": "message", "callback_id": "this", "description": "It"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "im:write",
                "im:history",
                "users:read",
                "groups:read",
            ]
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "team_join",
                "user_change",
                "member_joined_channel",
                "member_left_channel",
                "channel_shared",
                "channel_id_changed",
                "app_uninstalled",
                "tokens_revoked",
            ]
        },
    },
}


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def field(block_id: str, element: Json | None = None, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "value", **(element or {})}
    label = text(block_id.capitalize())
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


def button(action_id: str, words: str = "Press", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": text(words), **more}


def actions(*elements: Json, block_id: str = "buttons") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def form(*blocks: Json, **more: Any) -> Json:
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": text("A form"),
        "submit": text("Send"),
        "blocks": list(blocks) or [field("what")],
        **more,
    }
    return {k: v for k, v in view.items() if v is not None}


def workspace(**more: Any) -> Sandbox:
    """A workspace with two people, a guest, and two channels."""
    members = [
        Member(id="UASHA", name="asha", real_name="Asha Rahman"),
        Member(id="UBEN", name="ben", real_name="Ben Cole"),
        Member(id="UGUEST", name="guest", guest=True),
        Member(id="UGONE", name="gone", deleted=True),
    ]
    channels = [
        Channel("CTRIAGE", "triage", private=True, members=["UASHA"], with_app=True),
        Channel("CSECRET", "secret", private=True, members=["UASHA"]),
        Channel("CALL", "all", members=["UASHA", "UBEN", "UGUEST"]),
        Channel("CBOTH", "both", members=["UASHA", "UBEN"], with_app=True),
    ]
    return Sandbox(
        manifest=more.pop("manifest", MANIFEST), members=members, channels=channels, **more
    )


def little_app(client: WebClient, **more: Any) -> App:
    """Answers `/form` with a form; everything else is registered by the test."""
    app = App(client=client, process_before_response=True, **more)

    @app.command("/form")
    def open_form(ack: Any, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form())
        ack("Opened.")

    return app


def client_of(box: Sandbox) -> WebClient:
    return WebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[], timeout=5)


@contextmanager
def over_sockets(box: Sandbox, app: App) -> Iterator[SocketModeHandler]:
    """The app, connected by Socket Mode."""
    web = WebClient(base_url=box.api_url, retry_handlers=[])
    handler = SocketModeHandler(app, box.app_token, web_client=web)
    handler.connect()  # type: ignore[no-untyped-call]
    box.wait_connected()
    try:
        yield handler
    finally:
        handler.close()  # type: ignore[no-untyped-call]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Nothing: a test's output is for what failed."""


class Door:
    """An address at which an app can be put later than the workspace that speaks to it."""

    def __init__(self) -> None:
        self.app: Any = None
        self.server: WSGIServer = make_server(
            "127.0.0.1", 0, self._serve, handler_class=_Quiet
        )
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def _serve(self, environ: Any, start: Any) -> Any:
        return self.app(environ, start)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def put(self, app: App) -> None:
        """Serve this app from now on."""
        self.app = SlackRequestHandler(app, path="/slack/events")
