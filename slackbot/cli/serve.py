"""`slackbot serve`: run the bot."""

import click


@click.command()
def serve() -> None:
    """Run until SIGTERM or Ctrl-C.

    Over a socket where SLACK_APP_TOKEN is set, else over HTTP. What is under way when it is
    told to end is answered first; the exit status is 1 where something was left.
    """
    from slackbot import logs  # noqa: PLC0415 - everything below is slow to import
    from slackbot.cli.opening import Refusal, read_all_settings  # noqa: PLC0415
    from slackbot.service import ServiceError, run  # noqa: PLC0415

    logs.configure()
    settings = read_all_settings()
    try:
        ended = run(settings)
    except ServiceError as error:
        raise Refusal(str(error)) from None
    if not ended:
        raise SystemExit(1)
