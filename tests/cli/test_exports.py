"""`conversations export` and `story` as operators use them: whole files, a log of every export, nothing too much."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from bot.app import clock, place_of
from bot.cli.bundles import bundle
from bot.cli.main import run
from bot.cli.whole import whole_file
from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.session import from_json, to_json
from bot.runtime.counting import counts
from bot.runtime.record import record_of
from bot.settings import load
from bot.storage.sqlite import SqliteStore
from tests.cli.visitors import come

LINES = ("想知道下一步", "保存", "都没有", "半个月", "=cmd|calc <b>微粒贷</b>", "一万二", "上个月被裁了", "八百吧")


def did(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def conversations(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which twelve people have talked and agreed to be kept, and the pseudonym of the first."""
    folder = tmp_path_factory.mktemp("talked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        patch.chdir(folder)
        return folder, twelve()


@pytest.fixture
def talked(home: Path, conversations: tuple[Path, str]) -> str:
    """Twelve people have talked here and agreed to be kept; the pseudonym of the first."""
    shutil.copytree(conversations[0], home, dirs_exist_ok=True)
    return conversations[1]


def twelve() -> str:
    """Twelve people talk in the folder at hand; the pseudonym of the first."""
    from bot.app import Shelf

    settings = load(None)
    shelf = Shelf(settings)
    shelf.refresh()
    book = shelf.book()
    now = clock(settings)() - dt.timedelta(minutes=30)

    async def talk() -> str:
        store = SqliteStore(place_of(settings))
        await store.open(now=now)
        for who in range(12):
            session = None
            for number, event in enumerate([Opened(), *map(Said, LINES)]):
                turn = advance(book, session, event, now + dt.timedelta(seconds=number))
                await store.commit(
                    record_of(
                        turn,
                        address=f"terminal:p{who}",
                        event_ids=(f"{who}-{number}",),
                        event=event,
                        at=now + dt.timedelta(seconds=number),
                        version=number,
                        edition=book.edition,
                        danger=0,
                        counted=counts(session, turn, event, book),
                    )
                )
                session = from_json(to_json(turn.session))
        ids = [one.id async for one in store.conversations()]
        await store.close()
        return ids[0]

    return asyncio.run(talk())


@pytest.mark.parametrize("form", ["md", "txt", "html", "pdf", "docx", "json"])
@pytest.mark.parametrize("audience", ["borrower", "lawyer", "social"])
def test_one_person_in_every_form(
    talked: str, home: Path, capsys: pytest.CaptureFixture[str], form: str, audience: str
) -> None:
    """A file for this account alone, nothing beside it, no word that the person wrote."""
    target = home / f"out.{form}"
    code, _, err = did(
        capsys,
        "conversations",
        "export",
        talked[:10],
        "--audience",
        audience,
        "--format",
        form,
        "--output",
        str(target),
    )
    assert (code, err) == (0, "")
    assert target.stat().st_mode & 0o777 == 0o600
    assert b"\xe5\x85\xab\xe7\x99\xbe\xe5\x90\xa7" not in target.read_bytes()
    assert [p.name for p in home.iterdir() if p.is_file()] == [target.name]


def test_many_people_as_lines_and_as_a_table(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a person in both; the table opens without running anything."""
    for form in ("jsonl", "csv"):
        assert did(capsys, "conversations", "export", "--format", form, "--output", f"all.{form}")[0] == 0
    lines = (home / "all.jsonl").read_text("utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 12
    rows = list(csv.reader(io.StringIO((home / "all.csv").read_text("utf-8-sig"))))
    assert len(rows) == 13
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [c for row in rows for c in row if c.lstrip()[:1] in {"=", "+", "-", "@"}]


def test_words_leave_only_with_a_reason_and_it_is_kept(
    talked: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No reason, no words; with one, both are there, and the log says who, what and why, never the words."""
    start = ("conversations", "export", talked, "--output", "w.md", "--with-words")
    code, _, err = did(capsys, *start)
    assert code == 2
    assert "--reason" in err
    assert not (home / "w.md").exists()
    assert did(capsys, *start, "--reason", "本人要求带走")[0] == 0
    assert "八百吧" in (home / "w.md").read_text("utf-8")
    log = home / "data" / "exports.log"
    notes = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [n["state"] for n in notes] == ["begun", "written"]
    assert notes[-1]["reason"] == "本人要求带走"
    assert notes[-1]["words"] is True
    assert "八百吧" not in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def figures(capsys: pytest.CaptureFixture[str], output: str, *more: str) -> tuple[int, str, str]:
    return did(capsys, "conversations", "export", "--audience", "statistics", *more, "--output", output)


def test_figures_of_many_are_of_whole_weeks(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The weeks that `stats` tells of and no others: who came this week is in none, and no count is exact."""
    monday = come(53, weeks_ago=2)
    come(12, weeks_ago=0)
    assert figures(capsys, "s.json")[0] == 0
    data = json.loads((home / "s.json").read_text("utf-8"))
    (period,) = data["periods"]
    assert period["period"] == f"{monday} 到 {monday + dt.timedelta(days=6)}"
    assert period["people"] == 50
    assert list(period["fields"]["overdue"].values()) == [
        50
    ]  # all of them in one band, whichever the days since make it


def test_figures_cannot_be_narrowed_until_one_person_is_left(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days that cut a week, a channel, an outcome: nothing is written, and it is said what can be chosen. Each period stands
    by itself, so that longer and shorter spans give no other tables."""
    first = come(53, weeks_ago=4)
    second = come(61, weeks_ago=3)
    for narrow in (("--channel", "telegram"), ("--outcome", "rested")):
        code, _, err = figures(capsys, "s.json", *narrow)
        assert code == 2
        assert "统计不按 --channel、--outcome 来选" in err
    code, _, err = figures(capsys, "s.csv", "--since", str(first + dt.timedelta(days=1)), "--until", str(second))
    assert code == 1
    assert f"--since {second}" in err
    assert not [p for p in home.iterdir() if p.name.startswith((".s", "s."))]
    assert figures(capsys, "s.json", "--since", str(first))[0] == 0
    periods = json.loads((home / "s.json").read_text("utf-8"))["periods"]
    assert [p["people"] for p in periods] == [50, 60]
    assert figures(capsys, "s.csv", "--since", str(first + dt.timedelta(days=1)))[0] == 0
    rows = list(csv.reader(io.StringIO((home / "s.csv").read_text("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {f"{second} 到 {second + dt.timedelta(days=6)}"}


def test_figures_of_too_few_are_no_file(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve people of today, or a week with forty-nine: when to look again. One person is no figure."""
    come(49, weeks_ago=1)
    code, _, err = figures(capsys, "s.md")
    assert code == 1
    assert "凑够 50 段新对话才给" in err
    assert not (home / "s.md").exists()
    assert did(capsys, "conversations", "export", talked, "--audience", "statistics", "--output", "t.md")[0] == 2


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "md", "txt", "json"])
def test_many_people_as_files_in_an_archive(
    talked: str, home: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Everybody has a file under their pseudonym, which another tool opens; nothing lies beside the archive."""
    code, out, err = did(capsys, "conversations", "export", "--format", form, "--output", "all.zip")
    assert (code, err) == (0, "")
    assert "12 段对话" in out
    with zipfile.ZipFile(home / "all.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert f"稳住-我的一页-{talked}.{form}" in names
        assert len(set(names)) == 12
        assert not [n for n in names if "/" in n or "\\" in n or ".." in n]
        assert all(archive.getinfo(n).file_size > 500 for n in names)
    assert (home / "all.zip").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in home.iterdir() if p.is_file()] == ["all.zip"]


def test_many_people_as_files_in_a_folder(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that was not there is made, for this account alone; one that is there is left as it is."""
    start = ("conversations", "export", "--audience", "lawyer", "--format", "pdf", "--output", "pages")
    assert did(capsys, *start)[0] == 0
    files = sorted((home / "pages").iterdir())
    assert len(files) == 12
    assert {f.stat().st_mode & 0o777 for f in files} == {0o600}
    assert (home / "pages").stat().st_mode & 0o777 == 0o700
    code, _, err = did(capsys, *start)
    assert code == 1
    assert "已经有这个名字了" in err
    assert sorted((home / "pages").iterdir()) == files


@pytest.mark.parametrize("name", ["all.zip", "all"])
def test_half_a_bundle_never_has_the_name(home: Path, name: str) -> None:
    """What fails in the middle leaves nothing behind."""

    def fails() -> None:
        with bundle(home / name) as add:
            add("one.txt", b"whole")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert [p.name for p in home.iterdir() if p.name.startswith((".", "all"))] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "pdf"), "一人一份"),
        (("--since", "昨天"), "写日期"),
        (("--ask", "nonsense"), "没有字段 nonsense"),
        (("--reason", "因为想看"), "--with-words"),
    ],
)
def test_wrong_use_is_told_before_anything_opens(
    arguments: tuple[str, ...], says: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Options that contradict each other write nothing."""
    code, _, err = did(capsys, "conversations", "export", *arguments, "--output", "x.md")
    assert code == 2
    assert says in err
    assert not (home / "x.md").exists()


def test_a_half_written_file_never_has_the_name(home: Path) -> None:
    """What was there before stays; the draft is gone; a link in the way is not followed."""
    target = home / "out.csv"
    target.write_bytes(b"before")

    def fails() -> None:
        with whole_file(target) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert target.read_bytes() == b"before"
    assert [p.name for p in home.iterdir()] == ["out.csv"]


def test_a_story_of_a_conversation_runs(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The written story is told by `flows test` and comes out as written."""
    code, out, err = did(capsys, "conversations", "story", talked, "--output", "story.yaml")
    assert code == 0, err
    assert 'says: "半个月"' in (home / "story.yaml").read_text("utf-8")
    code, out, err = did(capsys, "flows", "test", "story.yaml")
    assert code == 0, out + err


WRONG = [
    (("ID", "--output", "data/x.md"), "里是程序自己存的东西"),
    (("ID", "--output", "elsewhere/../data/exports.log"), "里是程序自己存的东西"),
    (("ID", "--format", "pdf", "--output", "x.docx"), "文件名写的是 .docx，格式却是 pdf"),
    (("ID", "--format", "xls", "--output", "x.md"), "--format 的值不对：能写的是 md、txt"),
    (("ID", "--audience", "boss", "--output", "x.md"), "--audience 的值不对：能写的是 borrower、lawyer"),
    (("ID", "--since", "2026-11-01", "--output", "x.md"), "写了编号就是这一个人"),
    (("--since", "2026-12-01", "--until", "2026-11-01", "--output", "x.md"), "--until 要比 --since 晚"),
    (("--since", "昨天", "--output", "x.md"), "--since 后面写日期"),
    (("ID", "--ask", "foo", "--output", "x.md"), "没有字段 foo。有的是：overview"),
    (("ID", "--audience", "lawyer", "--ask", "mood", "--output", "x.md"), "给 lawyer 的一页不能有 mood。能加的：steps"),
    (("ID", "--audience", "social", "--ask", "health", "--output", "x.md"), "再写 --consented health"),
    (("ID", "--audience", "social", "--consented", "health", "--output", "x.md"), "和 --ask 一起写"),
    (("ID", "--consented", "debts", "--output", "x.md"), "没有要单独同意的字段"),
    (("--audience", "statistics", "--ask", "city", "--output", "x.md"), "统计的字段是定好的"),
    (("abc", "--output", "x.md"), "编号至少写开头 8 位"),
    (("ID",), "还缺 --output 文件"),
    (("ID", "--output"), "--output 后面还要写一个值"),
    (("ID", "more", "--output", "x.md"), "多写了 more"),
]


def test_wrong_use_says_what_to_write(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, nothing of the program's own is touched, and it is said in Chinese what to write."""

    def files() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and p.suffix != ".db-shm"}

    before = files()
    for options, told in WRONG:
        code, out, err = did(capsys, "conversations", "export", *(talked if o == "ID" else o for o in options))
        assert (code, out) == (2, ""), options
        assert told in err
    assert files() == before


def test_a_place_that_cannot_be_written_is_named_with_its_reason(
    talked: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No folder, a folder for a file, a name too long: each says which."""
    for output, told in (("no/x.md", "没有那个文件夹"), (".", "那是一个文件夹"), ("y" * 300 + ".md", "名字太长")):
        code, _, err = did(capsys, "conversations", "export", talked, "--output", output)
        assert code == 1
        assert told in err


def test_nobody_is_no_file(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No conversation meets the conditions: it is said, and neither a file nor a folder appears."""
    for output in ("none.md", "none.csv", "none.zip", "folder"):
        form = ("--format", "pdf") if output in {"none.zip", "folder"} else ()
        code, _, err = did(capsys, "conversations", "export", "--channel", "web", *form, "--output", output)
        assert code == 1
        assert "没有符合条件的对话，所以没有写文件" in err
    assert not [p for p in home.iterdir() if p.name.startswith((".none", ".folder", "none", "folder"))]
    assert '"nobody"' in (home / "data" / "exports.log").read_text("utf-8")


def test_the_ending_of_the_name_is_the_form(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --format a file is what its name says."""
    for form, start in (("txt", "我的一页".encode()), ("docx", b"PK"), ("json", b"{")):
        assert did(capsys, "conversations", "export", talked, "--output", f"x.{form}")[0] == 0
        assert (home / f"x.{form}").read_bytes().startswith(start)


def test_lists_of_nobody_say_what_to_leave_out(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty list names the filters that made it empty; an impossible span is refused."""
    assert (
        "去掉 --channel、--outcome 再看"
        in did(capsys, "conversations", "list", "--channel", "web", "--outcome", "x")[1]
    )
    code, _, err = did(capsys, "conversations", "list", "--since", "2026-12-02", "--until", "2026-12-01")
    assert code == 2
    assert "要比 --since 晚" in err


def test_a_story_is_not_written_over_the_store(talked: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an operator has written never lands on the program's own files."""
    code, _, err = did(capsys, "conversations", "story", talked, "--output", "data/wenzhu.db")
    assert code == 2
    assert "里是程序自己存的东西" in err
    assert did(capsys, "conversations", "story", "abc")[0] == 2
