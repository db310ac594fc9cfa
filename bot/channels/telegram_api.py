"""The Bot API over python-telegram-bot's `Bot`: raw answers in, and every failure as one of ours, without a trace of the token.

The library is loaded only when a bot is made. Its loggers print URLs (which hold the token) and whole messages, so they are
silenced for good; what it raises may hold the token or somebody's words, so it never leaves this room.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telegram import Update

LOUD = ("telegram", "httpx", "httpcore", "hpack", "h11", "h2", "anyio")
CONNECTIONS = 64
LONG_POLL = 30  # seconds that Telegram may keep a question for updates open


class ApiError(Exception):
    """The Bot API did not do it. `code` is the HTTP status; `why` a short English reason from a fixed list."""

    def __init__(self, method: str, code: int, why: str, *, after: float | None = None) -> None:
        super().__init__(f"{method}: {code} {why}")
        self.code = code
        self.why = why
        self.after = after


class Unreachable(ApiError):
    """No answer came. `maybe`: the request may have been carried out all the same."""

    def __init__(self, method: str, why: str, *, maybe: bool) -> None:
        super().__init__(method, 0, why)
        self.maybe = maybe


REASONS = (  # part of Telegram's description -> what we make of it
    ("not modified", "not-modified"),
    ("too old", "too-old"),
    ("query ID is invalid", "too-old"),
    ("chat not found", "gone"),
    ("user not found", "gone"),
    ("PEER_ID_INVALID", "gone"),
    ("can't parse entities", "bad-marks"),
    ("is too long", "too-long"),
    ("BUTTON_", "bad-button"),
    ("webhook", "webhook"),
    ("getUpdates", "second-poller"),
)


class Api:
    """One bot. Methods are named as Telegram names them; parameters and results are plain data."""

    def __init__(self, token: str, *, base_url: str, base_file_url: str, proxy: str | None = None) -> None:
        from telegram import Bot
        from telegram.request import HTTPXRequest

        silence()
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # pauses as time spans; otherwise the library warns at each 429
        self._requests = [
            HTTPXRequest(
                connection_pool_size=size,
                connect_timeout=5,
                read_timeout=15,
                write_timeout=20,
                pool_timeout=5,
                proxy=proxy,
                httpx_kwargs={"trust_env": False},  # no proxy but the one in the settings
            )
            for size in (2, CONNECTIONS)
        ]
        self._polls = Bot(
            token, base_url, base_file_url, request=self._requests[0], get_updates_request=self._requests[0]
        )
        self._sends = Bot(
            token, base_url, base_file_url, request=self._requests[1], get_updates_request=self._requests[1]
        )

    def __repr__(self) -> str:
        return "Api()"

    async def call(self, method: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Call one method; its result, or `ApiError`."""
        return await _call(self._sends, method, parameters or {}, {})

    async def updates(self, offset: int | None, wanted: tuple[str, ...], seconds: int = LONG_POLL) -> list[Any]:
        """What waits from `offset` on, raw; everything before it is confirmed by this call."""
        parameters = {"timeout": seconds, "allowed_updates": list(wanted), "limit": 100}
        if offset is not None:
            parameters["offset"] = offset
        found = await _call(self._polls, "getUpdates", parameters, {"read_timeout": seconds + 10})
        return found if isinstance(found, list) else []

    async def upload(self, method: str, field: str, name: str, content: bytes, parameters: Mapping[str, Any]) -> Any:
        """Call a method that takes a file."""
        from telegram import InputFile

        file = InputFile(content, filename=name)
        return await self.call(method, {**parameters, field: file})

    def read(self, raw: Any) -> Update:
        """One raw update as the library's type; whatever is wrong with it is raised as it comes."""
        from telegram import Update

        return Update.de_json(raw, None)

    async def close(self) -> None:
        """Let go of connections."""
        for request in self._requests:
            with contextlib.suppress(Exception):
                await request.shutdown()


async def _call(bot: Any, method: str, parameters: Mapping[str, Any], timeouts: Mapping[str, float]) -> Any:
    """Names of methods are case-insensitive; the capital tells the library that raw results are wanted."""
    import httpx
    from telegram import error as theirs

    try:
        return await bot.do_api_request(method[0].upper() + method[1:], dict(parameters), **timeouts)
    except theirs.RetryAfter as error:
        after = error.retry_after
        seconds = after.total_seconds() if isinstance(after, dt.timedelta) else float(after)
        failure = ApiError(method, 429, "slow-down", after=seconds)
    except theirs.Forbidden:
        failure = ApiError(method, 403, "forbidden")
    except theirs.Conflict as error:
        failure = ApiError(method, 409, _reason(error.message, "conflict"))
    except (theirs.InvalidToken, theirs.EndPointNotFound):
        failure = ApiError(method, 401, "token-refused")
    except theirs.BadRequest as error:
        failure = ApiError(method, 400, _reason(error.message, "bad-request"))
    except theirs.ChatMigrated:
        failure = ApiError(method, 400, "gone")
    except theirs.NetworkError as error:
        cause = error.__cause__
        if isinstance(cause, httpx.HTTPError):
            before = isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError)
            failure = Unreachable(method, type(cause).__name__, maybe=not before)
        else:
            failure = ApiError(method, 500, "server-error")
    except theirs.TelegramError:
        failure = Unreachable(method, "unreadable-answer", maybe=True)
    raise failure from None


def _reason(description: str, otherwise: str) -> str:
    """Which of the reasons on our list a description is; the description itself may hold anything and is dropped."""
    return next((why for part, why in REASONS if part.lower() in description.lower()), otherwise)


def silence() -> None:
    """The libraries' loggers say nothing at any level: they print URLs with the token, and texts."""
    for name in LOUD:
        quiet = logging.getLogger(name)
        quiet.handlers = [logging.NullHandler()]
        quiet.propagate = False
        quiet.setLevel(logging.CRITICAL + 1)
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LOUD]:
        logging.getLogger(name).disabled = True


class Redactor(logging.Filter):
    """The second net: on a handler, whatever still holds a secret is left out whole."""

    def __init__(self, *secrets: str) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def __repr__(self) -> str:
        return "Redactor()"

    def filter(self, record: logging.LogRecord) -> bool:
        text = f"{record.getMessage()}{logging.Formatter().formatException(record.exc_info) if record.exc_info else ''}"
        return not any(secret in text for secret in self._secrets)
