"""`slackbot doctor`: everything that can be wrong, looked at in one go."""

from typing import TYPE_CHECKING

import click

from slackbot.cli.opening import say_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slackbot.cli.findings import Finding


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print findings for a program.")
def doctor(*, as_json: bool) -> None:
    """Check settings, Slack, the triage channel, the database, keys, leads and the clock.

    Changes nothing. Each line says ok, warn or fail, and what to do; the exit status is 1
    where one fails.
    """
    from slackbot.cli.findings import Level  # noqa: PLC0415 - everything below is slow

    found = []
    for finding in _findings():
        found.append(finding)
        if not as_json:
            click.echo(finding.line())
    if as_json:
        say_json([finding.figures() for finding in found])
    if any(finding.level is Level.FAIL for finding in found):
        raise SystemExit(1)


def _findings() -> "Iterator[Finding]":
    from slackbot.cli.findings import fail, gather, ok  # noqa: PLC0415
    from slackbot.cli.record_checks import RecordChecks  # noqa: PLC0415
    from slackbot.cli.slack_checks import SlackChecks, Workspace  # noqa: PLC0415
    from slackbot.settings import SettingsError, read_settings  # noqa: PLC0415

    try:
        settings = read_settings()
    except SettingsError as error:
        for problem in error.problems:
            name, words = problem.split(": ", 1)
            yield fail(name, words, "See .env.sample")
        return
    yield ok("settings", "all there")
    workspace = Workspace()
    slack, record = SlackChecks(settings, workspace), RecordChecks(settings, workspace)
    looks = [slack.token, slack.transport, slack.people, slack.leads_known, slack.channel]
    looks += [record.database, record.keys, record.seals, record.leads, record.channel]
    try:
        yield from gather(looks)
    finally:
        record.close()
