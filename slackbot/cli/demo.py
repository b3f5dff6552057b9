"""`slackbot demo`: try it in the browser, without a Slack account."""

import logging
from pathlib import Path

import click


@click.command()
@click.option("--port", default=8123, show_default=True, help="Where the page is, if free.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="An empty folder for the demo's data; a new one if left out.",
)
@click.option("--http", "over_http", is_flag=True, help="Signed HTTP instead of a socket.")
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
def demo(port: int, folder: Path | None, *, over_http: bool, browser: bool) -> None:
    """Try it in the browser: an invented workspace on this machine, no Slack account."""
    import webbrowser  # noqa: PLC0415 - everything below is slow to import

    from slackbot import logs  # noqa: PLC0415
    from slackbot.demo.running import Demo, run  # noqa: PLC0415

    logs.configure(level=logging.WARNING)
    made = Demo(port=port, over_http=over_http, say=click.echo)
    made.folder = folder or made.folder

    def ready(address: str) -> None:
        click.echo(f"\n  {address}\n\nCtrl-C ends it.")
        if browser:
            webbrowser.open(address)

    run(made, ready)
