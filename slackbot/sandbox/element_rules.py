"""What Slack accepts as a button, a select, a field (docs.slack.dev/reference/block-kit)."""

import re

from slackbot.sandbox.measures import Findings
from slackbot.sandbox.shapes import Json

_SELECT = "placeholder confirm focus_on_load"
_TYPED = "placeholder initial_value focus_on_load dispatch_action_config"
# Each element: what it must have, and what it may have, beside type and action_id.
SHAPES: dict[str, tuple[str, str]] = {
    "button": ("text", "url value style confirm accessibility_label"),
    "overflow": ("options", "confirm"),
    "static_select": ("", f"{_SELECT} options option_groups initial_option"),
    "multi_static_select": (
        "",
        f"{_SELECT} options option_groups initial_options max_selected_items",
    ),
    "users_select": ("", f"{_SELECT} initial_user"),
    "multi_users_select": ("", f"{_SELECT} initial_users max_selected_items"),
    "conversations_select": (
        "",
        f"{_SELECT} initial_conversation default_to_current_conversation filter",
    ),
    "channels_select": ("", f"{_SELECT} initial_channel"),
    "checkboxes": ("options", "initial_options confirm focus_on_load"),
    "radio_buttons": ("options", "initial_option confirm focus_on_load"),
    "datepicker": ("", f"{_SELECT} initial_date"),
    "timepicker": ("", f"{_SELECT} initial_time timezone"),
    "datetimepicker": ("", "initial_date_time confirm focus_on_load"),
    "plain_text_input": ("", f"{_TYPED} multiline min_length max_length"),
    "url_text_input": ("", _TYPED),
    "email_text_input": ("", _TYPED),
    "number_input": ("is_decimal_allowed", f"{_TYPED} min_value max_value"),
    "rich_text_input": ("", _TYPED),
    "file_input": ("", "filetypes max_files"),
    "image": ("alt_text", "image_url slack_file"),
}
_TYPED_IN = {"plain_text_input", "url_text_input", "email_text_input", "number_input"}
_FILES = {"rich_text_input", "file_input"}
# Where each block takes which elements.
IN_INPUT = set(SHAPES) - {"button", "overflow", "image"}
IN_ACTIONS = set(SHAPES) - _TYPED_IN - {"image", "file_input"}
IN_SECTION = set(SHAPES) - _TYPED_IN - _FILES - {"datetimepicker"}
_MODAL_ONLY = {"url_text_input", "email_text_input", "number_input", "file_input"}
_NOT_IN_MESSAGES = {"rich_text_input"}
_NOT_ON_HOME = {"datetimepicker"}
_MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}


def check_element(say: Findings, element: object, at: str, allowed: set[str]) -> None:
    """Note what Slack would refuse of this element in this place."""
    if not isinstance(element, dict):
        say.say("must be an object", at)
        return
    kind = element.get("type")
    if kind not in allowed or kind not in _here(say.surface):
        say.say(f"unsupported type: {kind}", at)
        return
    needed, may = SHAPES[kind]
    named = "" if kind == "image" else "action_id"
    if say.keys(element, f"{may} {named}".split(), ["type", *needed.split()], at):
        _check_parts(say, element, at)


def _here(surface: str) -> set[str]:
    if surface == "modal":
        return set(SHAPES)
    barred = _NOT_IN_MESSAGES if surface == "message" else _NOT_ON_HOME
    return set(SHAPES) - _MODAL_ONLY - barred


def _check_parts(say: Findings, element: Json, at: str) -> None:
    kind = element["type"]
    say.string(element, "action_id", 255, at, least=1)
    say.flags(element, ("focus_on_load", "multiline", "is_decimal_allowed"), at)
    if "placeholder" in element:
        say.text(element["placeholder"], f"{at}/placeholder", 150, plain=True)
    if "confirm" in element:
        _check_confirm(say, element["confirm"], f"{at}/confirm")
    if kind == "button":
        _check_button(say, element, at)
    elif kind == "image":
        say.string(element, "alt_text", 2000, at, least=1)
        say.string(element, "image_url", 3000, at, least=1)
    elif kind in _TYPED_IN:
        _check_typed(say, element, at)
    elif kind in ("datepicker", "timepicker"):
        _check_moment(say, element, at)
    elif {"options", "option_groups"} & set(SHAPES[kind][0].split() + SHAPES[kind][1].split()):
        _check_options(say, element, at)
    elif kind == "file_input":
        say.number(element, "max_files", 1, 10, at)


def _check_button(say: Findings, button: Json, at: str) -> None:
    say.text(button["text"], f"{at}/text", 75, plain=True)
    say.string(button, "value", 2000, at)
    say.string(button, "url", 3000, at, least=1)
    say.string(button, "accessibility_label", 75, at, least=1)
    say.one_of(button, "style", ("primary", "danger"), at)


def _check_typed(say: Findings, typed: Json, at: str) -> None:
    most = typed.get("max_length", 3000)
    say.number(typed, "min_length", 0, 3000, at)
    if "max_length" in typed:
        say.number(typed, "max_length", 1, 3000, at)
    if isinstance(most, int):
        say.string(typed, "initial_value", most, at)
    if "dispatch_action_config" in typed:
        config = typed["dispatch_action_config"]
        on = config.get("trigger_actions_on", []) if isinstance(config, dict) else [None]
        if not set(on) <= {"on_enter_pressed", "on_character_entered"}:
            say.say("must be a valid enum value", f"{at}/dispatch_action_config")


def _check_moment(say: Findings, picker: Json, at: str) -> None:
    shapes = {
        "initial_date": r"\d{4}-\d\d-\d\d",
        "initial_time": r"([01]\d|2[0-3]):[0-5]\d",
    }
    for name, shape in shapes.items():
        if name in picker and not re.fullmatch(shape, str(picker[name])):
            say.say("must match the pattern of a date or time", f"{at}/{name}")


def _check_options(say: Findings, chooser: Json, at: str) -> None:
    if ("options" in chooser) == ("option_groups" in chooser):
        say.say("must define either `options` or `option_groups`, not both", at)
        return
    most = _MOST_OPTIONS.get(chooser["type"], 100)
    if "options" in chooser:
        offered = _check_list(say, chooser["options"], most, f"{at}/options", chooser["type"])
    else:
        offered = _check_groups(say, chooser["option_groups"], f"{at}/option_groups")
    say.unique((str(o.get("value")) for o in offered), "value", at)
    _check_initial(say, chooser, offered, at)


def _check_groups(say: Findings, value: object, at: str) -> list[Json]:
    offered: list[Json] = []
    for n, group in enumerate(say.items(value, 100, at)):
        if say.keys(group, (), ("label", "options"), f"{at}/{n}"):
            say.text(group["label"], f"{at}/{n}/label", 75, plain=True)
            where = f"{at}/{n}/options"
            offered += _check_list(say, group["options"], 100, where, "static_select")
    return offered


def _check_list(say: Findings, value: object, most: int, at: str, kind: str) -> list[Json]:
    rich = kind in ("checkboxes", "radio_buttons")
    offered = say.items(value, most, at)
    for n, option in enumerate(offered):
        where = f"{at}/{n}"
        may = ("description", "url") if kind == "overflow" else ("description",)
        if not say.keys(option, may, ("text", "value"), where):
            continue
        say.text(option["text"], f"{where}/text", 75, plain=not rich)
        say.string(option, "value", 150, where, least=1)
        if "description" in option:
            say.text(option["description"], f"{where}/description", 75, plain=not rich)
    return offered


def _check_initial(say: Findings, chooser: Json, offered: list[Json], at: str) -> None:
    if "initial_option" in chooser and chooser["initial_option"] not in offered:
        say.say("must be one of the options", f"{at}/initial_option")
    if "initial_options" in chooser:
        chosen = say.items(chooser["initial_options"], 100, f"{at}/initial_options")
        if any(option not in offered for option in chosen):
            say.say("must be one of the options", f"{at}/initial_options")
    if "max_selected_items" in chooser:
        say.number(chooser, "max_selected_items", 1, 100, at)


def _check_confirm(say: Findings, confirm: object, at: str) -> None:
    if not isinstance(confirm, dict):
        say.say("must be an object", at)
        return
    if say.keys(confirm, ("style", "confirm", "deny"), ("title", "text"), at):
        say.text(confirm["title"], f"{at}/title", 100, plain=True)
        say.text(confirm["text"], f"{at}/text", 300)
        for name in ("confirm", "deny"):
            if name in confirm:
                say.text(confirm[name], f"{at}/{name}", 30, plain=True)
