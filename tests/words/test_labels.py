"""Every value that the data may name in English has its Chinese word, and only one."""

from collections import defaultdict
from typing import Literal, get_args, get_origin

import pytest
from gongkai.records import loading  # noqa: F401 (defines every record)
from gongkai.words import labels
from gongkai.words.record import Choices, Record


def records(kind=Record):
    for inner in kind.__subclasses__():
        yield inner
        yield from records(inner)


def choices(annotation, beside=()):
    """The values of each Literal in an annotation, with the words that stand beside it."""
    if get_origin(annotation) is Literal:
        yield get_args(annotation), next((it.words for it in beside if isinstance(it, Choices)), {})
    for argument in get_args(annotation):
        yield from choices(argument, getattr(annotation, "__metadata__", ()))


FOUND = [
    pytest.param(*choice, id=f"{record.__name__}.{name}")
    for record in records()
    for name, field in record.model_fields.items()
    for choice in choices(field.annotation, field.metadata)
]


@pytest.mark.parametrize(("values", "words"), FOUND)
def test_every_value_has_a_word_of_its_own(values, words):
    assert [value for value in values if value not in words] == []
    assert len(set(words.values())) == len(words)


def test_there_is_no_word_for_a_value_that_nothing_has():
    values = defaultdict(set)
    for choice in FOUND:
        values[id(choice.values[1])] |= {*choice.values[0]}
    # What only the module itself reads is of no choice.
    tables = {name: table for name, table in vars(labels).items() if isinstance(table, dict) and name.isupper() and name[0] != "_"}
    assert {name: [*{*table} - values[id(table)] - {None}] for name, table in tables.items()} == {name: [] for name in tables}
