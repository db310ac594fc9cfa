"""Settings are read whole or refused whole: every mistake at once, with its place and what to write instead.

`--config FILE`, else `WENZHU_CONFIG`, else `./config.yaml`, else the defaults. Each setting can be
overridden as `WENZHU_SECTION__KEY`. Paths in the file are relative to the file. The master key may also
come as `WENZHU_MASTER_KEY`.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, field
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings_telegram import Operators, Telegram, known_operators

PREFIX = "WENZHU_"
_NAME = re.compile(r"[a-z_.]{1,60}")  # what a setting can be called; a secret that slipped in its place is not
OTHER_VARIABLES = ("WENZHU_CONFIG", "WENZHU_MASTER_KEY")
LATER_SECTIONS = ("wechat", "web")
DEFAULT_FILE = Path("config.yaml")
LARGEST = 64 * 1024


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Storage(_Section):
    """Where conversations are kept."""

    url: str = "sqlite"

    @field_validator("url")
    @classmethod
    def _known(cls, value: str) -> str:
        if value != "sqlite":
            raise ValueError("现在只有 sqlite；写 sqlite，或删掉这一行")
        return value


class Privacy(_Section):
    """What is promised to people, and by whom."""

    operator_name: str = Field(default="", max_length=60)
    contact: str = Field(default="", max_length=120)
    retention_days: int = Field(default=90, ge=1, le=365)
    master_key_file: Path | None = None


class Settings(BaseSettings):
    """All settings; `load` is the way to them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Path("data")
    content_dir: Path | None = None
    time_zone: str = "Asia/Shanghai"
    storage: Storage = Storage()
    privacy: Privacy = Privacy()
    telegram: Telegram = Telegram()
    operators: Operators = ()

    @field_validator("operators")
    @classmethod
    def _operators(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_operators(value)

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("不认得这个时区；写 Asia/Shanghai 这样的名字") from None
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file, which is handed in as arguments."""
        return env_settings, init_settings

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def key_file(self) -> Path:
        """The master key's file: outside the data folder, so that who copies the folder has no key."""
        if self.privacy.master_key_file is not None:
            return self.privacy.master_key_file.expanduser()
        state = os.environ.get("XDG_STATE_HOME", "")
        base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
        return base / "wenzhu" / "master.key"

    @property
    def cache_dir(self) -> Path:
        """Where sound content is remembered for a quicker start; nothing of any person, safe to delete."""
        cache = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(cache) if cache.startswith("/") else Path.home() / ".cache") / "wenzhu"


class BadSettings(Exception):
    """The settings are refused; `lines` say where, why and what to do, one mistake a line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class _File(Struct):
    """A configuration file: its values and where each stands."""

    path: Path | None = None
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)

    def at(self, where: tuple[str, ...]) -> str:
        """`config.yaml:3:5`, or the environment variable that holds the value."""
        variable = PREFIX + "__".join(where).upper()
        if variable in os.environ:
            return variable
        while where and where not in self.places:
            where = where[:-1]
        if self.path is None:
            return variable if _NAME.fullmatch(variable.lower()) else "WENZHU_…"
        line, column = self.places.get(where, (1, 1))
        return f"{self.path}:{line}:{column}"


def file_of(config: Path | None) -> Path | None:
    """The file that is read: the one that was named, `WENZHU_CONFIG`'s, `config.yaml` where there is one."""
    named = config or (Path(os.environ["WENZHU_CONFIG"]) if os.environ.get("WENZHU_CONFIG") else None)
    return named or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)


def load(config: Path | None = None) -> Settings:
    """The settings that hold, or `BadSettings` with every mistake."""
    chosen = file_of(config)
    if chosen is not None and not chosen.is_file():
        source = "--config" if config is not None else "WENZHU_CONFIG"
        raise BadSettings([f"{chosen}: 没有这个文件（{source} 指的）。改对路径，或照 config.example.yaml 写一份。"])
    file = _read(chosen) if chosen is not None else _File()
    problems = _unknown_variables()
    try:
        settings = Settings(**file.values)
    except ValidationError as error:
        raise BadSettings([*problems, *(_explain(file, e) for e in error.errors())]) from None
    except Exception as error:  # pydantic-settings raises its own kinds for values that are no JSON
        raise BadSettings([*problems, f"环境变量读不懂：{type(error).__name__}。检查 WENZHU_… 的写法。"]) from None
    if problems:
        raise BadSettings(problems)
    return _resolved(settings, file)


def _read(path: Path) -> _File:
    """The file as nested mappings with places; mistakes of YAML are told like the others."""
    import yaml  # noqa: PLC0415  # late: the program starts in a second

    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            raise BadSettings([f"{path}: 文件太大（超过 {LARGEST // 1024} KB），这不像配置文件。"])
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise BadSettings([f"{path}: 读不了（{error.strerror}）。检查权限。"]) from None
    except UnicodeDecodeError:
        raise BadSettings([f"{path}: 不是 UTF-8 编码。用 UTF-8 另存一份。"]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark is not None else str(path)
        raise BadSettings([f"{place}: YAML 写法有错。看看缩进和冒号：冒号用半角，后面空一格，缩进用空格。"]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadSettings([f"{path}: 读不懂，可能混进了看不见的字符。照 config.example.yaml 重写。"]) from None
    file = _File(path)
    problems: list[str] = []
    if node is not None:
        file.values = _mapping(node, (), file, problems)
    if problems:
        raise BadSettings(problems)
    return file


def _mapping(node: Any, where: tuple[str, ...], file: _File, problems: list[str]) -> dict[str, Any]:
    import yaml  # noqa: PLC0415  # late: the program starts in a second

    if not isinstance(node, yaml.MappingNode):
        problems.append(f"{_place(file, node)}: 这里要写「键: 值」，一行一个。")
        return {}
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        here = (*where, name)
        if name in values:
            problems.append(f"{_place(file, key)}: {_named(name)} 写了两次，删掉一个。")
            continue
        file.places[here] = (key.start_mark.line + 1, key.start_mark.column + 1)
        if isinstance(value, yaml.MappingNode):
            values[name] = _mapping(value, here, file, problems)
        elif isinstance(value, yaml.ScalarNode):
            if value.value != "" or value.style:
                values[name] = value.value
        elif here == ("operators",) and all(isinstance(item, yaml.ScalarNode) for item in value.value):
            values[name] = [item.value for item in value.value]
        else:
            problems.append(f"{_place(file, key)}: {_named(name)} 这里要写一个值，不是列表。")
    return values


def _place(file: _File, node: Any) -> str:
    return f"{file.path}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _named(name: str) -> str:
    """The name of a setting; what cannot be one is not repeated, it may be a secret."""
    return name if _NAME.fullmatch(name) else "这一行"


def _explain(file: _File, error: ErrorDetails) -> str:
    """One mistake as a person reads it; the wrong value is not repeated, it may be a secret."""
    where = tuple(str(part) for part in error["loc"])
    name = _named(".".join(where))
    place = file.at(where)
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            if where[0] in LATER_SECTIONS:
                return f"{place}: {where[0]} 这个版本还没有，先删掉（或注释掉）。"
            unknown = "这一行开头的名字不是设置" if name == "这一行" else f"没有 {name} 这个设置"
            return f"{place}: {unknown}。{_nearest(where)}"
        case "value_error":
            return f"{place}: {name}：{context.get('error', '值不对')}。"
        case "literal_error" if where == ("telegram", "mode"):
            return f"{place}: {name} 现在只有 polling；webhook 这个版本还没有，先删掉这一行。"
        case "int_parsing" | "int_from_float" | "int_type":
            return f"{place}: {name} 要写整数，例如 90。"
        case "greater_than_equal":
            return f"{place}: {name} 最小是 {context['ge']}。"
        case "less_than_equal":
            return f"{place}: {name} 最大是 {context['le']}。"
        case "string_too_long":
            return f"{place}: {name} 太长，最多 {context['max_length']} 个字。"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{place}: {name} 是一节，下面缩进写「键: 值」。"
        case _:
            return f"{place}: {name} 的值不对，看 config.example.yaml 里的写法。"


def _known() -> list[str]:
    sections: dict[str, type[BaseModel]] = {"storage": Storage, "privacy": Privacy, "telegram": Telegram}
    names = [name for name in Settings.model_fields if name not in sections]
    return [*names, *(f"{s}.{key}" for s, model in sections.items() for key in model.model_fields)]


def _nearest(where: tuple[str, ...]) -> str:
    name = ".".join(where)
    close = difflib.get_close_matches(name, _known(), n=1, cutoff=0.6)
    if not close:
        close = [known for known in _known() if known.rpartition(".")[2] == where[-1]]
    return f"是不是想写 {close[0]}？" if close else f"有的是：{'、'.join(_known())}。"


def _unknown_variables() -> list[str]:
    """A misspelt variable would otherwise be silently ignored."""
    known = {PREFIX + name.replace(".", "__").upper(): name for name in _known()}
    problems = []
    for variable in sorted(os.environ):
        if not variable.startswith(PREFIX) or variable in known or variable in OTHER_VARIABLES:
            continue
        if variable.startswith((f"{PREFIX}STORAGE__", f"{PREFIX}PRIVACY__", f"{PREFIX}TELEGRAM__")):
            continue  # the section refuses it with its place
        close = difflib.get_close_matches(variable, [*known, *OTHER_VARIABLES], n=1, cutoff=0.6)
        hint = f"是不是想写 {close[0]}？" if close else f"有的是：{'、'.join(known)}。"
        problems.append(f"{variable}: 没有这个环境变量。{hint}")
    return problems


def _resolved(settings: Settings, file: _File) -> Settings:
    """Paths of the file are relative to it; `~` is the home folder."""

    def path(where: tuple[str, ...], value: Path | None) -> Path | None:
        if value is None:
            return None
        value = value.expanduser()
        from_file = where in file.places and PREFIX + "__".join(where).upper() not in os.environ
        return file.path.parent / value if from_file and file.path is not None else value

    key_file = path(("privacy", "master_key_file"), settings.privacy.master_key_file)
    return settings.model_copy(
        update={
            "data_dir": path(("data_dir",), settings.data_dir),
            "content_dir": path(("content_dir",), settings.content_dir),
            "privacy": settings.privacy.model_copy(update={"master_key_file": key_file}),
        }
    )
