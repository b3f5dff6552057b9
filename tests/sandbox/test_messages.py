"""Messages: where they may go, what becomes of their words, who sees them."""

import pytest

from slackbot.sandbox import SandboxError
from tests.sandbox.little_app import actions, button, form, section
from tests.sandbox.scripted import Stage, refused


def post(stage: Stage, channel: str = "CTRIAGE", text: str = "Hello") -> str:
    return str(stage.client.chat_postMessage(channel=channel, text=text)["ts"])


def test_a_members_id_is_good_for_posting(stage: Stage) -> None:
    said = stage.client.chat_postMessage(channel="UASHA", text="x")
    assert said["channel"] == "DASHA"


@pytest.mark.parametrize(
    "channel", ["UASHA", "CNONE", "CSECRET", "triage", "#triage", "D0ASHA"]
)
def test_history_wants_a_channel_that_the_app_can_know(stage: Stage, channel: str) -> None:
    stage.asha.command("/form")
    args = {"channel": channel}
    assert refused(stage.client.conversations_history, **args) == "channel_not_found"


@pytest.mark.parametrize("channel", ["UASHA", "CNONE", "CSECRET"])
def test_an_update_wants_a_channel_that_the_app_can_know(stage: Stage, channel: str) -> None:
    ts = post(stage, "UASHA")
    args = {"channel": channel, "ts": ts, "text": "x"}
    assert refused(stage.client.chat_update, **args) == "channel_not_found"


def test_a_direct_message_is_unknown_until_it_is_opened(stage: Stage) -> None:
    args = {"channel": "DASHA", "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "channel_not_found"
    stage.client.conversations_open(users="UASHA")
    assert stage.client.chat_postMessage(channel="DASHA", text="x")["ok"]


def test_a_private_channel_without_the_app_is_not_found(stage: Stage) -> None:
    args = {"channel": "CSECRET", "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "channel_not_found"
    assert refused(stage.client.conversations_info, channel="CSECRET") == "channel_not_found"
    assert (
        refused(stage.client.conversations_members, channel="CSECRET") == "channel_not_found"
    )


def test_a_public_channel_without_the_app_takes_no_message(stage: Stage) -> None:
    args = {"channel": "CALL", "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "not_in_channel"


def test_an_archived_channel_takes_no_message(stage: Stage) -> None:
    stage.box.archive("CTRIAGE")
    args = {"channel": "CTRIAGE", "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "is_archived"


def test_a_channel_that_got_another_id_is_not_found_under_the_old_one(stage: Stage) -> None:
    stage.box.change_channel_id("CTRIAGE", "CTRIAGE2")
    args = {"channel": "CTRIAGE"}
    assert refused(stage.client.conversations_info, **args) == "channel_not_found"
    assert post(stage, "CTRIAGE2")


def test_a_message_says_something(stage: Stage) -> None:
    args = {"api_method": "chat.postMessage", "json": {"channel": "CTRIAGE", "text": ""}}
    assert refused(stage.client.api_call, **args) == "no_text"


def test_a_reply_wants_a_message_to_reply_to(stage: Stage) -> None:
    args = {"channel": "CTRIAGE", "text": "x", "thread_ts": "1.000001"}
    assert refused(stage.client.chat_postMessage, **args) == "thread_not_found"


def test_metadata_comes_back_only_when_asked_for(stage: Stage) -> None:
    meta = {"event_type": "notice", "event_payload": {"id": "n1"}}
    stage.client.chat_postMessage(channel="UASHA", text="x", metadata=meta)
    plain = stage.client.conversations_history(channel="DASHA")["messages"]
    asked = stage.client.conversations_history(channel="DASHA", include_all_metadata=True)
    assert "metadata" not in plain[0]
    assert asked["messages"][0]["metadata"] == meta


def test_metadata_of_another_shape_is_refused(stage: Stage) -> None:
    args = {"channel": "UASHA", "text": "x", "metadata": {"id": "n1"}}
    assert refused(stage.client.chat_postMessage, **args) == "invalid_metadata_format"


def test_block_ids_come_back_as_they_were_sent(stage: Stage) -> None:
    blocks = [section("x", block_id="notice-1")]
    stage.client.chat_postMessage(channel="UASHA", text="x", blocks=blocks)
    back = stage.client.conversations_history(channel="DASHA")["messages"]
    assert back[0]["blocks"][0]["block_id"] == "notice-1"


def test_what_a_person_types_arrives_escaped(stage: Stage) -> None:
    said = stage.asha.say("CALL", "<!channel> & <@UBEN>")
    assert said["text"] == "&lt;!channel&gt; &amp; &lt;@UBEN&gt;"


def test_markup_of_the_app_stays_and_loose_signs_are_escaped(stage: Stage) -> None:
    post(stage, text="R&D <@UASHA> &lt;b&gt; 1 < 2")
    said = stage.asha.channel("CTRIAGE")[-1]["text"]
    assert said == "R&amp;D <@UASHA> &lt;b&gt; 1 &lt; 2"


def test_words_in_blocks_come_back_escaped_and_are_shown_as_they_were(stage: Stage) -> None:
    blocks = [actions(button("a", "R&D"))]
    posted = stage.client.chat_postMessage(channel="UASHA", text="x", blocks=blocks)
    back = stage.client.conversations_history(channel="DASHA")["messages"][0]["blocks"]
    stage.asha.press("a", message=("DASHA", str(posted["ts"])))
    assert back[0]["elements"][0]["text"]["text"] == "R&amp;D"
    assert stage.app.heard[-1]["actions"][0]["text"]["text"] == "R&amp;D"
    assert stage.asha.dms[0]["blocks"][0]["elements"][0]["text"]["text"] == "R&D"


def test_a_text_of_more_than_40000_is_cut(stage: Stage) -> None:
    post(stage, text="x" * 40_001)
    assert len(stage.asha.channel("CTRIAGE")[-1]["text"]) == 40_000


def test_only_the_apps_own_messages_are_changed(stage: Stage) -> None:
    said = stage.asha.say("CTRIAGE", "mine")
    args = {"channel": "CTRIAGE", "ts": said["ts"]}
    assert refused(stage.client.chat_update, text="x", **args) == "cant_update_message"
    assert refused(stage.client.chat_delete, **args) == "cant_delete_message"


def test_a_message_that_is_not_there_is_not_changed(stage: Stage) -> None:
    ts = post(stage)
    stage.client.chat_delete(channel="CTRIAGE", ts=ts)
    args = {"channel": "CTRIAGE", "ts": ts}
    assert refused(stage.client.chat_update, text="x", **args) == "message_not_found"
    assert refused(stage.client.chat_delete, **args) == "message_not_found"


def test_an_ephemeral_message_cannot_be_changed_later(stage: Stage) -> None:
    said = stage.client.chat_postEphemeral(channel="CTRIAGE", user="UASHA", text="x")
    args = {"channel": "CTRIAGE", "ts": said["message_ts"], "text": "y"}
    assert refused(stage.client.chat_update, **args) == "message_not_found"


def test_an_ephemeral_message_wants_a_member_of_the_channel(stage: Stage) -> None:
    args = {"channel": "CTRIAGE", "user": "UBEN", "text": "x"}
    assert refused(stage.client.chat_postEphemeral, **args) == "user_not_in_channel"


def test_an_ephemeral_message_is_one_persons_and_in_no_history(stage: Stage) -> None:
    stage.client.chat_postEphemeral(channel="CBOTH", user="UASHA", text="psst")
    stage.box.grant("channels:history")
    assert [m["text"] for m in stage.asha.ephemerals] == ["psst"]
    assert [d.kind for d in stage.box.deliveries("UASHA")] == ["ephemeral"]
    assert stage.ben.ephemerals == []
    assert stage.box.deliveries("UBEN") == []
    assert stage.client.conversations_history(channel="CBOTH")["messages"] == []


def test_an_update_without_blocks_takes_the_old_ones_away(stage: Stage) -> None:
    blocks = [actions(button("a"))]
    ts = str(stage.client.chat_postMessage(channel="CTRIAGE", text="x", blocks=blocks)["ts"])
    stage.client.chat_update(channel="CTRIAGE", ts=ts, text="y")
    assert "blocks" not in stage.asha.channel("CTRIAGE")[0]


def test_history_can_lag(stage: Stage) -> None:
    stage.box.history_lag = 60
    post(stage, "UASHA")
    assert stage.client.conversations_history(channel="DASHA")["messages"] == []
    stage.box.pass_time(61)
    assert len(stage.client.conversations_history(channel="DASHA")["messages"]) == 1


def test_history_is_newest_first_and_comes_in_pages(stage: Stage) -> None:
    for n in range(3):
        post(stage, "UASHA", str(n))
    first = stage.client.conversations_history(channel="DASHA", limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    then = stage.client.conversations_history(channel="DASHA", limit=2, cursor=cursor)
    assert [m["text"] for m in first["messages"]] == ["2", "1"]
    assert [m["text"] for m in then["messages"]] == ["0"]
    assert (first["has_more"], then["has_more"]) == (True, False)


def test_replies_stand_in_their_thread_and_not_in_history(stage: Stage) -> None:
    first = post(stage, "UASHA", "1")
    stage.client.chat_postMessage(channel="UASHA", text="reply", thread_ts=first)
    told = stage.client.conversations_history(channel="DASHA")["messages"]
    assert [m["text"] for m in told] == ["1"]


def test_history_can_begin_after_a_message(stage: Stage) -> None:
    first, second = post(stage, "UASHA", "1"), post(stage, "UASHA", "2")
    after = stage.client.conversations_history(channel="DASHA", oldest=first)["messages"]
    with_it = stage.client.conversations_history(channel="DASHA", oldest=first, inclusive=True)
    assert [m["ts"] for m in after] == [second]
    assert len(with_it["messages"]) == 2


def test_a_deactivated_person_gets_no_new_conversation(stage: Stage) -> None:
    assert refused(stage.client.conversations_open, users="UGONE") == "user_disabled"
    assert refused(stage.client.conversations_open, users="UNOBODY") == "user_not_found"


def test_a_post_to_a_deactivated_person_succeeds_and_nobody_reads_it(stage: Stage) -> None:
    opened = stage.client.conversations_open(users="UBEN")
    stage.box.change_member("UBEN", deleted=True)
    assert stage.client.chat_postMessage(channel=opened["channel"]["id"], text="x")["ok"]


def test_a_person_cannot_write_in_a_read_only_messages_tab(stage: Stage) -> None:
    post(stage, "UASHA")
    with pytest.raises(SandboxError, match="read-only"):
        stage.asha.say("DASHA", "help")


def test_nobody_sees_a_channel_that_they_are_not_in(stage: Stage) -> None:
    with pytest.raises(SandboxError, match="does not see"):
        stage.ben.channel("CTRIAGE")


def test_what_people_saw_is_kept_with_changes_and_deletions(stage: Stage) -> None:
    ts = post(stage)
    stage.client.chat_update(channel="CTRIAGE", ts=ts, text="Changed")
    stage.client.chat_delete(channel="CTRIAGE", ts=ts)
    saw = [(d.kind, d.text) for d in stage.box.deliveries("UASHA")]
    assert saw == [("message", "Hello"), ("edit", "Changed"), ("delete", "Changed")]
    assert stage.box.deliveries("UBEN") == []


def test_forms_and_home_are_among_what_was_shown_and_not_among_messages(stage: Stage) -> None:
    stage.show(form())
    home = {"type": "home", "blocks": [actions(button("report"))]}
    stage.client.views_publish(user_id="UASHA", view=home)
    assert [d.kind for d in stage.box.shown("UASHA")] == ["view", "home"]
    assert stage.box.deliveries("UASHA") == []
    assert stage.box.shown("UBEN") == []


def test_the_members_of_a_channel_include_the_app(stage: Stage) -> None:
    members = stage.client.conversations_members(channel="CTRIAGE")["members"]
    assert members == ["UASHA", stage.box.bot_user_id]


def test_everybody_includes_bots_the_deactivated_and_slackbot(stage: Stage) -> None:
    everyone = {m["id"]: m for m in stage.client.users_list()["members"]}
    assert everyone["UGONE"]["deleted"] is True
    assert "is_restricted" not in everyone["UGONE"]
    assert everyone["UGUEST"]["is_restricted"] is True
    assert everyone[stage.box.bot_user_id]["is_bot"] is True
    assert everyone["USLACKBOT"]["is_bot"] is False
