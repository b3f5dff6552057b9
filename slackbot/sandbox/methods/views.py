"""Opening, pushing, changing and publishing what a person sees of the app."""

from slackbot.sandbox.block_rules import check_view
from slackbot.sandbox.modals import View
from slackbot.sandbox.shapes import Json, RefusalError, bad_arguments
from slackbot.sandbox.triggers import Trigger
from slackbot.sandbox.webapi import METHODS, Api, Args


@METHODS.add("views.open")
def views_open(api: Api, args: Args) -> Json:
    """Open a form before the person whose trigger this is."""
    spec = _spec(args, "modal")
    trigger = _exchange(api, args)
    if trigger.view_id and api.world.modals.stack(trigger.member_id):
        return _shown(api, api.world.modals.push(trigger.member_id, spec))
    return _shown(api, api.world.modals.open(trigger.member_id, spec))


@METHODS.add("views.push")
def views_push(api: Api, args: Args) -> Json:
    """Open a form on top of the one in which the person acted."""
    spec = _spec(args, "modal")
    trigger = _exchange(api, args)
    if not trigger.view_id:
        raise RefusalError("not_found")
    return _shown(api, api.world.modals.push(trigger.member_id, spec))


@METHODS.add("views.update")
def views_update(api: Api, args: Args) -> Json:
    """Show something else in an open form."""
    ids = args.text("view_id"), args.text("external_id")
    if not any(ids):
        raise bad_arguments("missing required field: view_id or external_id")
    view = api.world.modals.find(*ids)
    if view is None:
        raise RefusalError("not_found")
    spec = _spec(args, view.spec["type"])
    return _shown(api, api.world.modals.update(view, spec, args.text("hash")))


@METHODS.add("views.publish")
def views_publish(api: Api, args: Args) -> Json:
    """Show a person's Home tab."""
    if not api.world.app.home_enabled:
        raise RefusalError("not_enabled")
    spec = _spec(args, "home")
    member = api.world.members.get(args.required("user_id"))
    if member is None or member.bot:
        raise bad_arguments("invalid user_id")
    view = api.world.modals.publish(member.id, spec, args.text("hash"))
    return _shown(api, view, "home")


def _spec(args: Args, kind: str) -> Json:
    spec = args.structure("view")
    check_view(spec, kind)
    checked: Json = spec
    return checked


def _exchange(api: Api, args: Args) -> Trigger:
    return api.world.triggers.exchange(args.required("trigger_id"))


def _shown(api: Api, view: View, kind: str = "view") -> Json:
    api.world.note_view(kind, view)
    return {"view": api.world.modals.as_slack(view)}
