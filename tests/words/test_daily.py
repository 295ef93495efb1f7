"""The words of daily life that come with the engine, and how others lie over them."""

from __future__ import annotations

from collections import Counter

from gongkai.words.article_20 import KINDS
from gongkai.words.daily import DailyWords, Meaning, engine, laid_over
from gongkai.words.text import normal

WORDS = [word for meaning in engine().meanings for word in meaning.words]


def meanings(*groups: tuple[str, ...]) -> DailyWords:
    return DailyWords(meanings=tuple(Meaning(words=words, bodies=("民政局",)) for words in groups))


def test_each_meaning_leads_somewhere() -> None:
    assert [meaning.caption for meaning in engine().meanings if not (meaning.bodies or meaning.kinds)] == []


def test_each_meaning_has_a_theme() -> None:
    assert [meaning.caption for meaning in engine().meanings if not meaning.theme] == []


def test_no_word_means_two_things() -> None:
    assert [word for word, times in Counter(WORDS).items() if times > 1] == []


def test_words_are_written_in_their_normal_form() -> None:
    everything = [*WORDS, *engine().trimmings, *engine().apart, *engine().everyday]
    assert [word for word in everything if word != normal(word)] == []


def test_no_trimming_is_itself_a_concern() -> None:
    assert {*engine().trimmings} & {*WORDS} == set()


def test_each_guard_keeps_a_word_of_the_table_apart() -> None:
    assert [guard for guard in engine().apart if not any(word in guard and word != guard for word in WORDS)] == []


def test_each_everyday_word_is_a_word_of_the_table() -> None:
    assert {*engine().everyday} - {*WORDS} == set()


def test_kinds_are_items_of_the_article() -> None:
    assert {kind for meaning in engine().meanings for kind in meaning.kinds} <= set(KINDS)


def test_own_word_is_taken_from_the_group_that_had_it() -> None:
    whole = laid_over(meanings(("低保", "吃低保"), ("户口",)), meanings(("吃低保", "低保户")))
    assert [meaning.words for meaning in whole.meanings] == [("低保",), ("户口",), ("吃低保", "低保户")]


def test_group_that_lost_all_its_words_is_gone() -> None:
    whole = laid_over(meanings(("低保",), ("户口",)), meanings(("低保",)))
    assert [meaning.words for meaning in whole.meanings] == [("户口",), ("低保",)]


def test_trimmings_and_guards_are_added() -> None:
    whole = laid_over(DailyWords(trimmings=("请问",), apart=("动物医院",)), DailyWords(trimmings=("请问", "咋办"), apart=("车站",)))
    assert (whole.trimmings, whole.apart) == (("请问", "咋办"), ("动物医院", "车站"))


def test_own_word_is_no_everyday_word_any_more() -> None:
    assert laid_over(DailyWords(everyday=("钓鱼", "足球")), meanings(("钓鱼",))).everyday == ("足球",)


def test_own_word_is_no_trimming_any_more() -> None:
    assert laid_over(DailyWords(trimmings=("投诉", "请问")), meanings(("投诉",))).trimmings == ("请问",)
