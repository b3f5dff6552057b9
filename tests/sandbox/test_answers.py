"""Answers to commands and interactions: response addresses, ephemeral or public."""

from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient

from slackbot.sandbox import Member, SandboxError
from tests.sandbox.little_app import actions, button
from tests.sandbox.scripted import Stage


def address(stage: Stage, channel: str | None = None) -> WebhookClient:
    stage.asha.command("/form", channel=channel)
    return WebhookClient(stage.app.heard[-1]["response_url"])


def test_a_response_address_is_good_for_five_uses(stage: Stage) -> None:
    respond = address(stage)
    told = [respond.send(text="x").status_code for _ in range(6)]
    assert told == [200] * 5 + [404]


def test_a_response_address_is_good_for_half_an_hour(stage: Stage) -> None:
    respond = address(stage)
    stage.box.pass_time(30 * 60 + 1)
    assert "expired_url" in respond.send(text="x").body


def test_an_answer_is_ephemeral_unless_it_says_otherwise(stage: Stage) -> None:
    respond = address(stage, "CALL")
    respond.send(text="quiet")
    respond.send(text="loud", response_type="in_channel")
    assert [m["text"] for m in stage.asha.ephemerals] == ["quiet"]
    assert [m["text"] for m in stage.ben.channel("CALL")] == ["loud"]


def test_a_response_address_posts_where_the_app_is_not(stage: Stage) -> None:
    assert address(stage, "CSECRET").send(text="x").status_code == 200


def test_bad_blocks_are_refused_at_a_response_address_too(stage: Stage) -> None:
    answer = address(stage).send(blocks=[{"type": "banner"}])
    assert answer.status_code == 400
    assert "invalid_blocks" in answer.body


def test_a_public_answer_publishes_what_was_typed(stage: Stage) -> None:
    stage.reply({"response_type": "in_channel", "text": "Here."})
    stage.asha.command("/form", "my secret", channel="CALL")
    assert [m["text"] for m in stage.ben.channel("CALL")] == ["/form my secret", "Here."]


def test_an_ephemeral_answer_publishes_nothing(stage: Stage) -> None:
    stage.reply({"response_type": "ephemeral", "text": "Here."})
    stage.asha.command("/form", "my secret", channel="CALL")
    assert stage.ben.channel("CALL") == []


def test_an_answer_with_bad_blocks_fails(stage: Stage) -> None:
    stage.reply({"blocks": [{"type": "banner"}]})
    assert stage.asha.command("/form").error == "invalid_command_response"


def test_another_status_fails_the_command(stage: Stage) -> None:
    stage.reply("oops", status=500)
    assert stage.asha.command("/form").error == "dispatch_failed"


def test_commands_are_refused_in_threads(stage: Stage) -> None:
    said = stage.ben.say("CALL", "x")
    with pytest.raises(SandboxError, match="not supported in threads"):
        stage.asha.command("/form", channel="CALL", thread=said["ts"])


def test_a_command_that_the_manifest_does_not_name_does_not_exist(stage: Stage) -> None:
    with pytest.raises(SandboxError, match="not a valid command"):
        stage.asha.command("/else")


@pytest.mark.parametrize("callback_id", ["else", "this"])
def test_a_shortcut_that_the_manifest_does_not_name_does_not_exist(
    stage: Stage, callback_id: str
) -> None:
    with pytest.raises(SandboxError, match="there is no global shortcut"):
        stage.asha.shortcut(callback_id)


def test_people_of_another_company_have_no_commands_but_can_press(stage: Stage) -> None:
    stage.box.add_member(Member("UFAR", stranger=True))
    stage.box.join("UFAR", "CBOTH")
    far = stage.box.person("UFAR")
    with pytest.raises(SandboxError, match="not a valid command"):
        far.command("/form")
    blocks = [actions(button("a"))]
    posted = stage.client.chat_postMessage(channel="CBOTH", text="x", blocks=blocks)
    far.press("a", message=("CBOTH", str(posted["ts"])))
    assert stage.app.heard[-1]["user"]["team_id"] != stage.box.team_id


def test_a_deactivated_person_does_nothing(stage: Stage) -> None:
    with pytest.raises(SandboxError, match="deactivated"):
        stage.box.person("UGONE").command("/form")


def test_a_button_in_an_ephemeral_message_comes_without_the_message(stage: Stage) -> None:
    blocks: list[dict[str, Any]] = [actions(button("again"))]
    stage.reply({"text": "x", "blocks": blocks})
    stage.asha.command("/form")
    stage.reply(None)
    stage.asha.press("again", message=stage.asha.ephemerals[0])
    told = stage.app.heard[-1]
    assert told["container"]["is_ephemeral"] is True
    assert "message" not in told


def test_an_ephemeral_message_is_replaced_at_its_response_address(stage: Stage) -> None:
    stage.reply({"text": "x", "blocks": [actions(button("again"))]})
    stage.asha.command("/form")
    stage.reply(None)
    stage.asha.press("again", message=stage.asha.ephemerals[0])
    respond = WebhookClient(stage.app.heard[-1]["response_url"])
    respond.send(text="done", replace_original=True)
    assert [m["text"] for m in stage.asha.ephemerals] == ["done"]


def test_a_message_is_reported_only_by_who_sees_it(stage: Stage) -> None:
    said = stage.asha.say("CSECRET", "x")
    with pytest.raises(SandboxError, match="does not see"):
        stage.ben.message_shortcut("this", "CSECRET", said["ts"])


def test_an_ephemeral_message_has_no_shortcuts(stage: Stage) -> None:
    said = stage.client.chat_postEphemeral(channel="CBOTH", user="UASHA", text="x")
    with pytest.raises(SandboxError, match="no shortcuts"):
        stage.asha.message_shortcut("this", "CBOTH", str(said["message_ts"]))
