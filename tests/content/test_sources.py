"""Only regular files of known names are read; the editor's folder lies over the shipped one, file by file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.content import sources
from bot.content.sources import Snapshot, fingerprint, name_in_layout, of_edition, overlay, shipped_folder, snapshot


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def codes(taken: Snapshot) -> list[tuple[str, str]]:
    return [(p.file, p.code) for p in taken.problems]


def test_own_files_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    """A file of the same name replaces the shipped one, others are added; stories are found in both layouts."""
    shipped = write(tmp_path / "a", {"flows/x.yaml": "1", "flows/y.yaml": "2", "tests/stories/一.yaml": "s"})
    own = write(tmp_path / "b", {"flows/x.yaml": "3", "templates/cards/c.j2": "4", "stories/二.yaml": "t"})
    taken = snapshot(own, shipped)
    assert taken.files == {
        "flows/x.yaml": b"3",
        "flows/y.yaml": b"2",
        "templates/cards/c.j2": b"4",
        "stories/一.yaml": b"s",
        "stories/二.yaml": b"t",
    }
    assert taken.own == {"flows/x.yaml", "templates/cards/c.j2", "stories/二.yaml"}
    assert taken.problems == ()


def test_the_hash_names_the_content_without_stories(tmp_path: Path) -> None:
    """Any byte of a flow changes the hash, a story does not."""
    root = write(tmp_path, {"flows/x.yaml": "1"})
    first = snapshot(None, root).hash
    write(root, {"stories/s.yaml": "new"})
    assert snapshot(None, root).hash == first == of_edition(None, root).hash
    assert "stories/s.yaml" not in of_edition(None, root).files
    write(root, {"flows/x.yaml": "2"})
    assert snapshot(None, root).hash != first
    assert len(first) == 16


def test_links_and_pipes_are_never_opened(tmp_path: Path) -> None:
    """A link, a pipe, a folder and a linked folder are told, and nothing behind them is read."""
    secret = tmp_path / "secret"
    secret.write_text("k", "utf-8")
    root = write(tmp_path / "root", {"flows/good.yaml": "1"})
    (root / "flows" / "link.yaml").symlink_to(secret)
    (root / "flows" / "dangling.yaml").symlink_to(tmp_path / "nowhere")
    (root / "flows" / "folder.yaml").mkdir()
    os.mkfifo(root / "flows" / "pipe.yaml")
    (root / "templates").symlink_to(tmp_path)
    write(tmp_path, {"cards/c.j2": "behind the link"})
    taken = snapshot(None, root)
    assert taken.files == {"flows/good.yaml": b"1"}
    assert {code for _, code in codes(taken)} == {"not-a-file"}
    assert {file for file, _ in codes(taken)} >= {f"flows/{n}.yaml" for n in ("link", "dangling", "folder", "pipe")}
    assert "templates/cards" in {file for file, _ in codes(taken)}


def test_misnamed_content_is_told_and_notes_are_left_alone(tmp_path: Path) -> None:
    """`Court.yml` is a mistake worth telling; backups, notes and hidden files are nobody's business."""
    names = ["Court.yaml", "court.yml", "法院.yaml", "a.j2", "x.yaml~", "README.md", ".x.yaml", "notes.txt"]
    taken = snapshot(None, write(tmp_path, {f"flows/{n}": "" for n in names}))
    assert taken.files == {}
    assert sorted(f for f, c in codes(taken) if c == "bad-name") == sorted(f"flows/{n}" for n in names[:4])


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more than 512 KB and more files than anybody writes are refused."""
    root = write(tmp_path, {"flows/big.yaml": "x" * (512 * 1024 + 1), "flows/ok.yaml": "x" * 512 * 1024})
    taken = snapshot(None, root)
    assert list(taken.files) == ["flows/ok.yaml"]
    assert codes(taken) == [("flows/big.yaml", "too-big")]
    monkeypatch.setattr(sources, "MAX_FILES", 1)
    assert ("flows/ok.yaml", "too-big") in codes(snapshot(None, root))


def test_unreadable_places_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing folder, a folder that cannot be listed, a file that cannot be opened: problems, no exceptions."""
    assert codes(snapshot(tmp_path / "no", tmp_path)) == [(str(tmp_path / "no"), "unreadable")]
    root = write(tmp_path, {"flows/x.yaml": "1"})

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(sources.os, "open", refuse)
        assert codes(snapshot(None, root)) == [("flows/x.yaml", "unreadable")]
    monkeypatch.setattr(sources.os, "scandir", refuse)
    assert ("flows", "unreadable") in codes(snapshot(None, root))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/a/flows/x.yaml", "flows/x.yaml"),
        ("/home/a/flows/facts/x.yaml", "flows/facts/x.yaml"),
        ("/home/a/my/x.yaml", "flows/x.yaml"),
        ("/home/a/x.md.j2", "templates/scripts/x.md.j2"),
        ("/home/a/templates/letters/x.md.j2", "templates/letters/x.md.j2"),
        ("/home/a/x.j2", "templates/cards/x.j2"),
    ],
)
def test_a_single_file_finds_its_place(path: str, name: str) -> None:
    """A file checked by itself lies where its folders or its ending say."""
    assert name_in_layout(Path(path)) == name


def test_overlay_of_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a problem of the check."""
    taken, name = overlay(Snapshot({"flows/a.yaml": b"1"}), tmp_path / "x.yaml")
    assert name == "flows/x.yaml"
    assert codes(taken) == [("flows/x.yaml", "unreadable")]
    assert taken.files == {"flows/a.yaml": b"1"}


def test_shipped_content_is_found_in_a_checkout_and_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside an installed package `_content` is taken, else the folder around the package."""
    monkeypatch.setattr(sources, "__file__", str(tmp_path / "bot" / "content" / "sources.py"))
    assert shipped_folder() == tmp_path
    (tmp_path / "bot" / "_content").mkdir(parents=True)
    assert shipped_folder() == tmp_path / "bot" / "_content"


def test_a_look_sees_every_change_of_a_file(tmp_path: Path) -> None:
    """Written, replaced by one as long, renamed, taken away: each differs from before; looking again does not."""
    flows = tmp_path / "flows"
    flows.mkdir()
    seen = [fingerprint(tmp_path)]

    def differs() -> bool:
        seen.append(fingerprint(tmp_path))
        return seen[-1] != seen[-2]

    (flows / "a.yaml").write_text("one", encoding="utf-8")
    assert differs()
    assert not differs()
    before = (flows / "a.yaml").stat()
    (flows / "new").write_text("two", encoding="utf-8")
    os.utime(flows / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(flows / "new", flows / "a.yaml")
    assert differs()
    (flows / "a.yaml").rename(flows / "b.yaml")
    assert differs()
    (flows / "b.yaml").unlink()
    assert differs()
    flows.rmdir()
    assert differs()
    assert not differs()
