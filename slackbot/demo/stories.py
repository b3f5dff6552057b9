"""A dozen invented complaints, drawn from what the public record says of real ones.

Categories, platforms, outcomes and delays are those of published figures; nobody in them
exists, and no slur is repeated.
"""

from dataclasses import dataclass, field

from slackbot.demo.cast import ASHA, CARO, DEV, GWEN, TOM
from slackbot.rules.details import (
    Audience,
    Consent,
    Details,
    Directed,
    DmChoice,
    Kind,
    Membership,
    Part,
    Platform,
    Respondent,
    Wish,
)
from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import LearntFrom, Source
from slackbot.rules.status import Status


@dataclass(frozen=True, slots=True)
class Beat:
    """One step of a story, some days after the complaint came in."""

    day: int
    to: Status
    sentence: str
    learnt_from: LearntFrom = LearntFrom.GS_WRITING
    measure: Measure | None = None
    outcome: Outcome | None = None
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One complaint: who sent it how many days ago, what it says, what became of it."""

    days_ago: int
    sender: SlackUser
    statement: str = field(repr=False)
    details: Details = field(default=Details(), repr=False)
    urgent: bool = False
    reporter: SlackUser | None = None
    source: Source = Source.SLACK
    kept_from: tuple[SlackUser, ...] = ()
    taken_by: SlackUser | None = None
    beats: tuple[Beat, ...] = ()


_ACK = "I have read what you sent and I am sorry. I will stay with it and write to you."


def _acknowledged(day: int = 1, words: str = _ACK) -> Beat:
    return Beat(day, Status.ACKNOWLEDGED, words, LearntFrom.OURS)


def _raised(day: int) -> Beat:
    words = "We have raised your complaint with the General Secretary's office in writing."
    return Beat(day, Status.RAISED, words, LearntFrom.OURS)


STORIES: tuple[Story, ...] = (
    Story(
        0,
        GWEN,
        "A man who has written to me before waited outside my surgery tonight and followed my "
        "car. He shouted that people like me should be dealt with. He knows where I live.",
        Details(kinds=(Kind.ANTISEMITISM, Kind.THREATS), platform=Platform.STREET),
        urgent=True,
    ),
    Story(
        0,
        ASHA,
        "In the comments under my post on the hospital an account that says it belongs to a "
        "branch officer claims that I am paid by a foreign state, with a cartoon of a puppet.",
        Details(
            directed=Directed.ME,
            kinds=(Kind.ANTISEMITISM,),
            platform=Platform.FACEBOOK,
            part=Part.SHARED,
            respondents=(Respondent(handle="@branch-voice-example", member=Membership.YES),),
            links=("https://social.example/posts/1181",),
        ),
    ),
    Story(
        1,
        TOM,
        "Sent for Asha: at the branch meeting the chair refused to let two Jewish members "
        "speak and said that they should first say where their loyalty lies. Four people saw.",
        Details(kinds=(Kind.ANTISEMITISM, Kind.BULLYING), platform=Platform.MEETING),
        reporter=ASHA,
    ),
    Story(
        4,
        GWEN,
        "A councillor of ours has circulated a message in a group of 240 members that says "
        "the complaints are invented by a lobby in order to damage the leadership.",
        Details(
            directed=Directed.OTHER,
            kinds=(Kind.ANTISEMITISM,),
            platform=Platform.WHATSAPP,
            part=Part.AUTHOR,
            respondents=(Respondent(name="Norman Feld", member=Membership.YES),),
            wish=Wish.PLEASE_RAISE,
        ),
        taken_by=CARO,
        beats=(_acknowledged(),),
    ),
    Story(
        12,
        ASHA,
        "For three weeks the same colleague has talked over me in committee, sent me messages "
        "at night about my work and told staff not to reply to mine.",
        Details(
            directed=Directed.ME,
            kinds=(Kind.BULLYING,),
            platform=Platform.PARLIAMENT,
            happened_over="about three weeks",
            wish=Wish.ONLY_LOG,
            dm_choice=DmChoice.NEWS,
        ),
        taken_by=DEV,
        beats=(
            _acknowledged(),
            Beat(2, Status.LOGGED, "We keep this logged, as you asked.", LearntFrom.OURS),
        ),
    ),
    Story(
        19,
        GWEN,
        "A post by a member says that the holocaust is brought up in order to silence people. "
        "It was liked by an officer of the constituency party.",
        Details(
            kinds=(Kind.ANTISEMITISM,),
            platform=Platform.TWITTER,
            part=Part.LIKED,
            respondents=(
                Respondent(handle="@plainspeaker-example", member=Membership.YES),
                Respondent(name="Hilda Crane", member=Membership.YES),
            ),
            wish=Wish.RAISED,
        ),
        taken_by=CARO,
        beats=(_acknowledged(), _raised(3)),
    ),
    Story(
        34,
        ASHA,
        "An e-mail to my office, signed with a name and a membership number, lists Jewish "
        "colleagues and calls on members to have them deselected.",
        Details(
            directed=Directed.ME,
            kinds=(Kind.ANTISEMITISM, Kind.HARASSMENT),
            platform=Platform.EMAIL,
            respondents=(Respondent(name="Edmund Vaile", member=Membership.YES),),
        ),
        taken_by=CARO,
        beats=(
            _acknowledged(),
            _raised(2),
            Beat(
                16,
                Status.INVESTIGATED,
                "The General Secretary's office has told us that it has sent a notice of "
                "investigation.",
                measure=Measure.NOTICE,
            ),
        ),
    ),
    Story(
        61,
        GWEN,
        "More than thirty accounts answered one post about my speech within an hour, many "
        "with the same picture. Some name a local branch in their profiles.",
        Details(
            kinds=(Kind.ANTISEMITISM, Kind.RACISM),
            platform=Platform.TWITTER,
            respondents=(
                Respondent(
                    name="many accounts",
                    accounts=("@one-example", "@two-example", "@three-example"),
                ),
            ),
        ),
        taken_by=DEV,
        beats=(
            _acknowledged(2),
            _raised(4),
            Beat(
                48,
                Status.PANEL,
                "A panel member has told us that this is before a panel this week.",
                LearntFrom.PANEL_MEMBER,
            ),
        ),
    ),
    Story(
        88,
        ASHA,
        "A parish organiser said at a public meeting, filmed, that a synagogue in my seat is "
        "an embassy and that its members should be asked to leave the party.",
        Details(
            directed=Directed.WITNESSED,
            kinds=(Kind.ANTISEMITISM,),
            platform=Platform.MEETING,
            respondents=(Respondent(name="Basil Threlfall", member=Membership.YES),),
            consent=(
                (Audience.LEADER, Consent.WITH_NAME),
                (Audience.NEC, Consent.WITHOUT_NAME),
            ),
        ),
        taken_by=CARO,
        beats=(
            _acknowledged(),
            _raised(1),
            Beat(20, Status.INVESTIGATED, "We were told that it is being investigated."),
            Beat(
                60,
                Status.REFERRED,
                "The General Secretary's office has told us that a panel has referred this to "
                "the National Constitutional Committee.",
            ),
        ),
    ),
    Story(
        140,
        GWEN,
        "A blog run by a member published my home town, my children's school and a list of my "
        "votes under the heading of a foreign flag.",
        Details(
            directed=Directed.ME,
            kinds=(Kind.ANTISEMITISM, Kind.HARASSMENT),
            platform=Platform.ELSEWHERE,
            place="a blog",
            respondents=(Respondent(name="Rupert Oakes", member=Membership.YES),),
        ),
        taken_by=DEV,
        beats=(
            _acknowledged(),
            _raised(2),
            Beat(
                122,
                Status.DECIDED,
                "The General Secretary's office has told us that a written warning was given.",
                outcome=Outcome.WARNED,
            ),
        ),
    ),
    Story(
        171,
        ASHA,
        "An account answered my statement on the reservists with images from the camps. It "
        "claims to be a member of our party.",
        Details(
            kinds=(Kind.ANTISEMITISM,),
            platform=Platform.INSTAGRAM,
            respondents=(Respondent(handle="@old-guard-example", member=Membership.UNKNOWN),),
        ),
        taken_by=CARO,
        beats=(
            _acknowledged(),
            _raised(3),
            Beat(
                95,
                Status.DECIDED,
                "The General Secretary's office has told us that this account does not belong "
                "to a party member.",
                outcome=Outcome.NOT_A_MEMBER,
            ),
            Beat(
                97,
                Status.CLOSED,
                "We have passed it to the platform and close it here.",
                LearntFrom.OURS,
                closing=Closing.TOLD,
            ),
        ),
    ),
    Story(
        9,
        CARO,
        "Letter from a peer without an account here: at the conference fringe a delegate said "
        "twice, at the microphone, that money from abroad writes our policy.",
        Details(kinds=(Kind.ANTISEMITISM,), platform=Platform.CONFERENCE),
        reporter=GWEN,
        source=Source.LETTER,
        kept_from=(DEV,),
        taken_by=CARO,
    ),
)
