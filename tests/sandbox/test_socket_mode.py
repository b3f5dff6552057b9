"""Socket Mode: who gets an envelope, and what happens when nobody says that they have it."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import aiohttp
import pytest
from slack_sdk import WebClient

from slackbot.sandbox import Member, Sandbox
from tests.sandbox.little_app import workspace

Json = dict[str, Any]


class Ear:
    """One connection, which acknowledges only if it is told to."""

    def __init__(self, box: Sandbox, *, acknowledges: bool = True) -> None:
        opened = WebClient(base_url=box.api_url).apps_connections_open(app_token=box.app_token)
        self.url = str(opened["url"])
        self.heard: list[Json] = []
        self.raw: list[Json] = []
        self.acknowledges = acknowledges
        self.payload: Json | None = None
        self.hangs_up = False
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._ended = asyncio.run_coroutine_threadsafe(self._listen(), box._server.loop)

    async def _listen(self) -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(self.url) as ws:
            self._ws = ws
            async for message in ws:
                await self._hear(ws, json.loads(message.data))

    async def _hear(self, ws: aiohttp.ClientWebSocketResponse, said: Json) -> None:
        self.raw.append(said)
        if "envelope_id" not in said:
            return
        self.heard.append(said)
        if self.hangs_up:
            await ws.close()
        elif self.acknowledges:
            await ws.send_json(self._ack(said))

    def _ack(self, said: Json) -> Json:
        more = {} if self.payload is None else {"payload": self.payload}
        return {"envelope_id": said["envelope_id"], **more}

    def acknowledge_late(self, box: Sandbox, payload: Json) -> None:
        """Answer the first envelope now."""
        assert self._ws is not None
        answer = {"envelope_id": self.heard[0]["envelope_id"], "payload": payload}
        sending = self._ws.send_json(answer)
        asyncio.run_coroutine_threadsafe(sending, box._server.loop).result(5)

    def close(self, box: Sandbox) -> None:
        """Hang up, and wait until that is done."""
        if self._ws is not None:
            asyncio.run_coroutine_threadsafe(self._ws.close(), box._server.loop).result(5)
        self._ended.result(5)


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with workspace() as box:
        box.outbound.in_time = 0.3
        box.outbound.retries = (0.0, 0.1, 0.1)
        yield box


@contextmanager
def ears(box: Sandbox, number: int = 1, **more: Any) -> Iterator[list[Ear]]:
    there = [Ear(box, **more) for _ in range(number)]
    box.wait_for(lambda: len(box.socket.connections) == number)
    try:
        yield there
    finally:
        for ear in there:
            ear.close(box)


def test_each_envelope_goes_down_one_of_several_connections(box: Sandbox) -> None:
    with ears(box, 3) as three:
        for _ in range(6):
            box.person("UASHA").command("/form")
        counts = [len(ear.heard) for ear in three]
    assert sum(counts) == 6
    assert max(counts) < 6


def test_an_event_that_is_not_acknowledged_comes_again(box: Sandbox) -> None:
    with ears(box, acknowledges=False) as (ear,):
        box.change_member("UBEN", guest=True)
        box.wait_for(lambda: len(ear.heard) == 4)
        box.wait_idle()
        attempts = [envelope["retry_attempt"] for envelope in ear.heard]
        ids = {envelope["payload"]["event_id"] for envelope in ear.heard}
    assert attempts == [0, 1, 2, 3]
    assert len(ids) == 1


def test_an_event_that_is_acknowledged_does_not_come_again(box: Sandbox) -> None:
    with ears(box) as (ear,):
        box.change_member("UBEN", guest=True)
        box.wait_for(lambda: ear.heard)
        box.wait_idle()
        assert len(ear.heard) == 1


def test_an_event_waits_for_a_connection(box: Sandbox) -> None:
    box.outbound.retries = (0.3, 0.3, 0.3)
    box.change_member("UBEN", guest=True)
    with ears(box) as (ear,):
        box.wait_for(lambda: ear.heard)
        assert ear.heard[0]["retry_attempt"] > 0


def test_a_command_is_not_repeated_and_times_out(box: Sandbox) -> None:
    with ears(box, acknowledges=False) as (ear,):
        result = box.person("UASHA").command("/never")
        assert result.error == "operation_timeout"
        box.wait_idle()
        assert len(ear.heard) == 1
    assert 'failed with the error "operation_timeout"' in box.person("UASHA").notices[0]


def test_an_interaction_is_not_repeated(box: Sandbox) -> None:
    with ears(box, acknowledges=False) as (ear,):
        assert box.person("UASHA").shortcut("form").error is not None
        box.wait_idle()
        assert len(ear.heard) == 1


def test_a_command_without_any_connection_fails(box: Sandbox) -> None:
    assert box.person("UASHA").command("/form").error == "dispatch_failed"


def test_the_payload_of_the_acknowledgement_is_the_answer(box: Sandbox) -> None:
    with ears(box) as (ear,):
        ear.payload = {"text": "Hello"}
        shown = box.person("UASHA").command("/form").ephemeral
    assert shown is not None
    assert shown["text"] == "Hello"


def test_hello_says_how_many_connections_there_are(box: Sandbox) -> None:
    with ears(box, 2) as two:
        box.wait_for(lambda: all(ear.raw for ear in two))
        assert sorted(ear.raw[0]["num_connections"] for ear in two) == [1, 2]


def test_the_eleventh_connection_is_sent_away(box: Sandbox) -> None:
    box.socket.most = 1
    with ears(box) as (_,):
        late = Ear(box)
        box.wait_for(lambda: late.raw)
        assert late.raw[0]["reason"] == "too_many_websockets"
        assert len(box.socket.connections) == 1
        late.close(box)


def test_ten_connections_are_the_most() -> None:
    with workspace() as box:
        assert box.socket.most == 10


def test_a_connections_address_is_good_for_one_use(box: Sandbox) -> None:
    with ears(box) as (ear,), pytest.raises(HTTPError, match="404"):
        urlopen(ear.url.replace("ws://", "http://"), timeout=5)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_a_disconnect_is_sent_on_command(box: Sandbox, reason: str) -> None:
    with ears(box) as (ear,):
        box.refresh_connections(reason)
        box.wait_for(lambda: any(said.get("reason") == reason for said in ear.raw))


def test_an_envelope_on_a_connection_that_breaks_is_lost(box: Sandbox) -> None:
    box.outbound.in_time = 5
    with ears(box) as (ear,):
        ear.hangs_up = True
        assert box.person("UASHA").command("/never").error is not None


def test_a_late_acknowledgement_changes_nothing(box: Sandbox) -> None:
    with ears(box, acknowledges=False) as (ear,):
        box.person("UASHA").command("/never")
        ear.acknowledge_late(box, {"text": "late"})
        ear.acknowledges = True
        box.person("UASHA").command("/form")
    assert box.person("UASHA").ephemerals == []


def hears(act: Callable[[Sandbox], object], event: str) -> Json | None:
    """The event of that name that follows this act."""
    with workspace() as box, ears(box) as (ear,):
        act(box)
        box.wait_idle()
        box.person("UASHA").open_home()
        told = [e["payload"]["event"] for e in ear.heard if "event" in e["payload"]]
    found: list[Json] = [e for e in told if e["type"] == event]
    return found[0] if found else None


def test_the_app_hears_of_who_comes_and_goes() -> None:
    joined = hears(lambda box: box.join("UBEN", "CTRIAGE"), "member_joined_channel")
    left = hears(lambda box: box.leave("UASHA", "CTRIAGE"), "member_left_channel")
    assert joined is not None
    assert (joined["user"], joined["channel_type"]) == ("UBEN", "G")
    assert left is not None


def test_the_app_hears_nothing_of_channels_that_it_is_not_in() -> None:
    assert hears(lambda box: box.join("UBEN", "CSECRET"), "member_joined_channel") is None
    assert hears(lambda box: box.share_externally("CSECRET"), "channel_shared") is None


def test_the_app_hears_of_accounts_and_of_sharing() -> None:
    new = hears(lambda box: box.add_member(Member("UNEW")), "team_join")
    changed = hears(lambda box: box.change_member("UBEN", deleted=True), "user_change")
    shared = hears(lambda box: box.share_externally("CTRIAGE"), "channel_shared")
    assert new is not None
    assert new["user"]["id"] == "UNEW"
    assert changed is not None
    assert changed["user"]["deleted"] is True
    assert shared is not None


def test_an_event_without_its_scope_is_not_sent() -> None:
    def act(box: Sandbox) -> None:
        box.revoke_scope("users:read")
        box.change_member("UBEN", guest=True)

    assert hears(act, "user_change") is None


def test_an_event_that_the_manifest_does_not_name_is_not_sent() -> None:
    def act(box: Sandbox) -> None:
        settings = box.world.app.manifest["settings"]
        fewer = {**settings, "event_subscriptions": {"bot_events": ["app_home_opened"]}}
        box.world.app.manifest = {**box.world.app.manifest, "settings": fewer}
        box.change_member("UBEN", guest=True)

    assert hears(act, "user_change") is None


def test_making_a_channel_public_is_told_to_nobody() -> None:
    with workspace() as box, ears(box) as (ear,):
        box.make_public("CTRIAGE")
        box.person("UASHA").open_home()
        assert [e["payload"]["event"]["type"] for e in ear.heard] == ["app_home_opened"]


def test_opening_home_waits_for_one_answer_only(box: Sandbox) -> None:
    box.outbound.retries = (60, 60, 60)
    with ears(box, acknowledges=False):
        assert box.person("UASHA").open_home() is None
        assert box.outbound.unanswered == 1
