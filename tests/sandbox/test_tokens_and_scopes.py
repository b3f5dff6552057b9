"""What an app may ask, and with which token."""

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.sandbox.little_app import MANIFEST, form, text, workspace
from tests.sandbox.scripted import Stage, refused

HOME = {"type": "home", "blocks": [{"type": "header", "text": text("Home")}]}


@pytest.mark.parametrize(
    ("scope", "method", "args"),
    [
        ("chat:write", "chat.postMessage", {"channel": "CTRIAGE", "text": "x"}),
        ("chat:write", "chat.update", {"channel": "CTRIAGE", "ts": "1.1", "text": "x"}),
        ("chat:write", "chat.delete", {"channel": "CTRIAGE", "ts": "1.1"}),
        ("chat:write", "chat.postEphemeral", {"channel": "CTRIAGE", "user": "UASHA"}),
        ("im:write", "conversations.open", {"users": "UASHA"}),
        ("im:history", "conversations.history", {"channel": "DASHA"}),
        ("groups:read", "conversations.info", {"channel": "CTRIAGE"}),
        ("groups:read", "conversations.members", {"channel": "CTRIAGE"}),
        ("users:read", "users.list", {}),
        ("users:read", "users.info", {"user": "UASHA"}),
    ],
)
def test_a_method_without_its_scope_is_refused(
    stage: Stage, scope: str, method: str, args: dict[str, Any]
) -> None:
    stage.box.revoke_scope(scope)
    assert refused(stage.client.api_call, api_method=method, json=args) == "missing_scope"


def test_the_refusal_names_what_is_needed_and_what_is_there(stage: Stage) -> None:
    stage.box.revoke_scope("users:read")
    answer = _raw(stage, "users.list")
    assert answer["needed"] == "users:read"
    assert "chat:write" in answer["provided"].split(",")


def test_a_scope_that_is_granted_later_works(stage: Stage) -> None:
    stage.box.revoke_scope("users:read")
    stage.box.grant("users:read")
    assert stage.client.users_list()["ok"]


def test_the_granted_scopes_stand_in_the_header_of_every_answer(stage: Stage) -> None:
    header = {k.lower(): v for k, v in stage.client.auth_test().headers.items()}
    assert "im:history" in header["x-oauth-scopes"]


def test_reading_a_private_channel_needs_the_scope_for_private_ones(stage: Stage) -> None:
    stage.box.revoke_scope("groups:read")
    stage.box.grant("channels:read")
    args = {"channel": "CTRIAGE"}
    assert refused(stage.client.conversations_info, **args) == "missing_scope"


def test_an_unknown_method_is_refused(stage: Stage) -> None:
    assert refused(stage.client.api_call, api_method="chat.shout") == "unknown_method"


def test_no_token_is_refused(stage: Stage) -> None:
    nobody = WebClient(base_url=stage.box.api_url)
    assert refused(nobody.users_list) == "not_authed"


def test_a_wrong_token_is_refused(stage: Stage) -> None:
    stranger = WebClient(token="xoxb-wrong", base_url=stage.box.api_url)
    assert refused(stranger.auth_test) == "invalid_auth"


def test_a_revoked_token_is_refused(stage: Stage) -> None:
    stage.box.revoke_token()
    assert refused(stage.client.auth_test) == "token_revoked"


def test_the_bot_token_opens_no_connection(stage: Stage) -> None:
    args = {"app_token": stage.box.bot_token}
    assert refused(stage.client.apps_connections_open, **args) == "not_allowed_token_type"


def test_the_app_token_posts_nothing(stage: Stage) -> None:
    client = WebClient(token=stage.box.app_token, base_url=stage.box.api_url)
    args = {"channel": "CTRIAGE", "text": "x"}
    assert refused(client.chat_postMessage, **args) == "not_allowed_token_type"


def test_a_command_needs_the_scope_for_commands(stage: Stage) -> None:
    stage.box.revoke_scope("commands")
    with pytest.raises(Exception, match="not a valid command"):
        stage.asha.command("/form")


def test_home_is_not_published_unless_the_manifest_has_it() -> None:
    features = {**MANIFEST["features"], "app_home": {"messages_tab_enabled": True}}
    with workspace(manifest={**MANIFEST, "features": features}) as box:
        client = Stage(box).client
        assert refused(client.views_publish, user_id="UASHA", view=HOME) == "not_enabled"


def test_a_direct_message_needs_the_messages_tab() -> None:
    features = {**MANIFEST["features"], "app_home": {"home_tab_enabled": True}}
    with workspace(manifest={**MANIFEST, "features": features}) as box:
        client = Stage(box).client
        args = {"channel": "UASHA", "text": "x"}
        assert refused(client.chat_postMessage, **args) == "messages_tab_disabled"


def test_without_interactivity_nothing_that_is_pressed_arrives() -> None:
    settings = {**MANIFEST["settings"], "interactivity": {"is_enabled": False}}
    with workspace(manifest={**MANIFEST, "settings": settings}) as box:
        stage = Stage(box)
        stage.show(form())
        stage.asha.type("what", "x")
        with pytest.raises(Exception, match="not configured"):
            stage.asha.submit()


def test_a_token_is_kept_nowhere(stage: Stage) -> None:
    stage.client.users_list()
    _raw(stage, "users.list")
    assert stage.box.bot_token not in repr(stage.box.calls)


def _raw(stage: Stage, method: str) -> dict[str, Any]:
    body = f"token={stage.box.bot_token}".encode()
    with urllib.request.urlopen(stage.box.api_url + method, body, timeout=5) as answer:
        read: dict[str, Any] = json.load(answer)
    return read


def test_a_channel_that_was_made_public_needs_the_scope_for_public_ones(stage: Stage) -> None:
    stage.box.make_public("CTRIAGE")
    args = {"channel": "CTRIAGE"}
    assert refused(stage.client.conversations_info, **args) == "missing_scope"
    assert refused(stage.client.conversations_members, **args) == "missing_scope"
    stage.box.grant("channels:read")
    assert stage.client.conversations_info(channel="CTRIAGE")["channel"]["is_private"] is False
