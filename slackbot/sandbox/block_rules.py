"""What Slack accepts as the blocks of a message, a form or a Home tab, and what it answers."""

import json

from slackbot.sandbox.element_rules import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
)
from slackbot.sandbox.form_state import elements
from slackbot.sandbox.measures import Findings
from slackbot.sandbox.shapes import Json, RefusalError, bad_arguments

# Each block: what it must have, and what it may have, beside type and block_id. Slack has more
# kinds of block; the app uses none of them, and what is not checked here is not let in.
SHAPES: dict[str, tuple[str, str]] = {
    "section": ("", "text fields accessory expand"),
    "header": ("text", ""),
    "divider": ("", ""),
    "context": ("elements", ""),
    "actions": ("elements", ""),
    "image": ("alt_text", "image_url slack_file title"),
    "input": ("label element", "dispatch_action hint optional"),
    "rich_text": ("elements", ""),
    "alert": ("text", "level"),
    "markdown": ("text", ""),
}
ONLY_ON = {"alert": {"modal"}, "markdown": {"message"}}  # docs.slack.dev/blocks.json
MOST = {"message": 50, "modal": 100, "home": 100}
# Undocumented: slackapi/bolt-js issue 2509.
MOST_CHARACTERS = 13_200
LARGEST_VIEW = 250_000  # bytes
_VIEW_KEYS = "private_metadata callback_id external_id"
_MODAL_KEYS = f"{_VIEW_KEYS} close submit clear_on_close notify_on_close"


def check_blocks(blocks: object, surface: str) -> None:
    """Let blocks of a message pass; RefusalError with `invalid_blocks` otherwise."""
    if not isinstance(blocks, list):
        raise RefusalError("invalid_blocks_format")
    say = Findings(surface)
    _check_list(say, blocks, "/blocks")
    if say.found:
        raise bad_arguments(*say.found, code="invalid_blocks")
    if sum(_characters(b) for b in blocks) > MOST_CHARACTERS:
        raise RefusalError("msg_blocks_too_long")


def check_view(view: object, kind: str) -> None:
    """Let a form or a Home tab pass; RefusalError with `invalid_arguments` otherwise."""
    if not isinstance(view, dict):
        raise bad_arguments("missing required field: view")
    if len(json.dumps(view).encode()) > LARGEST_VIEW:
        raise RefusalError("view_too_large")
    say = Findings(kind)
    _check_frame(say, view, kind)
    _check_list(say, view.get("blocks"), "/view/blocks")
    blocks = view.get("blocks") or []
    if not say.found and kind == "modal" and "submit" not in view and _has_input(blocks):
        say.say("`submit` is required when an input block is in `blocks`", "/view")
    if say.found:
        first = "failed to match all allowed schemas [json-pointer:/view]"
        raise bad_arguments(first, *say.found)


def _check_frame(say: Findings, view: Json, kind: str) -> None:
    modal = kind == "modal"
    needed = ("type", "title", "blocks") if modal else ("type", "blocks")
    say.keys(view, (_MODAL_KEYS if modal else _VIEW_KEYS).split(), needed, "/view")
    if view.get("type") != kind:
        say.say(f"must be equal to {kind}", "/view/type")
    for name in ("title", "submit", "close"):
        if modal and name in view:
            say.text(view[name], f"/view/{name}", 24, plain=True)
    say.string(view, "private_metadata", 3000, "/view")
    say.string(view, "callback_id", 255, "/view")
    say.string(view, "external_id", 255, "/view")
    say.flags(view, ("clear_on_close", "notify_on_close"), "/view")


def _check_list(say: Findings, value: object, at: str) -> None:
    blocks = say.items(value, MOST[say.surface], at, least=0)
    for n, block in enumerate(blocks):
        _check_block(say, block, f"{at}/{n}")
    say.unique((str(b["block_id"]) for b in blocks if "block_id" in b), "block_id", at)
    if not say.found:
        focused = [e for _, e in elements(blocks) if e.get("focus_on_load")]
        if len(focused) > 1:
            say.say("only one element may have `focus_on_load`", at)


def _check_block(say: Findings, block: Json, at: str) -> None:
    kind = block.get("type", "")
    if kind not in SHAPES or say.surface not in ONLY_ON.get(kind, {say.surface}):
        say.say(f"unsupported type: {kind}", at)
        return
    needed, may = SHAPES[kind]
    if not say.keys(block, ["block_id", *may.split()], ["type", *needed.split()], at):
        return
    say.string(block, "block_id", 255, at, least=1)
    checks = {
        "section": _check_section,
        "context": _check_context,
        "actions": _check_actions,
        "input": _check_input,
        "image": _check_image,
        "alert": _check_alert,
    }
    if kind in checks:
        checks[kind](say, block, at)
    elif kind == "header":
        say.text(block["text"], f"{at}/text", 150, plain=True)
    elif kind == "markdown":
        say.string(block, "text", 12_000, at, least=1)


def _check_section(say: Findings, block: Json, at: str) -> None:
    if not {"text", "fields"} & set(block):
        say.say("must define either `text` or `fields`", at)
    if "text" in block:
        say.text(block["text"], f"{at}/text")
    if "fields" in block:
        for n, one in enumerate(say.items(block["fields"], 10, f"{at}/fields")):
            say.text(one, f"{at}/fields/{n}", 2000)
    if "accessory" in block:
        check_element(say, block["accessory"], f"{at}/accessory", IN_SECTION)


def _check_context(say: Findings, block: Json, at: str) -> None:
    for n, part in enumerate(say.items(block["elements"], 10, f"{at}/elements")):
        where = f"{at}/elements/{n}"
        if part.get("type") == "image":
            check_element(say, part, where, {"image"})
        else:
            say.text(part, where)


def _check_actions(say: Findings, block: Json, at: str) -> None:
    parts = say.items(block["elements"], 25, f"{at}/elements")
    for n, part in enumerate(parts):
        check_element(say, part, f"{at}/elements/{n}", IN_ACTIONS)
    names = (str(p["action_id"]) for p in parts if "action_id" in p)
    say.unique(names, "action_id", f"{at}/elements")


def _check_input(say: Findings, block: Json, at: str) -> None:
    say.text(block["label"], f"{at}/label", 2000, plain=True)
    if "hint" in block:
        say.text(block["hint"], f"{at}/hint", 2000, plain=True)
    say.flags(block, ("optional", "dispatch_action"), at)
    check_element(say, block["element"], f"{at}/element", IN_INPUT)


def _check_image(say: Findings, block: Json, at: str) -> None:
    if ("image_url" in block) == ("slack_file" in block):
        say.say("must define either `image_url` or `slack_file`", at)
    say.string(block, "image_url", 3000, at, least=1)
    say.string(block, "alt_text", 2000, at, least=1)
    if "title" in block:
        say.text(block["title"], f"{at}/title", 2000, plain=True)


def _check_alert(say: Findings, block: Json, at: str) -> None:
    say.text(block["text"], f"{at}/text", 200)
    say.one_of(block, "level", ("default", "info", "warning", "error", "success"), at)


def _has_input(blocks: list[Json]) -> bool:
    return any(b.get("type") == "input" for b in blocks)


def _characters(thing: object) -> int:
    if isinstance(thing, dict):
        own = len(thing["text"]) if isinstance(thing.get("text"), str) else 0
        return own + sum(_characters(v) for v in thing.values())
    return sum(_characters(x) for x in thing) if isinstance(thing, list) else 0
