"""A proposal of the duty kind (design §1), from the words of a measure; where the table does not decide, a person does."""

from __future__ import annotations

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import DutyKind
from gongkai.words.folding import fold

from . import wordlists
from .times import Time


def propose(text: str, time: Time, *, has_path: bool = False) -> tuple[DutyKind | None, str]:
    """The likeliest kind and why, none where nothing speaks for one; never `count` or `periodic` without a number of times."""
    folded, is_public = without_titles(fold(text)), has_path or has_output(text)
    for duty in wordlists.duties():
        if getattr(time, duty.sign) if duty.sign else is_public and wordlists.any_of(duty.words).search(folded):
            return duty.kind, duty.why
    return None, ""


def has_output(text: str) -> bool:
    """False for wording without a public word: a 公开路径 printed for the whole row does not serve it."""
    folded = wordlists.pattern("no_outputs").sub("", without_titles(fold(text)))
    return bool(wordlists.pattern("outputs").search(folded))
