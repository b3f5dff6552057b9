"""What is not Slack's is not answered, not stored and not logged."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from slackbot.demo.cast import ASHA
from tests.scenarios import deeds
from tests.scenarios.stage import Stage, playing

KIND = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def door(record: str) -> Iterator[Stage]:
    with playing(record, over_http=True) as stage:
        yield stage


def submission(door: Stage) -> bytes:
    """A form that was sent and stored, with another key: it would be another complaint."""
    deeds.report(door, ASHA)
    payload = door.last_sent("view_submission")
    payload["view"]["private_metadata"] = "another-key-that-is-new"
    return urlencode({"payload": json.dumps(payload)}).encode()


def sign(door: Stage, body: bytes, at: float) -> dict[str, str]:
    base = f"v0:{int(at)}:".encode() + body
    secret = door.box.signing_secret.encode()
    return {
        "X-Slack-Request-Timestamp": str(int(at)),
        "X-Slack-Signature": "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest(),
    }


def post(door: Stage, body: bytes, headers: dict[str, str]) -> int:
    line = HTTPConnection("127.0.0.1", door.service.port, timeout=20)
    line.request("POST", "/slack/events", body, KIND | headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_a_genuine_request_is_stored(door: Stage) -> None:
    body = submission(door)
    assert post(door, body, sign(door, body, time.time())) == 200
    assert door.count() == 2


@pytest.mark.parametrize("age", [-600, 600], ids=["stale", "from the future"])
def test_a_stale_signature_stores_nothing(door: Stage, age: int) -> None:
    body = submission(door)
    assert post(door, body, sign(door, body, time.time() + age)) == 401
    assert door.count() == 1


def test_a_tampered_body_stores_nothing(door: Stage) -> None:
    body = submission(door)
    headers = sign(door, body, time.time())
    assert post(door, body.replace(b"my+sort", b"my+kind"), headers) == 401
    assert door.count() == 1


def test_a_request_without_a_signature_stores_nothing(door: Stage) -> None:
    assert post(door, submission(door), {}) == 401
    assert door.count() == 1
