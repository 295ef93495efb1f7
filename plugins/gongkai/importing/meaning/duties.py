"""A proposal of the duty kind (design §1), from the words of a measure; where the table does not decide, a person does."""

from __future__ import annotations

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import DutyKind
from gongkai.words.folding import fold

from . import wordlists
from .times import Time


def propose(text: str, time: Time, *, has_path: bool = False) -> tuple[DutyKind | None, str]:
    """The likeliest kind and why, none where nothing speaks for one; never `count` or `periodic` without a number of times."""
    is_public = has_path or has_output(text)
    folded = without_titles(fold(text))
    fitting = (
        duty for duty, words in wordlists.duties() if (getattr(time, duty.sign) if duty.sign else is_public and words.search(folded))
    )
    duty = next(fitting, None)
    return (duty.kind, duty.why) if duty else (None, "")


def has_output(text: str) -> bool:
    """False for wording without a public word: a 公开路径 printed for the whole row does not serve it."""
    folded = wordlists.pattern("no_outputs").sub("", without_titles(fold(text)))
    return bool(wordlists.pattern("outputs").search(folded))
