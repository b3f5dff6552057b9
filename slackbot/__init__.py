"""Log complaints of abuse in Slack, follow every one, and tell the reporter."""
