"""Casework: complaints logged in confidence, monitored by a team, and answered by DM."""
