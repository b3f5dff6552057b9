"""`slackbot audit`: the log that cannot be quietly changed."""

import json
from typing import TYPE_CHECKING, Any

import click

from slackbot.cli.opening import Refusal, open_custody, open_database, say_json

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from slackbot.casework.checking import Misfit
    from slackbot.records.audit import Verdict


_HASH = 32  # bytes


@click.group()
def audit() -> None:
    """Check and export the audit log."""


@audit.command()
@click.option(
    "--public-key",
    metavar="HEX",
    help="Check against this key, as leads see it on App Home; no sealing key is needed then.",
)
@click.option(
    "--head",
    metavar="HEX",
    help="A head from the triage channel, its first 64 digits: the log must hold it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print figures for a program.")
def verify(public_key: str | None, head: str | None, *, as_json: bool) -> None:
    """Say whether the log is intact, or where it broke; the exit status is 1 if it did.

    With --head it says too whether the log holds a head that people saw in the triage
    channel: a database that was rewritten, or put back to an older state, does not.

    With the sealing keys it compares too who may read each complaint, and every role, with
    their seals, and looks for complaints that the log has and the database has not.
    """
    verdict, misfits = _look(public_key, None if head is None else _read_head(head))
    if as_json:
        say_json(_figures(verdict, misfits))
    else:
        _say(verdict, misfits)
    if misfits or not verdict.intact:
        raise SystemExit(1)


@audit.command()
@click.option(
    "--output",
    type=click.File("w", encoding="utf-8", lazy=True),
    default="-",
    help="Where to write; standard output if left out.",
)
def export(output: Any) -> None:  # noqa: ANN401 - a file as click opens it
    """Write the log as lines of JSON: its signed head first, then every entry.

    It holds no complaint's words. It does tell who did what and when: keep it accordingly.
    """
    with open_custody() as custody:
        for row in custody.export():
            output.write(json.dumps(row, ensure_ascii=False) + "\n")


def _say(verdict: "Verdict", misfits: "list[Misfit] | None") -> None:
    if verdict.intact:
        click.echo(f"The log is intact: {verdict.entries} entries, head {verdict.head.hex()}")
    else:
        click.echo(f"The log is broken at entry {verdict.broken_at}: {verdict.why}.")
    if misfits is None:
        click.echo("Complaints and roles were not compared: that takes the sealing keys.")
    elif not misfits:
        click.echo("Complaints and roles are as they were sealed.")
    for misfit in misfits or ():
        click.echo(f"{misfit.line()}.")


def _look(public_key: str | None, seen: bytes | None) -> "tuple[Verdict, list[Misfit] | None]":
    """Check the chain and, where the keys are to be used, what they seal."""
    from slackbot.casework.custody import verify_chain  # noqa: PLC0415 - slow to import

    if public_key is None:
        with open_custody() as custody:
            verdict = verify_chain(custody.desk.database, custody.public_key, seen)
            return verdict, custody.misfits()
    from slackbot.settings import read_database_url  # noqa: PLC0415

    key = _read_key(public_key)
    with open_database(read_database_url()) as database:
        return verify_chain(database, key, seen), None


def _read_key(text: str) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415

    try:
        return ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError:
        raise Refusal("--public-key is 64 hexadecimal digits.") from None


def _read_head(text: str) -> bytes:
    try:
        head = bytes.fromhex(text)
    except ValueError:
        head = b""
    if len(head) != _HASH:
        raise Refusal("--head is 64 hexadecimal digits.")
    return head


def _figures(verdict: "Verdict", misfits: "list[Misfit] | None") -> dict[str, Any]:
    return {
        "intact": verdict.intact,
        "entries": verdict.entries,
        "head": verdict.head.hex(),
        "broken_at": verdict.broken_at,
        "why": verdict.why,
        "misfits": None if misfits is None else [misfit.line() for misfit in misfits],
    }
