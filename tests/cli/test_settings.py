"""Settings: defaults, file, environment; every mistake at once, with its place and the remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import BadSettings, Settings, load

ROOT = Path(__file__).parents[2]


def written(text: str, name: str = "config.yaml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(text: str) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        load(written(text))
    return bad.value.lines


def test_without_any_file_everything_works(home: Path) -> None:
    """Every setting has a default."""
    settings = load()
    assert settings.data_dir == Path("data")
    assert settings.content_dir is None
    assert settings.time_zone == "Asia/Shanghai"
    assert settings.privacy.retention_days == 90
    assert settings.key_file == home / "state" / "wenzhu" / "master.key"


def test_the_key_is_in_the_home_folder_where_there_is_no_state_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without XDG_STATE_HOME the key lies in ~/.local/state."""
    monkeypatch.delenv("XDG_STATE_HOME")
    assert load().key_file == home / ".local" / "state" / "wenzhu" / "master.key"


def test_config_then_variable_then_here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--config wins over WENZHU_CONFIG, and that over ./config.yaml."""
    written("privacy: {retention_days: 10}")
    written("privacy: {retention_days: 20}", "other.yaml")
    assert load().privacy.retention_days == 10
    monkeypatch.setenv("WENZHU_CONFIG", "other.yaml")
    assert load().privacy.retention_days == 20
    assert load(Path("config.yaml")).privacy.retention_days == 10


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable overrides one setting and leaves the others of the file."""
    written("data_dir: here\nprivacy: {retention_days: 10, contact: 信箱}")
    monkeypatch.setenv("WENZHU_PRIVACY__RETENTION_DAYS", "30")
    monkeypatch.setenv("WENZHU_DATA_DIR", "/srv/wenzhu")
    settings = load()
    assert settings.privacy.retention_days == 30
    assert settings.privacy.contact == "信箱"
    assert settings.data_dir == Path("/srv/wenzhu")


def test_paths_of_a_file_are_relative_to_it(home: Path) -> None:
    """A relative path counts from the folder of the settings file."""
    (home / "etc").mkdir()
    written("data_dir: data\ncontent_dir: mine\nprivacy: {master_key_file: k/master.key}", "etc/c.yaml")
    settings = load(home / "etc" / "c.yaml")
    assert settings.data_dir == home / "etc" / "data"
    assert settings.content_dir == home / "etc" / "mine"
    assert settings.key_file == home / "etc" / "k" / "master.key"


def test_all_mistakes_at_once_each_with_its_place() -> None:
    """Every mistake of a file is told, with line, column and remedy."""
    assert mistakes("dta_dir: x\ntime_zone: Mars\nprivacy:\n  retention_days: viele\n  operator: ich\n") == [
        "config.yaml:2:1: time_zone：不认得这个时区；写 Asia/Shanghai 这样的名字。",
        "config.yaml:4:3: privacy.retention_days 要写整数，例如 90。",
        "config.yaml:5:3: 没有 privacy.operator 这个设置。是不是想写 privacy.operator_name？",
        "config.yaml:1:1: 没有 dta_dir 这个设置。是不是想写 data_dir？",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("privacy: {retention_days: 0}", "config.yaml:1:11: privacy.retention_days 最小是 1。"),
        ("privacy: {retention_days: 999}", "config.yaml:1:11: privacy.retention_days 最大是 365。"),
        ("privacy: ja", "config.yaml:1:1: privacy 是一节，下面缩进写「键: 值」。"),
        ("storage: {url: mysql}", "config.yaml:1:11: storage.url：现在只有 sqlite；写 sqlite，或删掉这一行。"),
        ("wechat: {token: x}", "config.yaml:1:1: wechat 这个版本还没有，先删掉（或注释掉）。"),
        ("data_dir: a\ndata_dir: b", "config.yaml:2:1: data_dir 写了两次，删掉一个。"),
        ("data_dir: [a]", "config.yaml:1:1: data_dir 这里要写一个值，不是列表。"),
        ("- a", "config.yaml:1:1: 这里要写「键: 值」，一行一个。"),
        ("a: b: c", "config.yaml:1:5: YAML 写法有错。看看缩进和冒号：冒号用半角，后面空一格，缩进用空格。"),
        ("data_dir: \x01", "config.yaml: 读不懂，可能混进了看不见的字符。照 config.example.yaml 重写。"),
    ],
)
def test_each_mistake_says_what_to_do(text: str, said: str) -> None:
    """One mistake, one line that says how to mend it."""
    assert mistakes(text) == [said]


def test_a_wrong_value_is_not_repeated() -> None:
    """It may be a secret in the wrong place."""
    assert "geheim" not in "".join(mistakes("privacy: {retention_days: geheim}"))


@pytest.mark.parametrize(
    "url", ["http://geheim@127.0.0.1:99999", "http://geheim@127.0.0.1:abc/bot", "http://geheim@h:0", "http://[geheim"]
)
@pytest.mark.parametrize("key", ["proxy", "base_url", "base_file_url"])
def test_an_address_without_a_possible_port_is_refused_with_its_line(key: str, url: str) -> None:
    """It is a mistake in the settings, not a network that is down; what it holds is not repeated."""
    (said,) = mistakes(f"telegram:\n  {key}: '{url}'\n")
    assert said.startswith(f"config.yaml:2:3: telegram.{key}：要写")
    assert "1 到 65535" in said
    assert "geheim" not in said


@pytest.mark.parametrize(
    "text",
    [
        "telegram:\n  {}: x\n",
        "telegram:\n  {}: x\n  {}: y\n",
        "telegram:\n  {}: [x]\n",
        "{}: x\n",
        "telegram:\n  token: {{{}: x}}\n",
        "telegram:\n  token: [{}]\n",
    ],
)
def test_a_secret_in_the_place_of_a_name_is_not_repeated(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever pastes the token as a key is told the line, and the token stays out of logs and screenshots."""
    secret = "AAFakeFakeFakeFakeFakeFakeFakeFake_-9"
    token = f"7000000001:{secret}"
    said = "".join(mistakes(text.replace("{}", token).replace("{{", "{").replace("}}", "}")))
    assert "config.yaml:" in said
    assert secret.lower() not in said.lower()
    Path("config.yaml").unlink()
    monkeypatch.setenv("WENZHU_TELEGRAM", f'{{"{token}": "x"}}')
    with pytest.raises(BadSettings) as bad:
        load()
    assert secret.lower() not in str(bad.value).lower()


def test_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings file that was named and is missing is refused, and who named it is said."""
    with pytest.raises(BadSettings, match="没有这个文件（--config 指的）"):
        load(Path("nowhere.yaml"))
    monkeypatch.setenv("WENZHU_CONFIG", "nowhere.yaml")
    with pytest.raises(BadSettings, match="没有这个文件（WENZHU_CONFIG 指的）"):
        load()


def test_a_misspelt_variable_is_not_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that sets nothing is told with the name that was meant."""
    monkeypatch.setenv("WENZHU_DATADIR", "x")
    monkeypatch.setenv("WENZHU_PRIVACY__RETENTION_DAY", "3")
    with pytest.raises(BadSettings) as bad:
        load()
    assert any("WENZHU_DATADIR: 没有这个环境变量。是不是想写 WENZHU_DATA_DIR？" in line for line in bad.value.lines)
    assert any("privacy.retention_day" in line for line in bad.value.lines)


@pytest.mark.parametrize(
    "junk", [b"\xff\xfe\x00", b"\0" * 100, b"[" * 5000, b"a: &x [*x]", b"!!python/object:os.system x"]
)
def test_junk_gives_problems_and_no_traceback(junk: bytes) -> None:
    """Whatever lies in config.yaml, it is told as a mistake in the settings."""
    Path("config.yaml").write_bytes(junk)
    with pytest.raises(BadSettings):
        load()


def test_the_example_names_every_setting_with_its_default() -> None:
    """With every `# ` before a key taken away the example is valid, complete and says the defaults."""
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    assert load(written(text)) == Settings()
    opened = re.sub(r"^(\s*)# ([a-z_]+: )", r"\1\2", text, flags=re.MULTILINE)
    values = yaml.safe_load(opened)
    assert set(values) == set(Settings.model_fields)
    for section in ("storage", "privacy"):
        assert set(values[section]) == set(type(getattr(Settings(), section)).model_fields)
    assert values["privacy"]["retention_days"] == Settings().privacy.retention_days
    assert values["time_zone"] == Settings().time_zone
