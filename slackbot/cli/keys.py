"""`slackbot keys`: the keys that seal the record."""

import click

from slackbot.cli.opening import open_custody, open_database, read_some_settings, say_json


@click.group()
def keys() -> None:
    """Make, rotate and count the keys that seal the record."""


@keys.command()
def new() -> None:
    """Print a new sealing key, alone on the last line.

    Put it first in SEALING_KEYS, before the older ones, restart, then `keys rotate`.
    """
    from slackbot.records.sealed import new_key  # noqa: PLC0415 - slow to import

    click.echo("Put this first in SEALING_KEYS, and keep it on paper in a safe:", err=True)
    click.echo("without it, what it seals cannot be read again by anybody.", err=True)
    click.echo(new_key())


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print figures for a program.")
def rotate(*, as_json: bool) -> None:
    """Wrap every data key with the newest sealing key.

    The bot may run meanwhile. Afterwards older keys open old backups only.
    """
    with open_custody() as custody:
        count = custody.rotate()
    if as_json:
        say_json({"wrapped_anew": count})
    else:
        click.echo(f"{count} data keys were wrapped anew; the newest key wraps all of them.")


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print figures for a program.")
def status(*, as_json: bool) -> None:
    """Say which sealing keys are in use, and the public half of the signing key.

    The exit status is 1 where a key is missing that something is sealed with.
    """
    from slackbot.casework.custody import key_uses  # noqa: PLC0415 - slow to import
    from slackbot.records.sealed import Keyring, Vault  # noqa: PLC0415

    settings = read_some_settings()
    with open_database(settings.database_url) as database:
        uses = key_uses(database, Vault(Keyring(settings.sealing_keys)))
    missing = [use for use in uses if not use.here]
    public = "" if missing else _public_key()
    if as_json:
        rows = [
            {"name": u.name, "here": u.here, "newest": u.newest, "wraps": u.wraps}
            for u in uses
        ]
        say_json({"sealing_keys": rows, "public_key": public})
    else:
        for use in uses:
            click.echo(
                f"{use.name}  {_said(use.here, use.newest)}, wraps {use.wraps} data keys"
            )
        click.echo(f"signing key (public half): {public or 'sealed by a missing key'}")
    if missing:
        raise SystemExit(1)


def _public_key() -> str:
    with open_custody() as custody:
        return custody.public_key.public_bytes_raw().hex()


def _said(here: bool, newest: bool) -> str:  # noqa: FBT001 - two facts about one key
    if not here:
        return "MISSING from SEALING_KEYS"
    return "newest" if newest else "older"
