"""The people of the demo, all invented, and the channels that they are in."""

from slackbot.rules.people import SlackUser
from slackbot.rules.roles import Role
from slackbot.sandbox import Channel, Member

ASHA = SlackUser("U0ASHA")
GWEN = SlackUser("U0GWEN")
TOM = SlackUser("U0TOM")
CARO = SlackUser("U0CARO")
DEV = SlackUser("U0DEV")
LENA = SlackUser("U0LENA")
PHIL = SlackUser("U0PHIL")
OLLIE = SlackUser("U0OLLIE")
NADIA = SlackUser("U0NADIA")
RUTH = SlackUser("U0RUTH")
MARTIN = SlackUser("U0MARTIN")

TRIAGE = "C0TRIAGE"
PARTY = "C0PARTY"

LEADS = (LENA, PHIL)
ROLES = (
    (CARO, Role.CASEWORKER),
    (DEV, Role.CASEWORKER),
    (LENA, Role.ON_CALL),
    (DEV, Role.ON_CALL),
    (OLLIE, Role.OBSERVER),
    (NADIA, Role.STANDBY),
    (RUTH, Role.OVERSIGHT),
)


def members() -> list[Member]:
    """Make everybody's account."""
    return [
        Member(ASHA, "asha", "Asha Rahman MP", title="Member of Parliament"),
        Member(GWEN, "gwen", "Baroness Gwen Pryce", title="Member of the House of Lords"),
        Member(TOM, "tom", "Tom Aldous", title="Office of Asha Rahman MP", guest=True),
        Member(CARO, "caro", "Caro Lindqvist", title="Deputy leader's team, caseworker"),
        Member(DEV, "dev", "Dev Okafor", title="Deputy leader's team, caseworker"),
        Member(LENA, "lena", "Lena Marsh", title="Deputy leader's team, lead"),
        Member(PHIL, "phil", "Phil Strand", title="Deputy leader's team, lead"),
        Member(OLLIE, "ollie", "Ollie Brandt", title="The Leader's office"),
        Member(NADIA, "nadia", "Nadia Kerr", title="Standby caseworker, outside the team"),
        Member(RUTH, "ruth", "Ruth Halden", title="Auditor"),
        Member(
            MARTIN,
            "martin",
            "Martin Sayle",
            title="Party headquarters, IT",
            owner=True,
            primary_owner=True,
        ),
    ]


def channels() -> list[Channel]:
    """Make the private triage channel and an open one, in which something was posted."""
    everybody = [member.id for member in members()]
    return [
        Channel(
            TRIAGE,
            "complaints-triage",
            private=True,
            members=[CARO, DEV, LENA, PHIL],
            with_app=True,
        ),
        Channel(PARTY, "parliamentary-party", members=everybody),
    ]


POSTS = (
    (
        MARTIN,
        "Reminder: the shuttle to the conference leaves at 9 from the members' entrance.",
    ),
    (
        OLLIE,
        "Thanks all for a long evening in the chamber. Briefing for tomorrow is on its way.",
    ),
    (
        MARTIN,
        "The leaflet with the old cartoon of <bankers & puppets> is right, whoever complains.",
    ),
)
