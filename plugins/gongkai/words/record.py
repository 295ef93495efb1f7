"""What every mapping in a YAML file is read into."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator


class Record(BaseModel):
    """A frozen mapping of the data; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, fields: object) -> object:
        """A field without content is not filled in, as if it were not there; a key nobody knows stays an error."""
        if not isinstance(fields, dict):
            return fields
        return {key: value for key, value in fields.items() if value != "" or key not in cls.model_fields}
