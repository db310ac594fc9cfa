"""The outdated and wrong claims of the sources are caught however they are put, and stand in nothing that is shipped."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

import bot
from bot.content.edition import build
from bot.content.outgoing import offences
from bot.content.sources import snapshot
from bot.content.untrue import CLAIMS, untrue

SAMPLES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("untrue.yaml").read_text("utf-8"))
WRONG = [(name, said) for name, both in SAMPLES["claims"].items() for said in both["wrong"]]
RIGHT = [(name, said) for name, both in SAMPLES["claims"].items() for said in both["right"]]


def test_every_claim_has_samples() -> None:
    """Each claim is put wrongly in two ways at least, and rightly in one."""
    assert list(SAMPLES["claims"]) == [c.id for c in CLAIMS]
    for name, both in SAMPLES["claims"].items():
        assert len(both["wrong"]) >= 2, name
        assert both["right"], name


def test_all_forty_errors_are_watched() -> None:
    """Each of the forty errors of the sources has a claim that watches for it."""
    assert len(SAMPLES["errors"]) == 40
    assert set(SAMPLES["errors"].values()) <= {c.id for c in CLAIMS}


@pytest.mark.parametrize(("claim", "said"), WRONG)
def test_a_planted_wrong_sentence_is_caught(claim: str, said: str) -> None:
    """The sentence is found by its own claim, and whatever leaves the house is held to it."""
    assert claim in {c.id for c, _, _ in untrue(said)}
    assert "untrue" in {o.kind for o in offences(f"先缓一口气。{said}再说别的。")}


@pytest.mark.parametrize(("claim", "said"), RIGHT)
def test_the_true_sentence_passes(claim: str, said: str) -> None:
    """What is said instead is found by no claim at all."""
    assert [c.id for c, _, _ in untrue(said)] == []


def test_flows_with_wrong_sentences_are_refused() -> None:
    """Planted into shipped flows, each on its own line, every one of them is told where it stands."""
    shipped, files, planted = snapshot(), {}, {}
    for number, name in enumerate(("small_wait", "small_going", "about_fee", "about_bot")):
        lines = shipped.files[f"flows/{name}.yaml"].decode().split("\n")
        at = lines.index("    say: |")
        mine = WRONG[number::4]
        planted |= {(f"flows/{name}.yaml", line): said for line, (_, said) in enumerate(mine, at + 2)}
        text = "\n".join([*lines[:at], "    say:", *(f"      - {said}" for _, said in mine), "    end: answered"])
        files[f"flows/{name}.yaml"] = text.encode()
    built = build(replace(shipped, files={**shipped.files, **files}))
    told = {(p.file, p.line) for p in built.problems if p.code == "untrue-words"}
    assert built.edition is None
    assert not [said for place, said in planted.items() if place not in told]


def test_what_facts_put_in_is_read_along() -> None:
    """A claim that comes about only when the fact stands in its place is found as well."""
    shipped = snapshot()
    wrong = "投诉催收，可以打 {{ fact.h12368.number }}。"
    text = shipped.files["flows/small_wait.yaml"].decode().replace("好，不急。", wrong)
    built = build(replace(shipped, files={**shipped.files, "flows/small_wait.yaml": text.encode()}))
    assert [p.code for p in built.problems] == ["untrue-words"]


def test_the_program_itself_makes_no_such_claim() -> None:
    """Chinese that stands in the program (exports, terminal, the safe words) is held to the same list."""
    found = []
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        if path.name in {"untrue.py", "outgoing.py"} or "understanding" in path.parts:  # lists of other people's words
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [(path.name, words) for _, words, _ in untrue(node.value)]
    assert not found
