"""`slackbot manifest`: what to give Slack when the app is made there."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

SOURCE = Path(__file__).resolve().parent.parent / "manifest.yml"
_EVENTS = "/slack/events"


@click.command()
@click.option(
    "--url", metavar="https://…", help="Where Slack can reach you: prints the HTTP variant."
)
def manifest(url: str | None) -> None:
    """Print the app's manifest, for api.slack.com/apps → Create New App → From a manifest."""
    if url is None:
        click.echo(SOURCE.read_text(), nl=False)
        return
    import yaml  # noqa: PLC0415 - 30 ms

    found = over_http(yaml.safe_load(SOURCE.read_text()), request_url(url))
    click.echo(yaml.safe_dump(found, sort_keys=False, allow_unicode=True), nl=False)


def request_url(url: str) -> str:
    """Return the one address for all of Slack's requests. Raises BadParameter."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise click.BadParameter("Slack needs https:// and a host", param_hint="--url")
    return url.rstrip("/").removesuffix(_EVENTS) + _EVENTS


def over_http(made: dict[str, Any], url: str) -> dict[str, Any]:
    """Change the manifest so that Slack posts to `url`; nothing else differs."""
    for command in made["features"]["slash_commands"]:
        command["url"] = url
    settings = made["settings"]
    for part in ("event_subscriptions", "interactivity"):
        settings[part]["request_url"] = url
    settings["socket_mode_enabled"] = False
    return made
