"""A whole invented workspace to try the app in: people, a channel, a dozen complaints."""
