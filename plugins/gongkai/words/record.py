"""What every mapping in a YAML file is read into, and what such records are looked up in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core.core_schema import CoreSchema

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Record(BaseModel):
    """A frozen mapping of the data; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, fields: object) -> object:
        """A field without content is not filled in, as if it were not there; a key nobody knows stays an error."""
        if not isinstance(fields, dict) or "" not in fields.values():
            return fields
        return {key: value for key, value in fields.items() if value != "" or key not in cls.model_fields}


@dataclass(frozen=True, eq=False)
class Choices:
    """The Chinese words for the values that a field may have: stands beside its `Literal`."""

    words: Mapping[str, str] | Mapping[str | None, str]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        json = handler(schema)
        words = [self.words[value] for value in json["enum"]]
        hint = "、".join(f"{value}（{word}）" for value, word in zip(json["enum"], words, strict=True))
        return {**json, "enumDescriptions": words, "errorMessage": f"请写其中一个：{hint}。"}

    @classmethod
    def of(cls, info: FieldInfo) -> Iterator[Choices]:
        """Those that stand beside what a field may hold."""
        return (step for step in steps((info.annotation, *info.metadata)) if isinstance(step, cls))


def steps(annotations: Iterable[object]) -> Iterator[object]:
    """All that an annotation is made of."""
    for annotation in annotations:
        yield annotation
        # A FieldInfo within an annotation carries what limits it in its own metadata.
        yield from steps((*get_args(annotation), *getattr(annotation, "metadata", ()), *getattr(annotation, "__metadata__", ())))


class Grouped(dict[K, tuple[V, ...]]):
    """Values by what they are asked by, gone through once; none where nothing has the key."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[K, V]]) -> Grouped[K, V]:
        """The values of each key, in the order in which they come."""
        groups: dict[K, list[V]] = {}
        for key, value in pairs:
            groups.setdefault(key, []).append(value)
        return cls((key, tuple(values)) for key, values in groups.items())

    def __missing__(self, key: K) -> tuple[V, ...]:
        return ()
