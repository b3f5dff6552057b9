"""Who is who, and who holds which role: given by leads, told to all leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.conflicts import replan_all
from slackbot.casework.desk import APP, Desk, acting_role, find_who
from slackbot.casework.errors import RefusedError, RoleChangeError
from slackbot.casework.known_names import keepable, known_as
from slackbot.casework.named import find_named
from slackbot.casework.owing import notice_row, owe, owe_homes, owe_role_news
from slackbot.casework.team import find_team
from slackbot.records.audit import Entry, Tag
from slackbot.records.people import Grant, Person, Proposal
from slackbot.records.turns import change_roles
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import Member, SlackUser, Standing, Who
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import APART, Act, Role, RoleError, check_roles
from slackbot.rules.shown import Keepable


@unique
class Given(StrEnum):
    """What came of asking for a role."""

    GIVEN = "given"
    PROPOSED = "proposed"  # a further lead waits for a second lead


@dataclass(frozen=True, slots=True)
class People:
    """The directory and the roles."""

    desk: Desk

    def who(self, person: SlackUser) -> Who:
        """Say who somebody is, from our own directory; strangers are UNKNOWN."""
        with self.desk.looking() as session:
            return find_who(session, self.desk, person)

    def owners(self) -> tuple[str, ...]:
        """Name the owners of the workspace: they can see that somebody used this app."""
        live = select(Person.name).where(Person.owner, Person.standing == Standing.MEMBER)
        with self.desk.looking() as session:
            return tuple(session.scalars(live.order_by(Person.name)))

    def keepable(self) -> tuple[Keepable, ...]:
        """List the team and the observers, for "who must not know"."""
        with self.desk.looking() as session:
            team = find_team(session, self.desk)
        return tuple(
            Keepable(person, team.names[person][0], min(held, key=list(Role).index))
            for person, held in sorted(team.roles.items(), key=lambda row: team.names[row[0]])
        )

    def learn(self, members: Iterable[Member]) -> None:
        """Take over what Slack says of people; who left, or is a guest now, loses sight."""
        listed = {member.id: member for member in members}
        with self.desk.writing() as session:
            change_roles(session)
            known = self._known(session, listed)
            moved = [m for m in listed.values() if self._differs(known.get(m.id), m)]
            was = {person: (row.standing, row.name) for person, row in known.items()}
            for member in moved:
                self._write(session, known.get(member.id), member)
            session.flush()
            self._after_learning(session, [known[m.id] for m in moved if m.id in was], was)

    def dm_channel(self, person: SlackUser) -> str | None:
        """Return the D… id of somebody's DM with this app, if it was ever opened."""
        with self.desk.looking() as session:
            return session.scalar(select(Person.dm_channel).where(Person.id == person))

    def refuse(self, by: SlackUser, act: Act, ref: ComplaintRef | None = None) -> None:
        """Leave an audit entry for what the door refused."""
        self.desk.record_refusal(RefusedError(act, by, ref))

    def seat_first_leads(self, ids: Iterable[SlackUser]) -> None:
        """Make the people of LEADS leads, only while there is no lead at all.

        Whoever is no full member, or stands apart from the team, is left out.
        """
        with self.desk.writing() as session:
            change_roles(session)
            if find_team(session, self.desk).holding(Role.LEAD):
                return
            for person in dict.fromkeys(ids):
                who = find_who(session, self.desk, person)
                if who.standing is Standing.MEMBER and not who.roles & APART:
                    self._grant(session, person, Role.LEAD, None)

    def give(self, person: SlackUser, role: Role, *, by: SlackUser) -> Given:
        """Give somebody a role; a further lead is proposed to the other leads.

        Raises RoleChangeError with the reason, RefusedError for all but leads.
        """
        with self.desk.writing() as session:
            change_roles(session)
            self.desk.require(session, by, Act.GIVE_ROLE)
            who = self._eligible(session, person, role)
            if role is Role.LEAD:
                self._propose(session, who, by)
                return Given.PROPOSED
            self._grant(session, person, role, by)
        return Given.GIVEN

    def approve(self, proposal: UUID, *, by: SlackUser) -> None:
        """Approve a further lead; never the one who asked, nor the person."""
        with self.desk.writing() as session:
            row = self._decide(session, proposal, by, approved=True)
            if not find_who(session, self.desk, row.asked_by).is_lead:
                raise RoleChangeError("Who asked for it is no lead any more: ask for it anew.")
            self._eligible(session, row.person, Role.LEAD)
            self._grant(session, row.person, Role.LEAD, by)

    def decline(self, proposal: UUID, *, by: SlackUser) -> None:
        """Decline a further lead."""
        with self.desk.writing() as session:
            row = self._decide(session, proposal, by, approved=False)
            self._tell(session, row.person, "was declined as a further lead", to_person=False)
            details = {"person": row.person}
            self.desk.chain.append(session, Entry(Tag.LEAD_DECLINED, by, details=details))

    def end(self, person: SlackUser, role: Role, *, by: SlackUser) -> None:
        """End a role; the last lead stays. Their cards go and their Home is redrawn."""
        with self.desk.writing() as session:
            change_roles(session)
            self.desk.require(session, by, Act.GIVE_ROLE)
            live = select(Grant).where(Grant.person == person, Grant.ended_at.is_(None))
            grants = {grant.role: grant for grant in session.scalars(live)}
            if role not in grants:
                raise RoleChangeError("They do not hold this role.")
            self._check_last_lead(session, person, role)
            for ended in self._ended_with(role, set(grants)):
                self._end(grants[ended], by)
            session.flush()
            self._after_change(
                session, person, f"is no longer {role.value}", by, tag=Tag.ROLE_ENDED
            )
            owe_homes(session, [person], self.desk.clock(), urgent=True)

    def _end(self, grant: Grant, by: SlackUser) -> None:
        grant.ended_by, grant.ended_at = by, self.desk.clock()
        grant.seal = self.desk.roles.seal.make(grant)

    def _known(
        self, session: Session, listed: dict[SlackUser, Member]
    ) -> dict[SlackUser, Person]:
        rows = session.scalars(select(Person).where(Person.id.in_(listed)))
        return {row.id: row for row in rows}

    def _differs(self, row: Person | None, member: Member) -> bool:
        seen = row and (row.name, row.standing, row.tz, row.owner, row.known_as)
        now = (keepable(member.name), member.standing, member.tz, member.owner)
        return seen != (*now, known_as(row, member))

    def _write(self, session: Session, row: Person | None, member: Member) -> None:
        if row is None:
            row = Person(id=member.id, name="", known_as="")
            session.add(row)
        row.known_as = known_as(row, member)  # before the name that they bore is gone
        row.name, row.standing = keepable(member.name), member.standing
        row.tz, row.owner, row.learnt_at = member.tz, member.owner, self.desk.clock()

    def _after_learning(
        self, session: Session, rows: list[Person], was: dict[SlackUser, tuple[Standing, str]]
    ) -> None:
        """See to those with roles who left, came back, or have another name now."""
        people = [row.id for row in rows]
        held = select(Grant.person).where(Grant.person.in_(people), Grant.ended_at.is_(None))
        staff = set(session.scalars(held))
        ours = [row for row in rows if row.id in staff and was[row.id][0] != row.standing]
        named = [row.id for row in rows if row.id in staff]
        found = find_named(session, self.desk, named) if named else []
        entries = replan_all(session, self.desk, named) if ours or found else []
        owe_homes(session, named if ours or found else [], self.desk.clock(), urgent=True)
        for row in ours:
            self._tell(
                session, row.id, "has another standing in the workspace", to_person=False
            )
        # Names decide who is kept out, and owners of the workspace can change anybody's.
        renamed = [row for row in rows if row.id in staff and was[row.id][1] != row.name]
        for row in renamed:
            words = f"has another name in the workspace, and was {was[row.id][1]} before"
            self._tell(session, row.id, words, to_person=False)
        if found or entries:
            self.desk.chain.append(session, *found, *entries)

    def _eligible(self, session: Session, person: SlackUser, role: Role) -> Who:
        who = find_who(session, self.desk, person)
        if who.standing is not Standing.MEMBER:
            raise RoleChangeError("Only full members of this workspace can hold a role.")
        if role in who.roles:
            raise RoleChangeError(f"{who.name} is {role.value} already.")
        try:
            check_roles(who.roles | {role})
        except RoleError:
            raise RoleChangeError(
                "Nobody is on the team and apart from it: end the other role first."
            ) from None
        return who

    def _propose(self, session: Session, who: Who, by: SlackUser) -> None:
        leads = find_team(session, self.desk).holding(Role.LEAD)
        others = [lead for lead in leads if lead != by]
        if not others:
            raise RoleChangeError("There is no second lead who could approve a further one.")
        pending = select(Proposal.id).where(
            Proposal.person == who.id, Proposal.decided_at.is_(None)
        )
        if session.scalar(pending) is not None:
            raise RoleChangeError(f"{who.name} is already proposed.")
        now = self.desk.clock()
        row = Proposal(id=uuid4(), person=who.id, asked_by=by, asked_at=now)
        session.add(row)
        session.flush()
        kind = NoticeKind.LEAD_PROPOSED
        words = f"{find_who(session, self.desk, by).name} asks to make {who.name} a lead."
        owe(
            session,
            [notice_row(kind, lead, now, proposal=row.id, words=words) for lead in others],
        )
        owe_homes(session, leads, now)
        details = {"person": who.id}
        self.desk.chain.append(
            session, Entry(Tag.LEAD_PROPOSED, by, role=Role.LEAD, details=details)
        )

    def _decide(
        self, session: Session, proposal: UUID, by: SlackUser, *, approved: bool
    ) -> Proposal:
        change_roles(session)
        self.desk.require(session, by, Act.GIVE_ROLE)
        row = session.get(Proposal, proposal, with_for_update=True)
        if row is None or row.decided_at is not None:
            raise RoleChangeError("This has been decided already.")
        if by in {row.asked_by, row.person}:
            raise RefusedError(Act.GIVE_ROLE, by)
        row.decided_by, row.decided_at, row.approved = by, self.desk.clock(), approved
        session.flush()
        return row

    def _grant(
        self, session: Session, person: SlackUser, role: Role, by: SlackUser | None
    ) -> None:
        now = self.desk.clock()
        grant = Grant(id=uuid4(), person=person, role=role, given_by=by, given_at=now)
        grant.seal = self.desk.roles.seal.make(grant)
        session.add(grant)
        session.flush()
        found = find_named(session, self.desk, [person])
        words = f"is now {role.value}"
        self._after_change(
            session, person, words, by or SlackUser(APP), tag=Tag.ROLE_GIVEN, found=found
        )

    def _after_change(
        self,
        session: Session,
        person: SlackUser,
        words: str,
        by: SlackUser,
        *,
        tag: Tag,
        found: Iterable[Entry] = (),
    ) -> None:
        entries = replan_all(session, self.desk, [person])
        self._tell(session, person, words)
        details = {"person": person, "change": words}
        role = acting_role(find_who(session, self.desk, by))
        entry = Entry(tag, by, role=role, details=details)
        self.desk.chain.append(session, entry, *found, *entries)

    def _tell(
        self, session: Session, person: SlackUser, words: str, *, to_person: bool = True
    ) -> None:
        now = self.desk.clock()
        leads = find_team(session, self.desk).holding(Role.LEAD)
        told = [*leads, person] if to_person else [lead for lead in leads if lead != person]
        line = f"{find_who(session, self.desk, person).name} {words}."
        owe_role_news(session, told, line, now)
        owe_homes(session, [*leads, person], now)

    def _check_last_lead(self, session: Session, person: SlackUser, role: Role) -> None:
        leads = find_team(session, self.desk).holding(Role.LEAD)
        if role is Role.LEAD and set(leads) <= {person}:
            raise RoleChangeError("The last lead stays: make somebody else a lead first.")

    def _ended_with(self, role: Role, held: set[Role]) -> set[Role]:
        """Being on call ends with the last role on the team."""
        left = held - {role}
        alone = left == {Role.ON_CALL}
        return {role, Role.ON_CALL} if alone else {role}
