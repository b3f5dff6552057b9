"""Starting and stopping."""

import socket
import threading

import pytest

from slackbot.sandbox import Fault
from tests.sandbox.little_app import client_of, little_app, over_sockets, workspace


def test_stopping_leaves_nothing_running() -> None:
    before = set(threading.enumerate())
    box = workspace()
    box.start()
    box.stop()
    assert set(threading.enumerate()) <= before
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", box.port), timeout=1)


def test_stopping_waits_for_nobody() -> None:
    with workspace() as box:
        box.faults.next("auth.test", Fault.silence())
        wire = socket.create_connection(("127.0.0.1", box.port), timeout=5)
        wire.sendall(b"GET /api/auth.test HTTP/1.1\r\nHost: x\r\n\r\n")
        box.wait_for(lambda: box.calls)
    wire.close()


def test_a_port_that_is_taken_is_an_error_and_another_can_be_tried() -> None:
    with workspace() as first:
        second = workspace(port=first.port)
        with pytest.raises(OSError, match="in use"):
            second.start()
        second.port = 0
        with second:
            assert second.port != first.port


def test_a_workspace_can_be_started_without_its_app_and_waits_for_it() -> None:
    with workspace() as box:
        assert not box.connected
        with over_sockets(box, little_app(client_of(box))):
            assert box.connected
