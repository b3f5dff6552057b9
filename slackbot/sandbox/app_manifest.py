"""What the app's manifest promises: its scopes, commands, shortcuts and events."""

from dataclasses import dataclass, field

from slackbot.sandbox.shapes import Json

# The scope without which an event is not sent (docs.slack.dev/reference/events). Those of
# channels hang on the kind of channel.
EVENT_SCOPES = {
    "team_join": "users:read",
    "user_change": "users:read",
}


@dataclass
class AppManifest:
    """The manifest as Slack reads it; scopes may be changed while it runs."""

    manifest: Json
    scopes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        oauth = self.manifest.get("oauth_config", {})
        self.scopes = list(oauth.get("scopes", {}).get("bot", []))

    @property
    def name(self) -> str:
        """The name that people see beside what the app posts."""
        features = self.manifest.get("features", {})
        about: Json = self.manifest.get("display_information", {})
        return str(
            features.get("bot_user", {}).get("display_name") or about.get("name", "App")
        )

    @property
    def commands(self) -> list[Json]:
        """The slash commands, if the app may have any."""
        if "commands" not in self.scopes:
            return []
        return list(self.manifest.get("features", {}).get("slash_commands", []))

    @property
    def shortcuts(self) -> list[Json]:
        """Global and message shortcuts, if the app may have any."""
        if "commands" not in self.scopes:
            return []
        return list(self.manifest.get("features", {}).get("shortcuts", []))

    @property
    def home_enabled(self) -> bool:
        """Whether the app has a Home tab."""
        return bool(self._home().get("home_tab_enabled"))

    @property
    def messages_enabled(self) -> bool:
        """Whether the app has a Messages tab at all."""
        return bool(self._home().get("messages_tab_enabled"))

    @property
    def messages_read_only(self) -> bool:
        """Whether people may only read what the app tells them."""
        return bool(self._home().get("messages_tab_read_only_enabled"))

    @property
    def interactive(self) -> bool:
        """Whether buttons, forms and shortcuts reach the app."""
        settings = self.manifest.get("settings", {})
        return bool(settings.get("interactivity", {}).get("is_enabled"))

    def hears(self, event: str, scope: str | None = None) -> bool:
        """Whether the app subscribed to this event and has the scope for it.

        `scope`: where it hangs on the kind of channel.
        """
        settings = self.manifest.get("settings", {})
        events = settings.get("event_subscriptions", {}).get("bot_events", [])
        needed = scope or EVENT_SCOPES.get(event)
        return event in events and (needed is None or needed in self.scopes)

    def _home(self) -> Json:
        home: Json = self.manifest.get("features", {}).get("app_home", {})
        return home
