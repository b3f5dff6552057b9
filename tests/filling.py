"""Filling in a form as Slack's client does: what comes back has the shapes of Slack's own."""

from typing import Any

from slackbot.blocks.parts import Element, Option, View


def fill(view: View, /, **answers: Any) -> View:
    """Return the view as a submission has it; what is not named keeps its initial answer.

    A name is a block_id; where that has a colon, write two underscores.
    """
    given = {name.replace("__", ":"): value for name, value in answers.items()}
    inputs = {each["block_id"]: each["element"] for each in questions(view)}
    assert given.keys() <= inputs.keys(), given.keys() - inputs.keys()
    values = {
        block_id: {block_id: _state(element, given.get(block_id, ...))}
        for block_id, element in inputs.items()
    }
    return {**view, "id": "V1", "hash": "1.a", "state": {"values": values}}


def questions(view: View) -> list[dict[str, Any]]:
    """Return the input blocks."""
    return [each for each in view["blocks"] if each["type"] == "input"]


def texts(view: View) -> str:
    """Return every text that stands in the view, line by line."""
    found: list[str] = []

    def walk(part: object) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(view["blocks"])
    return "\n".join(found)


def options(element: Element) -> list[Option]:
    """Return what a list offers, in whatever groups."""
    groups = element.get("option_groups", [element])
    return [each for group in groups for each in group["options"]]


def _state(element: Element, given: Any) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            value = element.get("initial_value") if given is ... else given
            return {"type": kind, "value": value}
        case "radio_buttons" | "static_select":
            chosen = element.get("initial_option") if given is ... else _chosen(element, given)
            return {"type": kind, "selected_option": chosen}
        case "checkboxes" | "multi_static_select":
            ticked = element.get("initial_options", []) if given is ... else None
            if ticked is None:
                ticked = [_chosen(element, each) for each in given]
            return {"type": kind, "selected_options": ticked}
        case "users_select":
            return {"type": kind, "selected_user": None if given is ... else given}
        case "datepicker":
            day = element.get("initial_date") if given is ... else str(given)
            return {"type": kind, "selected_date": day}
    raise AssertionError(kind)


def _chosen(element: Element, value: str) -> Option:
    offered = {each["value"]: each for each in options(element)}
    return offered.get(value, {"text": {"type": "plain_text", "text": "?"}, "value": value})
