"""The members of the workspace, as Slack describes them."""

from dataclasses import dataclass

from slackbot.sandbox.shapes import Json

HOME_TEAM = "TSANDBOX1"
OTHER_TEAM = "TELSEWHER"


@dataclass
class Member:
    """One account. `guest`: of several channels; `stranger`: of another company."""

    id: str
    name: str = ""
    real_name: str = ""
    display_name: str = ""
    title: str = ""
    guest: bool = False
    single_channel_guest: bool = False
    stranger: bool = False
    bot: bool = False
    deleted: bool = False
    owner: bool = False
    primary_owner: bool = False
    admin: bool = False
    tz: str = "Europe/London"

    def __post_init__(self) -> None:
        self.real_name = self.real_name or self.name or self.id
        self.name = handle(self.name or self.id)

    @property
    def team_id(self) -> str:
        """Where the account lives."""
        return OTHER_TEAM if self.stranger else HOME_TEAM

    def as_user(self) -> Json:
        """The user object of `users.list`, `users.info` and the events."""
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": 1_760_000_000,
            "profile": self._profile(),
        }
        if not self.deleted:
            user |= self._standing()
        return user

    def in_event(self) -> Json:
        """The fuller user object of `user_change` and `team_join`."""
        return self.as_user() | self._standing() | {"locale": "en-GB"}

    def _profile(self) -> Json:
        first, _, last = self.real_name.partition(" ")
        return {
            "first_name": first,
            "last_name": last,
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "status_text": "",
            "status_text_canonical": "",
            "status_emoji": "",
            "status_emoji_display_info": [],
            "status_expiration": 0,
            "avatar_hash": "0123456789ab",
            "huddle_state": "default_unset",
            "huddle_state_expiration_ts": 0,
            "fields": {},
            "image_24": "",
            "image_32": "",
            "image_48": "",
            "image_72": "",
            "image_192": "",
            "image_512": "",
            "team": self.team_id,
        }

    def _standing(self) -> Json:
        # A deactivated account has none of these in Slack's answers.
        standing: Json = {
            "real_name": self.real_name,
            "color": "9f69e7",
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": 0,
            "is_admin": self.admin or self.owner or self.primary_owner,
            "is_owner": self.owner or self.primary_owner,
            "is_primary_owner": self.primary_owner,
            "is_restricted": self.guest or self.single_channel_guest,
            "is_ultra_restricted": self.single_channel_guest,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
        if self.stranger:
            standing["is_stranger"] = True
        return standing


def handle(name: str) -> str:
    """A handle as Slack makes it: lower case, no spaces."""
    return "".join(c for c in name.lower().replace(" ", ".") if c.isalnum() or c in "._-")


def slackbot_member() -> Member:
    """The account that every workspace has, and that is not a person."""
    # Slack says is_bot=false of it: who filters by that flag alone counts it as a person.
    return Member(id="USLACKBOT", name="slackbot", real_name="Slackbot")
