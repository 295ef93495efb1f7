"""Two clerks record on branches of their own: git puts both entries together, without a conflict or a lost line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from gongkai.desk.entering import typed_of
from gongkai.desk.mending import entries_of
from gongkai.desk.proposals import Desk, outcome_of, state_of, write
from gongkai.desk.recording import recorded
from gongkai.judging.doubts.effects import identities
from helpers.clerks import PLACES, Typing, copied, state, typings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# What may be recorded without anything before it.
_KINDS = ("evidence", "checks", "searches", "notes", "waivers", "replies")


def git(root: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=甲", "-c", "user.email=jia@example.org", "-c", "commit.gpgsign=false", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def recorded_by(desk: Desk, typing: Typing) -> tuple[Path, str]:
    draft = recorded(desk, state(typing.place), typing.at, typing.kind, typing.typed)
    assert draft.proposal, draft.mistakes
    write(desk, outcome_of(desk, draft.proposal, state(typing.place)))
    ((file, text),) = draft.proposal.texts.items()
    return file, text or ""


def are_two(first: Typing, second: Typing) -> bool:
    """Whether they are of one place, and not the same entry."""
    drafts = [recorded(Desk(Path("data"), it.at.on, it.at.on), state(it.place), it.at, it.kind, it.typed) for it in (first, second)]
    named = [set(identities(it.kind, draft.entry, "")) for it, draft in zip((first, second), drafts, strict=True) if draft.entry]
    return first.place == second.place and len(named) == 2 and named[0].isdisjoint(named[1])


def merge(root: Path, first: Typing, second: Typing) -> None:
    desk = copied(root, first.place)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "数据")
    written = {}
    for name, typing in (("jia", first), ("yi", second)):
        git(root, "switch", "-q", "-c", name, "main")
        file, text = recorded_by(desk, typing)
        written[file] = text
        git(root, "add", ".")
        git(root, "commit", "-q", "-m", name)
    git(root, "merge", "-q", "--no-edit", "jia")

    assert git(root, "status", "--porcelain") == ""
    assert {file: (desk.root / file).read_text(encoding="utf-8") for file in written} == written
    merged = state_of(desk, first.place)
    assert merged.is_sound
    assert len(entries_of(merged)) == len(entries_of(state(first.place))) + 2
    told = [typed_of(entry.entry) for entry in entries_of(merged) if entry.file in written and entry.entry]
    assert len(told) == 2


_PAIRS = st.sampled_from(sorted(PLACES)).flatmap(lambda place: st.tuples(typings(_KINDS, place=place), typings(_KINDS, place=place)))
_GIT = settings(suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.mark.sweep
@settings(_GIT, max_examples=2)
@given(pair=_PAIRS.filter(lambda pair: are_two(*pair)))
def test_entries_of_two_branches_are_put_together(tmp_path_factory: pytest.TempPathFactory, pair: tuple[Typing, Typing]) -> None:
    merge(tmp_path_factory.mktemp("pair"), *pair)


@pytest.mark.long
@settings(_GIT, max_examples=50)
@given(pair=_PAIRS.filter(lambda pair: are_two(*pair)))
def test_entries_of_fifty_pairs_of_branches_are_put_together(tmp_path_factory: pytest.TempPathFactory, pair: tuple[Typing, Typing]) -> None:
    merge(tmp_path_factory.mktemp("pair"), *pair)
