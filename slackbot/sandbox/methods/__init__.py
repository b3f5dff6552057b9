"""The Web API methods, one file a family; importing this makes all of them known."""

from slackbot.sandbox.methods import apps, auth, chat, conversations, users, views

__all__ = ["apps", "auth", "chat", "conversations", "users", "views"]
