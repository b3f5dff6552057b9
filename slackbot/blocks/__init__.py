"""What people see in Slack: pure builders and readers of messages and forms."""
