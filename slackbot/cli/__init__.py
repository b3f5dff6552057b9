"""The command line: one module a command; what takes long to import is imported when used."""

import click

from slackbot.cli.audit import audit
from slackbot.cli.demo import demo
from slackbot.cli.doctor import doctor
from slackbot.cli.keys import keys
from slackbot.cli.manifest import manifest
from slackbot.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slackbot")
def main() -> None:
    """Log complaints of abuse in confidence, follow every one, and tell the reporter.

    Settings come from the environment and from .env; .env.sample names them all.
    """


for command in (demo, serve, doctor, manifest, keys, audit):
    main.add_command(command)
