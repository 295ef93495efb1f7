"""Terms are counted as often as they stand in a text, and names in brackets are read both ways."""

from collections import Counter

import pytest
from gongkai.words.tokens import index_tokens, phrases


def test_known_phrase_counts_as_often_as_it_stands_there():
    known = phrases(["发展改革委"])

    for text, times in (("发展改革委", 1), ("发展改革委，发展改革委", 2), ("发展改革委发展改革委", 2)):
        assert Counter(index_tokens(text, known))["发展改革委"] == times


@pytest.mark.parametrize("text", ["村（居）务公开", "村(居)务公开"])
def test_name_with_one_character_in_brackets_is_two_names(text):
    assert {"村务", "居务"} <= set(index_tokens(text, {}))
