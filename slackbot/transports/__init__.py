"""How Slack and whoever watches over the machine reach this program."""
