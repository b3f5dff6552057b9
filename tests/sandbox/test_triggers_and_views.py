"""Triggers, stacks of forms, hashes: what `views.*` refuses."""

from typing import Any

from tests.sandbox.little_app import actions, button, field, form, text
from tests.sandbox.scripted import Stage, reasons, refused

Json = dict[str, Any]
HOME: Json = {"type": "home", "blocks": [actions(button("report"))]}


def trigger(stage: Stage) -> str:
    """What Asha's command brought along."""
    stage.asha.command("/form")
    return str(stage.app.heard[-1]["trigger_id"])


def pressed(stage: Stage, action_id: str = "more") -> str:
    """What Asha's press in the form in front brought along."""
    stage.asha.press(action_id)
    return str(stage.app.heard[-1]["trigger_id"])


WITH_BUTTON = form(field("what"), actions(button("more")))


def test_a_trigger_dies_after_three_seconds(stage: Stage) -> None:
    old = trigger(stage)
    stage.box.pass_time(3.1)
    args = {"trigger_id": old, "view": form()}
    assert refused(stage.client.views_open, **args) == "expired_trigger_id"


def test_a_trigger_works_once(stage: Stage) -> None:
    once = trigger(stage)
    stage.client.views_open(trigger_id=once, view=form())
    args = {"trigger_id": once, "view": form()}
    assert refused(stage.client.views_open, **args) == "exchanged_trigger_id"


def test_an_invented_trigger_is_refused(stage: Stage) -> None:
    args = {"trigger_id": "1.2.abc", "view": form()}
    assert refused(stage.client.views_open, **args) == "invalid_trigger_id"


def test_a_refused_view_leaves_the_trigger_for_another_try(stage: Stage) -> None:
    once = trigger(stage)
    stage_says = reasons(stage.client.views_open, trigger_id=once, view=form(title=None))
    assert any("title" in said for said in stage_says)
    assert stage.client.views_open(trigger_id=once, view=form())["ok"]


def test_a_form_opens_before_whoever_acted(stage: Stage) -> None:
    stage.client.views_open(trigger_id=trigger(stage), view=form())
    assert stage.asha.view is not None
    assert stage.ben.view is None


def test_the_stack_holds_three_forms(stage: Stage) -> None:
    stage.show(WITH_BUTTON)
    for _ in range(2):
        stage.client.views_push(trigger_id=pressed(stage), view=WITH_BUTTON)
    args = {"trigger_id": pressed(stage), "view": WITH_BUTTON}
    assert refused(stage.client.views_push, **args) == "push_limit_reached"
    assert len(stage.asha.views) == 3


def test_a_pushed_form_knows_what_lies_beneath(stage: Stage) -> None:
    root = stage.show(WITH_BUTTON)
    pushed = stage.client.views_push(trigger_id=pressed(stage), view=form())["view"]
    assert pushed["root_view_id"] == pushed["previous_view_id"] == root["id"]


def test_pushing_wants_a_trigger_from_a_form(stage: Stage) -> None:
    stage.show(form())
    args = {"trigger_id": trigger(stage), "view": form()}
    assert refused(stage.client.views_push, **args) == "not_found"
    assert len(stage.asha.views) == 1


def test_an_update_with_an_old_hash_is_refused(stage: Stage) -> None:
    view = stage.show(form())
    args = {"view_id": view["id"], "hash": view["hash"], "view": form()}
    stage.client.views_update(**args)
    assert refused(stage.client.views_update, **args) == "hash_conflict"


def test_publishing_with_an_old_hash_is_refused(stage: Stage) -> None:
    first = stage.client.views_publish(user_id="UASHA", view=HOME)["view"]
    args = {"user_id": "UASHA", "view": HOME, "hash": first["hash"]}
    stage.client.views_publish(**args)
    assert refused(stage.client.views_publish, **args) == "hash_conflict"


def test_a_closed_form_cannot_be_updated(stage: Stage) -> None:
    view = stage.show(form())
    stage.asha.close()
    args = {"view_id": view["id"], "view": form()}
    assert refused(stage.client.views_update, **args) == "not_found"


def test_an_update_names_the_form(stage: Stage) -> None:
    assert refused(
        stage.client.api_call, api_method="views.update", json={"view": form()}
    ) == ("invalid_arguments")


def test_an_external_id_is_used_once(stage: Stage) -> None:
    stage.show(form(external_id="one"))
    stage.ben.command("/form")
    args = {"trigger_id": stage.app.heard[-1]["trigger_id"], "view": form(external_id="one")}
    assert refused(stage.client.views_open, **args) == "duplicate_external_id"


def test_an_external_id_finds_the_form(stage: Stage) -> None:
    stage.show(form(external_id="one"))
    stage.client.views_update(external_id="one", view=form(title=text("Other")))
    assert stage.asha.view is not None
    assert stage.asha.view["title"]["text"] == "Other"


def test_home_is_one_persons(stage: Stage) -> None:
    stage.client.views_publish(user_id="UASHA", view=HOME)
    assert stage.asha.home is not None
    assert stage.ben.home is None


def test_home_is_published_to_members_only(stage: Stage) -> None:
    args = {"user_id": "UNOBODY", "view": HOME}
    assert refused(stage.client.views_publish, **args) == "invalid_arguments"


def test_the_answer_carries_no_values(stage: Stage) -> None:
    view = stage.show(form(field("what", {"initial_value": "secret"})))
    opened = next(c for c in stage.box.world.traffic if c["kind"] == "views.open")
    assert view["state"]["values"]["what"]["value"]["value"] == "secret"
    assert opened["answer"]["view"]["state"]["values"] == {}
