"""What everybody reads on App Home."""

EMERGENCY = "In danger, or in need of help now"
ABOUT = "How this works"
FALLBACK = "If Slack or this app does not work, or you would rather not use it"
CLOSED_TO_YOU = "This app takes reports from members of this workspace only."


def first_lines(acknowledged_within: int, elsewhere: str) -> tuple[str, ...]:
    """Say in four lines what somebody needs to know who opens the app for the first time."""
    return (
        "You say in a minute what happened, and hear from us at every step.",
        (
            "The deputy leader's team reads it, except anyone you name. The workspace's "
            "owners can see that you used this app, not what you wrote."
        ),
        (
            f"A caseworker writes to you within {acknowledged_within} working days. Nobody "
            "watches at night: ring 999."
        ),
        elsewhere,
    )
