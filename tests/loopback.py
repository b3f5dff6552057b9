"""Tests talk to this machine only: whatever leaves it, raises."""

import ipaddress
import socket
import sys


class OutsideError(RuntimeError):
    """A test wanted to leave the machine; not an OSError, so that no retry swallows it."""


def stay_here() -> None:
    """Watch every socket of this process from now on; there is no way back."""
    sys.addaudithook(_watch)


def is_here(host: object) -> bool:
    """Say whether a host is this machine (None and "" are how one listens)."""
    if isinstance(host, bytes | bytearray):
        host = bytes(host).decode("ascii", "replace")
    if not isinstance(host, str):
        return host is None
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(what: str, details: tuple[object, ...]) -> None:
    if what in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        _check_address(details[0], details[1])
    elif what in {"socket.getaddrinfo", "socket.gethostbyname"}:
        _check_host(details[0])


def _check_address(sock: object, address: object) -> None:
    family = getattr(sock, "family", None)
    if family in {socket.AF_INET, socket.AF_INET6} and isinstance(address, tuple):
        _check_host(address[0])


def _check_host(host: object) -> None:
    if not is_here(host):
        raise OutsideError(f"tests stay on this machine, but this one asked for {host!r}")
