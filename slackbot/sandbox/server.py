"""A web server in a thread of its own, with an event loop of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

from aiohttp import web

from slackbot.sandbox.shapes import SandboxError

T = TypeVar("T")
LARGEST_REQUEST = 4 * 1024 * 1024  # bytes
PATIENCE = 60  # seconds that another thread waits for the loop


class Server:
    """Serves routes on one port; other threads reach its loop through `do` and `see`."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop; SandboxError if it does not run."""
        if self._loop is None:
            raise SandboxError("the local workspace is not running")
        return self._loop

    def start(self, routes: Iterable[web.RouteDef]) -> None:
        """Return when it listens; OSError if the port is taken."""
        loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(loop,), name="sandbox", daemon=True)
        self._thread.start()
        self._loop = loop
        try:
            self.do(self._listen(routes))
        except OSError:
            self.do(self._runner.cleanup())
            self._end()
            raise

    def stop(self, before: Callable[[], Awaitable[None]]) -> None:
        """Do this, then leave nothing running."""
        if self._loop is not None:
            self.do(self._close(before))
            self._end()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Let the loop do this, and wait for what comes of it."""
        try:
            loop = self.loop
        except SandboxError:
            work.close()
            raise
        return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)

    def see(self, look: Callable[[], T]) -> T:
        """Let the loop's thread call this, so that it sees nothing half done."""

        async def look_there() -> T:
            return look()

        return self.do(look_there())

    async def _listen(self, routes: Iterable[web.RouteDef]) -> None:
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.add_routes(routes)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]

    async def _close(self, before: Callable[[], Awaitable[None]]) -> None:
        await before()
        await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()
        self._loop = None


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
