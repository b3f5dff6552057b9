"""What a reporter may add to a complaint, question by question; every answer is optional."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum, unique

from slackbot.rules.people import SlackUser


@unique
class Directed(StrEnum):
    """At whom it was directed; what may be told about a result depends on it."""

    ME = "me"
    OTHER = "someone else"
    WITNESSED = "I witnessed it"


@unique
class Kind(StrEnum):
    """What kind of conduct the complaint is about; several may hold."""

    ANTISEMITISM = "antisemitism"
    RACISM = "other racism"
    SEXISM = "sexism"
    HOMOPHOBIA = "homophobia"
    TRANSPHOBIA = "transphobia"
    DISABILITY = "disability discrimination"
    BULLYING = "bullying"
    HARASSMENT = "harassment"
    SEXUAL_HARASSMENT = "sexual harassment"
    THREATS = "threats"
    OTHER = "something else"


@unique
class Platform(StrEnum):
    """Where it happened."""

    FACEBOOK = "Facebook"
    TWITTER = "Twitter"
    WHATSAPP = "WhatsApp"
    INSTAGRAM = "Instagram"
    YOUTUBE = "YouTube"
    SLACK = "Slack"
    EMAIL = "e-mail"
    LETTER = "letter"
    TELEPHONE = "telephone"
    MEETING = "party meeting"
    CONFERENCE = "party conference"
    PARLIAMENT = "the parliamentary estate"
    STREET = "street or constituency"
    ELSEWHERE = "somewhere else"


@unique
class Part(StrEnum):
    """What the respondent had to do with a post."""

    AUTHOR = "wrote it"
    SHARED = "shared it"
    LIKED = "liked it"


@unique
class Membership(StrEnum):
    """Whether the respondent is a party member, as the reporter believes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "not known"


@unique
class Wish(StrEnum):
    """What the reporter wants done about the General Secretary; theirs to choose."""

    RAISED = "I have raised it"
    PLEASE_RAISE = "please raise it for me"
    ONLY_LOG = "only log it for now"


@unique
class Audience(StrEnum):
    """To whom a complaint may be disclosed with the reporter's consent."""

    LEADER = "the Leader"
    SHADOW_CABINET = "the shadow cabinet"
    NEC = "colleagues on the NEC"


@unique
class Consent(StrEnum):
    """How far a complaint may go to one audience."""

    NOT_AT_ALL = "not at all"
    WITHOUT_NAME = "without my name"
    WITH_NAME = "with my name"


@unique
class DmChoice(StrEnum):
    """What a DM may say; a screen can be seen over a shoulder."""

    STATUS = "the status"
    NEWS = "only that there is news"
    HOME = "nothing, App Home only"


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person (or account, or crowd of accounts) complained of.

    `accounts` is the list behind "many accounts"; `account` a member of this workspace.
    """

    name: str = field(default="", repr=False)
    handle: str = field(default="", repr=False)
    account: SlackUser | None = field(default=None, repr=False)
    member: Membership = Membership.UNKNOWN
    accounts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_named(self) -> bool:
        """True where there is anything by which to know the respondent."""
        return bool(self.name or self.handle or self.account or self.accounts)


@dataclass(frozen=True, slots=True)
class Details:
    """Answers given in one addition, or all of them folded together; empty is "not said"."""

    directed: Directed | None = None
    kinds: tuple[Kind, ...] = ()
    platform: Platform | None = None
    place: str = field(default="", repr=False)
    part: Part | None = None
    happened_on: date | None = None
    happened_over: str = field(default="", repr=False)
    respondents: tuple[Respondent, ...] = field(default=(), repr=False)
    statement: str = field(default="", repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)
    wish: Wish | None = None
    raised_on: date | None = None
    raised_reference: str = field(default="", repr=False)
    hope: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)
    dm_choice: DmChoice | None = None
    consent: tuple[tuple[Audience, Consent], ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing was answered."""
        return self == Details()


_GATHERED = frozenset({"respondents", "links"})


def fold(additions: list[Details]) -> Details:
    """Put additions together, oldest first: later answers stand, lists are gathered.

    Statements stay apart in the additions, since each is dated; here they are left out.
    """
    answers: dict[str, object] = {}
    for addition in additions:
        for each in fields(Details):
            value = getattr(addition, each.name)
            if not value or each.name == "statement":
                continue
            gathered = answers.get(each.name, ()) if each.name in _GATHERED else None
            answers[each.name] = value if gathered is None else (*gathered, *value)  # type: ignore[misc]
    consent = dict(pair for addition in additions for pair in addition.consent)
    return Details(**(answers | {"consent": tuple(consent.items())}))  # type: ignore[arg-type]


def consent_to(details: Details, audience: Audience) -> Consent:
    """Return the consent for an audience; "without my name" is the form's preset."""
    return dict(details.consent).get(audience, Consent.WITHOUT_NAME)
