"""The page's own interface: what a person sees, and what their hands do."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from slackbot.sandbox.deeds import Deeds
from slackbot.sandbox.eyes import Eyes
from slackbot.sandbox.faults import Fault
from slackbot.sandbox.shapes import Json, SandboxError

if TYPE_CHECKING:
    from slackbot.sandbox.box import Sandbox

PAGE = Path(__file__).parent / "page"
LOCAL = ("127.0.0.1", "localhost")


class Control:
    """Serves the page. Only this computer's own pages may use it."""

    def __init__(self, box: "Sandbox") -> None:
        self._box = box
        self._eyes = Eyes(box.hands, "http" if box.events_url else "socket")
        self._deeds = Deeds(box.hands)

    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return [
            web.get("/", self._page),
            web.get("/page/{file}", self._page),
            web.get("/ui/workspace", self._workspace),
            web.get("/ui/see", self._see),
            web.get("/ui/changes", self._changes),
            web.get("/ui/traffic", self._traffic),
            web.post("/ui/do", self._do),
            web.post("/ui/faults", self._fail),
        ]

    async def _page(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        path = PAGE / request.match_info.get("file", "index.html")
        if path.parent != PAGE or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-store"})

    async def _workspace(self, request: web.Request) -> web.Response:
        self._check(request)
        return web.json_response(self._eyes.workspace())

    async def _see(self, request: web.Request) -> web.Response:
        self._check(request)
        try:
            return web.json_response(self._eyes.see(request.query.get("as", "")))
        except SandboxError as no:
            raise web.HTTPBadRequest(text=str(no)) from no

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        stream = web.StreamResponse(headers=headers)
        await stream.prepare(request)
        told = -1
        try:
            while request.transport is not None and not request.transport.is_closing():
                if self._box.world.version != told:
                    told = self._box.world.version
                    line = json.dumps({"version": told})
                    await stream.write(f"data: {line}\n\n".encode())
                await asyncio.sleep(0.03)
        except ConnectionError:
            return stream  # the page was closed
        return stream

    async def _traffic(self, request: web.Request) -> web.Response:
        self._check(request)
        after = request.query.get("after", "0")
        if not after.isdigit():
            raise web.HTTPBadRequest(text="after: a number")
        return web.json_response({"rows": self._box.world.traffic[int(after) :]})

    async def _do(self, request: web.Request) -> web.Response:
        order = await self._order(request)
        try:
            return web.json_response({"ok": True, **await self._deeds.do(order)})
        except SandboxError as no:
            return web.json_response({"ok": False, "error": str(no)})
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise web.HTTPBadRequest(text="that is not something to do") from wrong

    async def _fail(self, request: web.Request) -> web.Response:
        order = await self._order(request)
        faults = {
            "rate_limited": Fault.rate_limited(2),
            "500": Fault.status(500),
            "silence": Fault.silence(),
            "drip": Fault.drip(),
            "cut": Fault.cut(),
            "deliver_then_cut": Fault.deliver_then_cut(),
        }
        if order.get("fault") == "none":
            self._box.faults.clear(order.get("method"))
            return web.json_response({"ok": True})
        try:
            fault = faults[order["fault"]]
            self._box.faults.next(str(order["method"]), fault, int(order.get("times", 1)))
        except (KeyError, TypeError, ValueError) as wrong:
            raise web.HTTPBadRequest(text="no such fault") from wrong
        return web.json_response({"ok": True, "fault": asdict(fault)})

    async def _order(self, request: web.Request) -> Json:
        self._check(request)
        if request.content_type != "application/json":
            raise web.HTTPBadRequest(text="Content-Type: application/json")
        try:
            order = await request.json()
        except ValueError as wrong:
            raise web.HTTPBadRequest(text="not JSON") from wrong
        if not isinstance(order, dict):
            raise web.HTTPBadRequest(text="not an object")
        return order

    def _check(self, request: web.Request) -> None:
        # A page from elsewhere, or a name that someone points at us, must not drive it.
        if request.host not in {f"{name}:{self._box.port}" for name in LOCAL}:
            raise web.HTTPForbidden(text="only from this computer")
