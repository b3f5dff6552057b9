"""What stands before each answer when it is read again: by whom gave it, or by the team."""

OWN: dict[str, str] = {
    "directed": "Directed at",
    "kinds": "What kind of conduct",
    "platform": "Where",
    "place": "Place",
    "part": "A post; the person complained of",
    "happened_on": "When",
    "happened_over": "Over what time",
    "wish": "The General Secretary",
    "raised_on": "You raised it on",
    "raised_reference": "The General Secretary's reference",
    "hope": "What you hope for",
    "reach": "Another way to reach you",
    "dm_choice": "What a message to you may say",
    "consent": "To",
    "respondent": "Person complained of",
    "link": "Link",
}
"""Read by the reporter, or by the agent who sent it."""

TEAM: dict[str, str] = OWN | {
    "kinds": "Kinds",
    "part": "A post; the respondent",
    "raised_on": "Raised by the reporter on",
    "hope": "Hopes for",
    "reach": "Another way to reach them",
    "dm_choice": "What a message to them may say",
    "respondent": "Respondent",
}
"""Read by caseworkers, in the words of the field."""
