"""What the team proposes to write to a reporter, who reads it as it then stands."""


def personal_word(name: str) -> str:
    """Propose the word with which a caseworker acknowledges a complaint."""
    return (
        "Thank you for telling us. I have read what you wrote, and I am looking after it. You "
        "will hear from me at every step, and you can add to it whenever you like.\n\n"
        f"{name}"
    )
