"""The page's interface: who may use it, what it shows, what it does."""

import http.client
import json
from typing import Any

import pytest

from tests.sandbox.little_app import actions, button, field, form
from tests.sandbox.scripted import Stage

Json = dict[str, Any]
JSON = "application/json"


def ask(
    stage: Stage, path: str, body: object = None, *, host: str = "", kind: str = JSON
) -> tuple[int, str]:
    """One request, with any Host and Content-Type; the status and the body."""
    wire = http.client.HTTPConnection("127.0.0.1", stage.box.port, timeout=5)
    try:
        words = None if body is None else json.dumps(body)
        headers = {"Host": host or f"127.0.0.1:{stage.box.port}", "Content-Type": kind}
        wire.request("GET" if body is None else "POST", path, words, headers)
        answer = wire.getresponse()
        return answer.status, answer.read().decode()
    finally:
        wire.close()


def do(stage: Stage, what: str, **more: Any) -> Json:
    status, words = ask(stage, "/ui/do", {"as": "UASHA", "what": what, **more})
    assert status == 200, words
    done: Json = json.loads(words)
    return done


def see(stage: Stage, who: str = "UASHA") -> Json:
    seen: Json = json.loads(ask(stage, f"/ui/see?as={who}")[1])
    return seen


PATHS = ["/", "/ui/workspace", "/ui/see?as=UASHA", "/ui/changes", "/ui/traffic"]


@pytest.mark.parametrize("path", PATHS)
def test_another_host_name_sees_nothing(stage: Stage, path: str) -> None:
    assert ask(stage, path, host="evil.example")[0] == 403


@pytest.mark.parametrize("path", ["/ui/do", "/ui/faults"])
def test_another_host_name_does_nothing(stage: Stage, path: str) -> None:
    order = {"as": "UASHA", "what": "say", "channel": "CALL", "text": "x"}
    assert ask(stage, path, order, host=f"evil.example:{stage.box.port}")[0] == 403
    assert stage.asha.channel("CALL") == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_on_another_page_does_nothing(stage: Stage, kind: str) -> None:
    order = {"as": "UASHA", "what": "say", "channel": "CALL", "text": "x"}
    assert ask(stage, "/ui/do", order, kind=kind)[0] == 400
    assert stage.asha.channel("CALL") == []


@pytest.mark.parametrize("order", [[], {"as": "UASHA"}, {"as": "UASHA", "what": "say"}, 5])
def test_a_malformed_order_is_refused(stage: Stage, order: object) -> None:
    assert ask(stage, "/ui/do", order)[0] == 400


def test_what_a_person_cannot_do_is_said_in_words(stage: Stage) -> None:
    done = do(stage, "command", command="/else", text="", channel="CALL")
    assert done == {"ok": False, "error": "/else is not a valid command."}


def test_the_page_says_that_it_is_a_simulator(stage: Stage) -> None:
    workspace = json.loads(ask(stage, "/ui/workspace")[1])
    assert "simulator" in workspace["simulator"]
    assert [m["id"] for m in workspace["members"]] == ["UASHA", "UBEN", "UGUEST"]
    assert workspace["app"]["commands"][0]["command"] == "/form"


def test_one_sees_only_the_channels_that_one_is_in(stage: Stage) -> None:
    assert "CTRIAGE" in see(stage)["conversations"]
    assert "CTRIAGE" not in see(stage, "UBEN")["conversations"]


def test_a_form_is_filled_and_sent_whole(stage: Stage) -> None:
    stage.show(form())
    view = see(stage)["views"][0]
    state = {"what": {"value": "typed"}}
    assert do(stage, "submit", view_id=view["id"], state=state)["closed"] is True
    sent = stage.app.heard[-1]["view"]["state"]["values"]
    assert sent["what"]["value"]["value"] == "typed"


def test_errors_stand_in_what_is_seen(stage: Stage) -> None:
    stage.show(form())
    view = see(stage)["views"][0]
    stage.reply({"response_action": "errors", "errors": {"what": "No."}})
    do(stage, "submit", view_id=view["id"], state={"what": {"value": "typed"}})
    assert see(stage)["views"][0]["errors"] == {"what": "No."}
    assert see(stage)["views"][0]["state"]["what"]["value"]["value"] == "typed"


def test_a_press_carries_what_was_typed(stage: Stage) -> None:
    stage.show(form(field("what"), actions(button("more"))))
    view = see(stage)["views"][0]
    where = {"view_id": view["id"]}
    state = {"what": {"value": "typed"}}
    do(stage, "press", block_id="buttons", action_id="more", container=where, state=state)
    told = stage.app.heard[-1]["view"]["state"]["values"]
    assert told["what"]["value"]["value"] == "typed"


def test_a_form_that_is_gone_cannot_be_sent(stage: Stage) -> None:
    assert do(stage, "submit", view_id="VNONE", state={})["ok"] is False


def test_a_failed_command_is_a_notice(stage: Stage) -> None:
    stage.app.answer = None
    do(stage, "command", command="/form", text="", channel="CALL")
    assert see(stage)["notices"] == ['/form failed with the error "operation_timeout"']


def test_a_button_in_a_message_is_pressed(stage: Stage) -> None:
    blocks = [actions(button("open"))]
    posted = stage.client.chat_postMessage(channel="CTRIAGE", text="x", blocks=blocks)
    where = {"channel": "CTRIAGE", "ts": posted["ts"]}
    assert do(stage, "press", block_id="buttons", action_id="open", container=where)["ok"]
    assert stage.app.heard[-1]["actions"][0]["action_id"] == "open"


def test_traffic_shows_both_directions(stage: Stage) -> None:
    stage.client.auth_test()
    do(stage, "command", command="/form", text="", channel="CALL")
    rows = json.loads(ask(stage, "/ui/traffic?after=0")[1])["rows"]
    assert [r["direction"] for r in rows] == ["from bot", "to bot"]
    assert json.loads(ask(stage, "/ui/traffic?after=2")[1])["rows"] == []


def test_changes_are_announced(stage: Stage) -> None:
    wire = http.client.HTTPConnection("127.0.0.1", stage.box.port, timeout=5)
    wire.request("GET", "/ui/changes")
    stream = wire.getresponse()
    first = json.loads(stream.readline().decode().removeprefix("data: "))
    stream.readline()
    stage.asha.say("CALL", "x")
    then = json.loads(stream.readline().decode().removeprefix("data: "))
    wire.close()
    assert then["version"] > first["version"]


def test_a_fault_can_be_shown(stage: Stage) -> None:
    order = {"method": "auth.test", "fault": "500", "times": 1}
    assert ask(stage, "/ui/faults", order)[0] == 200
    with pytest.raises(Exception, match="upstream trouble"):
        stage.client.auth_test()


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/%2e%2e%2fserver.py", "/page/x"])
def test_only_the_pages_own_files_are_served(stage: Stage, path: str) -> None:
    assert ask(stage, path)[0] == 404
