"""What the app is sent has the shape that Slack's own published types give it."""

import json
import subprocess
from pathlib import Path

from slackbot.sandbox import Member, Sent
from tests.needs import find_oracles
from tests.sandbox.little_app import actions, button, field, form, text
from tests.sandbox.scripted import Stage

KINDS = {
    "slash_commands",
    "view_submission",
    "view_closed",
    "block_actions",
    "events_api",
    "shortcut",
    "message_action",
}
EVENTS = {
    "app_home_opened",
    "user_change",
    "team_join",
    "member_joined_channel",
    "member_left_channel",
    "channel_shared",
    "channel_id_changed",
    "app_uninstalled",
    "tokens_revoked",
}


def as_published(sent: Sent) -> dict[str, object]:
    """A row for the check, where the types ask for what Slack does not send.

    They want a response_url in every block_actions; in a form or in Home there is none.
    """
    missing = sent.kind == "block_actions" and "response_url" not in sent.payload
    more = {"response_url": ""} if missing else {}
    return {"kind": sent.kind, "payload": {**sent.payload, **more}}


def options(*values: str) -> list[dict[str, object]]:
    return [{"text": text(v), "value": v} for v in values]


CHOICE = {"type": "static_select", "options": options("1", "2")}
EVERYTHING = form(
    field("words"),
    field("choice", CHOICE, dispatch_action=True),
    field("boxes", {"type": "checkboxes", "options": options("1", "2")}),
    field("radio", {"type": "radio_buttons", "options": options("1", "2")}),
    field("day", {"type": "datepicker"}),
    field("who", {"type": "users_select"}),
    field("several", {"type": "multi_users_select"}, optional=True),
    actions(button("more", value="v", style="danger")),
    notify_on_close=True,
)
ENTERED: dict[str, str | list[str]] = {
    "words": "It hurts & <more>",
    "choice": "1",
    "boxes": ["1", "2"],
    "radio": "2",
    "day": "2026-01-31",
    "who": "UBEN",
    "several": ["UBEN"],
}


def in_forms(stage: Stage) -> None:
    stage.show(EVERYTHING)
    stage.asha.press("more")
    for block_id, value in ENTERED.items():
        stage.asha.type(block_id, value)
    stage.asha.submit()
    stage.show(EVERYTHING)
    stage.asha.close()
    stage.show(EVERYTHING)
    stage.asha.close(clear=True)


def in_messages(stage: Stage) -> None:
    stage.asha.shortcut("form")
    said = stage.ben.say("CBOTH", "a < b & c")
    reply = stage.ben.say("CBOTH", "so?", thread_ts=said["ts"])
    stage.asha.message_shortcut("this", "CBOTH", said["ts"])
    stage.asha.message_shortcut("this", "CBOTH", reply["ts"])
    posted = stage.client.chat_postMessage(
        channel="UASHA",
        text="x",
        blocks=[actions(button("open"), {**CHOICE, "action_id": "c"})],
    )
    stage.asha.press("open", message=("DASHA", str(posted["ts"])))
    stage.asha.choose("c", "1", message=("DASHA", str(posted["ts"])))
    stage.reply({"text": "x", "blocks": [actions(button("again"))]})
    stage.asha.command("/form", channel="CBOTH")
    stage.reply(None)
    stage.asha.press("again", message=stage.asha.ephemerals[0])


def in_the_workspace(stage: Stage) -> None:
    stage.asha.open_home()
    home = {"type": "home", "blocks": [actions(button("report"))]}
    stage.client.views_publish(user_id="UASHA", view=home)
    stage.asha.open_home()
    stage.asha.press("report", where="home")
    stage.box.join("UBEN", "CTRIAGE")
    stage.box.leave("UBEN", "CTRIAGE")
    stage.box.add_member(Member("UNEW", "new", tz="Europe/London"))
    stage.box.change_member("UBEN", deleted=True)
    stage.box.change_member("UGUEST", single_channel_guest=True)
    stage.box.add_member(Member("UFAR", stranger=True))
    stage.box.share_externally("CTRIAGE")
    stage.box.change_channel_id("CTRIAGE", "CTRIAGE2")
    stage.box.revoke_token()
    stage.box.uninstall()
    stage.box.wait_idle()


def test_what_the_app_is_sent_conforms_to_slacks_types(stage: Stage, tmp_path: Path) -> None:
    oracles = find_oracles()
    in_forms(stage)
    in_messages(stage)
    in_the_workspace(stage)
    sent = stage.box.sent_to_bot
    assert {s.kind for s in sent} == KINDS
    assert {s.payload["event"]["type"] for s in sent if s.kind == "events_api"} == EVENTS
    rows = tmp_path / "sent.jsonl"
    lines = (json.dumps(as_published(s)) for s in sent)
    rows.write_text("\n".join(lines), encoding="utf-8")
    said = subprocess.run(
        [oracles / "venv/bin/python", oracles / "check_inbound.py", rows],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout
