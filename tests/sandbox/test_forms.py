"""Forms under people's hands: what is kept, what is sent, what an answer does."""

from typing import Any

import pytest

from slackbot.sandbox import SandboxError
from tests.sandbox.little_app import actions, button, field, form, text
from tests.sandbox.scripted import Stage

Json = dict[str, Any]


def option(value: str) -> Json:
    return {"text": text(value), "value": value}


CHOICE = {"type": "static_select", "options": [option("1"), option("2")]}
BOXES = {"type": "checkboxes", "options": [option("1"), option("2")]}


def value_of(stage: Stage, block_id: str = "what") -> object:
    view = stage.asha.view
    assert view is not None
    return view["state"]["values"][block_id]["value"].get("value")


def test_what_was_typed_survives_an_update_and_the_new_initial_value_is_ignored(
    stage: Stage,
) -> None:
    view = stage.show(form(field("what")))
    stage.asha.type("what", "typed")
    new = form(field("what", {"initial_value": "from the app"}))
    stage.client.views_update(view_id=view["id"], view=new)
    assert value_of(stage) == "typed"


def test_another_block_id_starts_anew(stage: Stage) -> None:
    view = stage.show(form(field("what")))
    stage.asha.type("what", "typed")
    new = form(field("what:2", {"initial_value": "from the app"}))
    stage.client.views_update(view_id=view["id"], view=new)
    assert value_of(stage, "what:2") == "from the app"


def test_what_was_typed_survives_an_answer_that_updates(stage: Stage) -> None:
    stage.show(form(field("what")))
    stage.asha.type("what", "typed")
    new = form(field("what", {"initial_value": "new"}), field("more", optional=True))
    stage.reply({"response_action": "update", "view": new})
    stage.asha.submit()
    assert value_of(stage) == "typed"


def test_a_choice_that_is_no_longer_offered_is_dropped(stage: Stage) -> None:
    view = stage.show(form(field("what", CHOICE)))
    stage.asha.type("what", "2")
    fewer = {**CHOICE, "options": [option("1")]}
    stage.client.views_update(view_id=view["id"], view=form(field("what", fewer)))
    assert stage.asha.view is not None
    assert stage.asha.view["state"]["values"]["what"]["value"]["selected_option"] is None


def test_view_closed_carries_no_values(stage: Stage) -> None:
    stage.show(form(field("what"), notify_on_close=True))
    stage.asha.type("what", "typed")
    stage.asha.close()
    closed = stage.app.heard[-1]
    assert closed["type"] == "view_closed"
    assert closed["view"]["state"]["values"] == {}
    assert "typed" not in repr(closed)


def test_view_closed_is_sent_only_where_it_was_asked_for(stage: Stage) -> None:
    stage.show(form())
    before = len(stage.app.heard)
    stage.asha.close()
    assert len(stage.app.heard) == before


def test_closing_everything_says_so(stage: Stage) -> None:
    stage.show(form(notify_on_close=True))
    stage.asha.close(clear=True)
    assert stage.app.heard[-1]["is_cleared"] is True


def test_closing_a_pushed_form_shows_the_one_beneath(stage: Stage) -> None:
    root = stage.show(form())
    stage.asha.type("what", "x")
    stage.reply({"response_action": "push", "view": form(title=text("Second"))})
    stage.asha.submit()
    stage.asha.close()
    assert stage.asha.view is not None
    assert stage.asha.view["id"] == root["id"]


def test_clear_on_close_closes_what_lies_beneath(stage: Stage) -> None:
    stage.show(form())
    stage.asha.type("what", "x")
    stage.reply({"response_action": "push", "view": form(clear_on_close=True)})
    stage.asha.submit()
    stage.asha.close()
    assert stage.asha.views == []


def test_an_empty_answer_closes_the_form(stage: Stage) -> None:
    stage.show(form())
    stage.asha.type("what", "x")
    assert stage.asha.submit().closed is True
    assert stage.asha.view is None


def test_clear_closes_every_form(stage: Stage) -> None:
    stage.show(form())
    stage.asha.type("what", "x")
    stage.reply({"response_action": "push", "view": form()})
    stage.asha.submit()
    stage.asha.type("what", "x")
    stage.reply({"response_action": "clear"})
    stage.asha.submit()
    assert stage.asha.views == []


def test_errors_stand_under_their_fields_and_the_form_stays(stage: Stage) -> None:
    stage.show(form())
    stage.asha.type("what", "x")
    stage.reply({"response_action": "errors", "errors": {"what": "Too short."}})
    assert stage.asha.submit().errors == {"what": "Too short."}
    assert value_of(stage) == "x"


WRONG_ANSWERS: dict[str, Json | str] = {
    "errors on a block that is no input": {
        "response_action": "errors",
        "errors": {"buttons": "No."},
    },
    "errors on a block that is not there": {
        "response_action": "errors",
        "errors": {"nowhere": "No."},
    },
    "no errors": {"response_action": "errors", "errors": {}},
    "an unknown action": {"response_action": "dance"},
    "an unknown action with a view": {"response_action": "dance", "view": form()},
    "a view that Slack refuses": {"response_action": "update", "view": form(title=None)},
    "words": "Thank you",
    "another object": {"text": "Thank you"},
}


@pytest.mark.parametrize("body", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_a_wrong_answer_is_trouble_and_what_was_typed_stays(
    stage: Stage, body: Json | str
) -> None:
    stage.show(form(field("what"), actions(button("more"))))
    stage.asha.type("what", "typed")
    stage.reply(body)
    assert stage.asha.submit().trouble is True
    assert value_of(stage) == "typed"
    assert "trouble connecting" in stage.asha.notices[-1]


def test_another_status_is_trouble_and_the_form_stays(stage: Stage) -> None:
    stage.show(form())
    stage.asha.type("what", "typed")
    stage.reply(None, status=500)
    assert stage.asha.submit().trouble is True
    assert value_of(stage) == "typed"


def test_no_answer_is_trouble_and_the_form_stays(stage: Stage) -> None:
    stage.show(form())
    stage.asha.type("what", "typed")
    stage.app.answer = None
    assert stage.asha.submit().trouble is True
    assert value_of(stage) == "typed"


def test_a_fourth_form_by_answer_is_trouble(stage: Stage) -> None:
    stage.show(form(field("what", optional=True)))
    stage.reply({"response_action": "push", "view": form(field("what", optional=True))})
    told = [stage.asha.submit().trouble for _ in range(3)]
    assert told == [False, False, True]


def test_a_required_field_is_not_sent_empty(stage: Stage) -> None:
    stage.show(form())
    before = len(stage.app.heard)
    assert stage.asha.submit().errors == {"what": "Please complete this required field."}
    assert len(stage.app.heard) == before


def test_a_field_takes_no_more_than_it_says(stage: Stage) -> None:
    stage.show(form(field("what", {"max_length": 3})))
    with pytest.raises(SandboxError, match="at most 3"):
        stage.asha.type("what", "four")


def test_a_value_that_is_not_offered_cannot_be_chosen(stage: Stage) -> None:
    stage.show(form(field("what", CHOICE)))
    with pytest.raises(SandboxError, match="not among the options"):
        stage.asha.type("what", "3")


def test_a_field_that_is_not_shown_cannot_be_filled(stage: Stage) -> None:
    stage.show(form())
    with pytest.raises(SandboxError, match="no field"):
        stage.asha.type("hidden", "x")


def test_empty_fields_are_sent_as_empty(stage: Stage) -> None:
    stage.show(form(field("what", optional=True), field("boxes", BOXES, optional=True)))
    stage.asha.submit()
    values = stage.app.heard[-1]["view"]["state"]["values"]
    assert values["what"]["value"] == {"type": "plain_text_input", "value": None}
    assert values["boxes"]["value"] == {"type": "checkboxes", "selected_options": []}


def test_a_choice_without_dispatch_says_nothing_yet(stage: Stage) -> None:
    stage.show(form(field("what", CHOICE)))
    before = len(stage.app.heard)
    stage.asha.type("what", "1")
    assert len(stage.app.heard) == before


def test_a_field_without_dispatch_cannot_be_made_to_speak(stage: Stage) -> None:
    stage.show(form(field("what", CHOICE)))
    with pytest.raises(SandboxError, match="tells the app nothing"):
        stage.asha.choose("value", "1")


def test_a_choice_with_dispatch_tells_the_app_with_all_that_was_typed(stage: Stage) -> None:
    stage.show(form(field("words"), field("what", CHOICE, dispatch_action=True)))
    stage.asha.type("words", "typed")
    stage.asha.type("what", "1")
    told = stage.app.heard[-1]
    assert told["actions"][0]["selected_option"]["value"] == "1"
    assert told["view"]["state"]["values"]["words"]["value"]["value"] == "typed"


def test_a_press_that_is_not_acknowledged_is_shown_as_trouble(stage: Stage) -> None:
    stage.show(form(actions(button("more")), submit=None))
    stage.app.answer = None
    assert stage.asha.press("more").trouble is True


def test_two_buttons_of_one_name_are_told_apart_by_their_value(stage: Stage) -> None:
    both = [
        actions(button("open", value="1"), block_id="one"),
        actions(button("open", value="2"), block_id="two"),
    ]
    stage.show(form(*both, submit=None))
    with pytest.raises(SandboxError, match="2 things named open"):
        stage.asha.press("open")
    stage.asha.press("open", value="2")
    assert stage.app.heard[-1]["actions"][0]["block_id"] == "two"


def test_a_press_in_a_form_brings_no_response_address(stage: Stage) -> None:
    stage.show(form(actions(button("more")), submit=None))
    stage.asha.press("more")
    assert "response_url" not in stage.app.heard[-1]
