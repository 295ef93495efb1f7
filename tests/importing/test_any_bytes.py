"""`import` of any bytes ends in a draft or in a Chinese refusal: real files of each format, spoilt by chance."""

from __future__ import annotations

import random
import re
import time
from functools import cache
from pathlib import Path

import pytest
from gongkai.importing import command
from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import RefusedError
from helpers.sites import each
from helpers.spoilt_files import FORMATS, spoilt

FEW, MANY = 2, 2_000
# Some in every run, more in the sweep.
SEEDS = each([range(FEW), range(FEW, 8)], range(FEW))


@cache
def samples(suffix: str) -> tuple[bytes, ...]:
    return tuple(FORMATS[suffix]())


def outcome(path: Path) -> str:
    try:
        return command.as_plan_json(path).text
    except RefusedError as error:
        return str(error)


def try_seeds(suffix: str, seeds: range, folder: Path) -> None:
    for seed in seeds:
        chance = random.Random(seed)
        path = folder / f"通知.{suffix}"
        path.write_bytes(spoilt(chance.choice(samples(suffix)), chance))
        began = time.process_time()
        try:
            said = outcome(path)
        except Exception as error:
            raise AssertionError(f"seed {seed} of {suffix}") from error
        assert re.search("[一-鿿]", said), f"seed {seed} of {suffix}: {said}"
        assert time.process_time() - began < limits.SECONDS, f"seed {seed} of {suffix} took too long to understand"


@pytest.mark.sweep
@pytest.mark.parametrize("seeds", SEEDS, ids=str)
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_spoilt_file_is_read_or_refused(tmp_path, suffix, seeds):
    try_seeds(suffix, seeds, tmp_path)


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("suffix", FORMATS)
def test_thousands_of_spoilt_files_are_read_or_refused(tmp_path, suffix):
    try_seeds(suffix, range(8, MANY), tmp_path)


@pytest.mark.sweep
@pytest.mark.parametrize("seeds", SEEDS, ids=str)
@pytest.mark.parametrize("suffix", [*FORMATS, "doc", "wps", "mht", "xls", "zip", ""])
def test_bytes_without_any_meaning_are_read_or_refused(tmp_path, suffix, seeds):
    for seed in seeds:
        path = tmp_path / f"通知.{suffix}"
        path.write_bytes(random.Random(seed).randbytes(3_000))

        assert re.search("[一-鿿]", outcome(path))
