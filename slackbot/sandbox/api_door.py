"""The door for the app's own requests: the Web API and the response addresses."""

import asyncio
import json
from dataclasses import dataclass

from aiohttp import web

from slackbot.sandbox import methods
from slackbot.sandbox.faults import Fault
from slackbot.sandbox.response_urls import ResponseUrls
from slackbot.sandbox.shapes import Json, RefusalError
from slackbot.sandbox.webapi import METHODS, Api, call, remember

__all__ = ["ApiDoor", "methods"]


@dataclass
class ApiDoor:
    """Answers the app's requests, and fails where a test asked for it."""

    api: Api
    urls: ResponseUrls

    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return [
            web.route("*", "/api/{method:.+}", self.answer_call),
            web.post("/respond/{token}", self.answer_url),
            web.get("/link/", self.api.socket.serve),
        ]

    async def answer_call(self, request: web.Request) -> web.StreamResponse:
        """One Web API call."""
        name = request.match_info["method"]
        try:
            args = await _read(request)
        except ValueError:
            return self._respond(name, {"ok": False, "error": "invalid_json"})
        token = _token(request, args)
        fault = self.api.world.faults.take(name, args)
        if fault is not None and not fault.happens:
            return await self._fail(request, name, args, fault)
        answer = call(self.api, name, token, args)
        response = self._respond(name, answer)
        if fault is not None:
            return await _spoil(request, response, fault)
        return response

    def _respond(self, name: str, answer: Json) -> web.Response:
        method = METHODS.known.get(name)
        headers = {"X-OAuth-Scopes": ",".join(self.api.world.app.scopes)}
        if method is not None and method.scopes:
            headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        return web.json_response(answer, headers=headers)

    async def _fail(
        self, request: web.Request, name: str, args: Json, fault: Fault
    ) -> web.StreamResponse:
        code = fault.code or fault.kind
        remember(self.api.world, name, args, {"ok": False, "error": code})
        if fault.kind == "rate_limited":
            body = {"ok": False, "error": "ratelimited"}
            after = {"Retry-After": str(int(fault.number))}
            return web.json_response(body, status=429, headers=after)
        if fault.kind == "status":
            return web.Response(status=int(fault.number), text="upstream trouble")
        if fault.kind == "error":
            return self._respond(name, {"ok": False, "error": fault.code})
        return await _spoil(request, web.Response(), fault)

    async def answer_url(self, request: web.Request) -> web.StreamResponse:
        """One use of a response address."""
        try:
            body = await _read(request)
            fault = self.api.world.faults.take("response_url", body)
            if fault is not None and not fault.happens:
                return await self._fail(request, "response_url", body, fault)
            self.urls.use(request.match_info["token"], body)
        except RefusalError as no:
            answer = {"ok": False, "error": no.code, **no.extra}
            remember(self.api.world, "response_url", body, answer)
            return web.json_response(answer, status=404 if no.code.endswith("_url") else 400)
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        remember(self.api.world, "response_url", body, {"ok": True})
        said = web.Response(text="ok")
        return said if fault is None else await _spoil(request, said, fault)


async def _read(request: web.Request) -> Json:
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return {**request.query, **body}
    form = await request.post()
    return {**request.query, **{k: v for k, v in form.items() if isinstance(v, str)}}


def _token(request: web.Request, args: Json) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme == "Bearer" else str(args.get("token") or "")


async def _spoil(
    request: web.Request, response: web.Response, fault: Fault
) -> web.StreamResponse:
    if fault.kind == "slow":
        await asyncio.sleep(fault.number)
        return response
    if fault.kind == "silence":
        await asyncio.Event().wait()  # until whoever asked gives up, or we stop
    if fault.kind == "drip":
        return await _drip(request, response, fault.number)
    _cut(request)
    return response


async def _drip(
    request: web.Request, response: web.Response, every: float
) -> web.StreamResponse:
    body = response.body if isinstance(response.body, bytes) else b""
    dripping = web.StreamResponse(headers={"Content-Type": "application/json"})
    dripping.content_length = len(body)
    await dripping.prepare(request)
    for byte in body:
        await dripping.write(bytes([byte]))
        await asyncio.sleep(every)
    return dripping


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
