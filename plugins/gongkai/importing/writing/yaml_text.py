"""YAML as a person would type it into data/: plain words where they can stand plain, |- for wording, flow lists for slugs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from gongkai.words.left_out import Value
from gongkai.words.source import parse
from gongkai.words.text import visible

_LONGEST_FLOW = 110


def scalar(text: str) -> str:
    """A one-line value, in quotes only where it would be read as something else."""
    return text if _reads_as(f"a: {text}", {"a": text}) else _quoted(text)


def listed(text: str) -> str:
    """A value inside a flow list."""
    # A quotation mark would pair with that of another value.
    return text if not re.search("[\"']", text) and _reads_as(f"a: [b, {text}]", {"a": ["b", text]}) else _quoted(text)


def _reads_as(document: str, value: Value) -> bool:
    """Whether `check` reads it so and has nothing to say."""
    source = parse(document, Path())
    return not source.slips and source.value == value


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def pair(key: str, text: str, indent: int) -> list[str]:
    """`key: text` on one line; nothing for an empty text."""
    return [f"{' ' * indent}{key}: {scalar(_line(text))}"] if _line(text) else []


def block(key: str, text: str, indent: int) -> list[str]:
    """`key: |-` and the text below it, a paragraph on a line."""
    lines = [" ".join(line.split()) for line in visible(text).split("\n")]
    return [f"{' ' * indent}{key}: |-", *(f"{' ' * (indent + 2)}{line}" for line in lines if line)] if any(lines) else []


def flow(key: str, values: Sequence[str], indent: int) -> list[str]:
    """`key: [甲, 乙]`, or a line for each where that becomes too long; nothing for no items."""
    written = [listed(text) for text in map(_line, values) if text]
    line = f"{' ' * indent}{key}: [{', '.join(written)}]"
    if len(line) > _LONGEST_FLOW:
        return texts(key, values, indent)
    return [line] if written else []


def texts(key: str, values: Iterable[str], indent: int) -> list[str]:
    """`key:` and a sentence on each line below it."""
    written = [f"{' ' * (indent + 2)}- {_sentence(text)}" for text in map(_line, values) if text]
    return [f"{' ' * indent}{key}:", *written] if written else []


def _sentence(text: str) -> str:
    return text if _reads_as(f"- {text}", [text]) else _quoted(text)


def comment(text: str) -> str:
    """A line that the program does not read."""
    return f"# {_line(text)}"


def _line(text: str) -> str:
    return " ".join(visible(text).split())
