"""The section `telegram` of the settings, and who may ask how the bot is doing."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, SecretStr, field_validator
from pydantic_settings import NoDecode

BASE_URL = "https://api.telegram.org/bot"
BASE_FILE_URL = "https://api.telegram.org/file/bot"
_TOKEN = re.compile(r"[0-9]{5,16}:[A-Za-z0-9_-]{20,64}")
_OPERATOR = re.compile(r"telegram:[1-9][0-9]{0,15}")
_PORT = "冒号后面的端口是 1 到 65535 的数字"
_PROXIES = ("http", "https", "socks5", "socks5h")


class Telegram(BaseModel):
    """How the bot reaches Telegram; without a token there is no such channel."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    token: SecretStr | None = None
    base_url: str = BASE_URL
    base_file_url: str = BASE_FILE_URL
    proxy: SecretStr | None = None  # may hold a password
    mode: Literal["polling"] = "polling"

    @field_validator("token")
    @classmethod
    def _looks_right(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("不像 BotFather 给的令牌；整行复制，样子是 数字:一长串字母，前后不要空格")
        return value

    @field_validator("base_url", "base_file_url")
    @classmethod
    def _reachable(cls, value: str) -> str:
        parts = _parts(value, ("http", "https"))
        if parts is None or parts.query or parts.fragment:
            raise ValueError(f"要写完整的网址，例如 https://api.telegram.org/bot；{_PORT}")
        return value.rstrip("/")

    @field_validator("base_url")
    @classmethod
    def _ends_in_bot(cls, value: str) -> str:
        return value if value.endswith("/bot") else f"{value}/bot"

    @field_validator("base_file_url")
    @classmethod
    def _ends_in_file(cls, value: str) -> str:
        return value if value.endswith("/file/bot") else f"{value}/file/bot"

    @field_validator("proxy")
    @classmethod
    def _a_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and _parts(value.get_secret_value(), _PROXIES) is None:
            raise ValueError(f"要写 http://127.0.0.1:7890 或 socks5://127.0.0.1:7890 这样的地址；{_PORT}")
        return value


def _parts(value: str, schemes: Collection[str]) -> SplitResult | None:
    """The parts of an address that can be called; None where its scheme, host or port is none.

    What the library says of a bad address may hold its password, so nothing of it is passed on.
    """
    try:
        parts = urlsplit(value)
        sound = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if sound else None


def _split(value: object) -> object:
    """`telegram:1, telegram:2` as well as a list."""
    return tuple(part for part in re.split(r"[,，\s]+", value) if part) if isinstance(value, str) else value


Operators = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


def known_operators(value: tuple[str, ...]) -> tuple[str, ...]:
    """Numeric ids only: a name can be taken by anybody."""
    if not all(_OPERATOR.fullmatch(one) for one in value):
        raise ValueError("写成 telegram:数字编号（不是用户名），几个人就写几行；编号可以问 @userinfobot")
    return value


def telegram_ids(operators: tuple[str, ...]) -> frozenset[int]:
    """The operators' numbers."""
    return frozenset(int(one.partition(":")[2]) for one in operators)
