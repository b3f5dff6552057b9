"""Every sentence that a reporter, or whoever sends for one, reads; nothing of it elsewhere."""

# One catalogue, cut by subject so that each part can be read at one go.
from slackbot.blocks.catalogue.life import *  # noqa: F403
from slackbot.blocks.catalogue.words import *  # noqa: F403
