"""A small HTTP/1.1 server on loopback: keep-alive, forms, files, absolute targets (it is its own proxy), dropped lines."""

from __future__ import annotations

import asyncio
import contextlib
import email.parser
import email.policy
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

DROP = None  # instead of a response: the line is cut


@dataclass
class Request:
    path: str
    form: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    proxied: bool = False


@dataclass
class Response:
    status: int
    body: bytes
    content_type: str = "application/json"


Answer = Callable[[Request], Awaitable[Response | None]]


class Http:
    """Accepts connections until closed; every request goes to one function."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def open(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port, limit=1 << 20, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in list(self._lines):
            writer.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0.01)  # lines that were cut are let go in the next rounds of the loop

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        try:
            while (request := await _read(reader)) is not None:
                response = await self._answer(request)
                if response is DROP:
                    writer.transport.abort()
                    return
                head = (
                    f"HTTP/1.1 {response.status} X\r\nContent-Type: {response.content_type}\r\n"
                    f"Content-Length: {len(response.body)}\r\nConnection: keep-alive\r\n\r\n"
                )
                writer.write(head.encode() + response.body)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(writer)
            with contextlib.suppress(Exception):
                writer.transport.abort()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    lines = head.decode("latin-1").split("\r\n")
    _, target, _ = lines[0].split(" ")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    kind = headers.get("content-type", "")
    request = Request(urlsplit(target).path, proxied=target.startswith("http"))
    if kind.startswith("application/x-www-form-urlencoded"):
        request.form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind.startswith("multipart/form-data"):
        parser = email.parser.BytesParser(policy=email.policy.HTTP)
        for part in parser.parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            filename = part.get_filename()
            if filename is None:
                request.form[name] = content.decode()
            else:
                request.files[name] = (filename, content)
    return request
