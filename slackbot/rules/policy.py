"""What this party has decided: numbers, contacts and waits, with defaults that are safe."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """The configurable part of the policy; contacts are lines of plain text."""

    emergency: tuple[str, ...] = (
        "In danger now: ring 999.",
        "Parliamentary Liaison and Investigation Team: ring 101, or the number on your pass.",
    )
    support: tuple[str, ...] = (
        "Community Security Trust, 24 hours: 0800 032 3263",
        "Samaritans, 24 hours: 116 123",
        "Members' and peers' wellbeing service: through the House's health centre",
    )
    specialist: tuple[str, ...] = ("Rape Crisis England & Wales, 24 hours: 0808 500 2222",)
    other_routes: tuple[str, ...] = (
        "The party's own complaints process takes formal complaints; this app does not.",
        "The Independent Complaints and Grievance Scheme of Parliament: 0808 168 9281",
    )
    fallback: str = "Write or ring to the deputy leader's office, marked “confidential”."
    guests_may_send: bool = True
    step_wait: timedelta = timedelta(minutes=2)
    page_widens_after: timedelta = timedelta(minutes=10)
    drafts_kept: timedelta = timedelta(days=7)
    acknowledge_within: int = 3
