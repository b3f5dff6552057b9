"""Opening a Socket Mode connection."""

from slackbot.sandbox.shapes import Json
from slackbot.sandbox.webapi import METHODS, Api, Args


@METHODS.add("apps.connections.open", caller="app")
def connections_open(api: Api, _args: Args) -> Json:
    """The address of a new connection, good for one use."""
    return {"url": api.socket.ticket()}
