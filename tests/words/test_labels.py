"""Every value that the data may name in English has its Chinese word, and only one."""

from typing import get_args

import pytest
from gongkai.records.fields import DocumentValidity
from gongkai.records.ledger_records import Check, Evidence
from gongkai.records.plan_records import DutyKind, Period, RelativeDue
from gongkai.records.register_records import UnitKind
from gongkai.words.labels import CHECK_RESULTS, DUTY_KINDS, FORMATS, LIMIT_UNITS, PERIODS, UNIT_KINDS, VALIDITIES


def values_of(record, field):
    annotation = record.model_fields[field].annotation
    return [value for value in get_args(annotation) if isinstance(value, str)] or list(get_args(get_args(annotation)[0]))


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        pytest.param(DUTY_KINDS, [*get_args(DutyKind), None], id="kinds of duties"),
        pytest.param(UNIT_KINDS, get_args(UnitKind), id="kinds of units"),
        pytest.param(PERIODS, get_args(Period), id="periods"),
        pytest.param(VALIDITIES, get_args(DocumentValidity), id="validity of documents"),
        pytest.param(CHECK_RESULTS, values_of(Check, "result"), id="results of checks"),
        pytest.param(FORMATS, values_of(Evidence, "format"), id="formats of evidence"),
        pytest.param(LIMIT_UNITS, values_of(RelativeDue, "unit"), id="units of time limits"),
    ],
)
def test_every_value_has_a_word_of_its_own(labels, values):
    assert list(labels) == list(values)
    assert len(set(labels.values())) == len(labels)
