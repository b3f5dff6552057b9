"""The courier: takes what is owed to people to Slack, and notices what falls due."""
