import socket

import pytest

from tests.loopback import OutsideError, is_here


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "", None, b"127.1.1.1"]
)
def test_this_machine_is_here(host: object) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.0.2.1", "2001:db8::1", "slack.com", "0.0.0.0", 7]
)
def test_every_other_machine_is_not(host: object) -> None:
    assert not is_here(host)


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("slack.com", 443)])
def test_a_connection_to_elsewhere_is_refused(address: tuple[str, int]) -> None:
    with pytest.raises(OutsideError), socket.create_connection(address, timeout=0.1):
        pass


def test_a_packet_to_elsewhere_is_refused() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as sender,
        pytest.raises(OutsideError),
    ):
        sender.sendto(b"", ("192.0.2.1", 53))


def test_a_name_elsewhere_is_not_even_looked_up() -> None:
    with pytest.raises(OutsideError):
        socket.gethostbyname("slack.com")


def test_a_connection_to_this_machine_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
