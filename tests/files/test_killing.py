"""Killed before and after every call that creates, flushes, renames, exchanges or removes: the old or the new, whole, and nothing beside it."""

import json
import subprocess
import sys

import pytest
from gongkai.files import leftovers
from helpers.documents import ROOT
from helpers.killing import ACTS
from helpers.sites import each


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", each([1, 13], 13), ids=["each call", "each thirteenth call"])
def test_killed_at_any_call_the_next_start_has_the_old_or_the_new(tmp_path, act, step):
    """What is done at one step is whole even before the next start."""
    command = [sys.executable, "-m", "helpers.killing", act, str(tmp_path / "root"), str(step)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": f"{ROOT}/plugins:{ROOT}/tests"})
    told = json.loads(finished.stdout)

    assert (told["differ"], told["kills"] > 20 // step, told["torn"]["after the next start"]) == (True, True, [])
    assert told["torn"]["at once"] == [] or not ACTS[act][1]


def test_what_was_left_is_finished_only_within_its_folder(tmp_path):
    """Data may come from anybody, and with it a folder that looks like one of ours."""
    left = tmp_path / "data/.gongkai-aaaaaaaa"
    for name in ("../out.txt", "in.txt"):
        (left / "new" / name).parent.mkdir(parents=True, exist_ok=True)
        (left / "new" / name).write_text("text")
    (left / "whole.json").write_text(json.dumps({"../out.txt": True, str(tmp_path / "root.txt"): True, "in.txt": True}))

    leftovers.recover_all(tmp_path)

    assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.txt")] == ["data/in.txt"]
