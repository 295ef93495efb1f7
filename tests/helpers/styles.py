"""Styles read rule by rule, what of them browsers of the floor do not know, and what is left of them there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import tinycss2

from .documents import ROOT

# Made by docs/newer.py.
NEWER_STYLES = json.loads((ROOT / "tests/cases/newer.json").read_text(encoding="utf-8"))["styles"]


@dataclass(frozen=True)
class Rule:
    """A style rule: its selectors, its declarations as (property, tokens), and whether it is only for browsers that pass a test."""

    selectors: str
    declarations: tuple[tuple[str, list[tinycss2.ast.Node]], ...]
    is_tested: bool


def rules(css: list[tinycss2.ast.Node], is_tested: bool = False) -> Iterator[Rule | tinycss2.ast.AtRule]:
    """All of a sheet, those within others too."""
    for rule in css:
        if rule.type == "qualified-rule":
            parsed = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            declared = tuple((one.name, one.value) for one in parsed if one.type == "declaration")
            yield Rule(tinycss2.serialize(rule.prelude), declared, is_tested)
        else:
            yield rule
            if rule.content and rule.at_keyword in ("media", "supports"):
                within = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                yield from rules(within, is_tested or rule.at_keyword == "supports")


def of(css: str) -> list[Rule | tinycss2.ast.AtRule]:
    return list(rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def names_in(value: list[tinycss2.ast.Node]) -> Iterator[str]:
    for token in value:
        if token.type == "function":
            yield token.name
            yield from names_in(token.arguments)
        elif token.type == "ident":
            yield token.value
        elif token.type == "literal" and token.value == "/":
            yield "/"


def newer_in(name: str, value: list[tinycss2.ast.Node]) -> list[str]:
    """What of a declaration older browsers do not know: the property, or words in its value."""
    table = NEWER_STYLES
    if name in table["properties"]:
        return [name]
    words = {*table["values"].get(name, ()), *table["functions"], *("/" if name == "content" else "")}
    return [f"{name}: {word}" for word in names_in(value) if word in words]


def unsupported(css: str) -> list[str]:
    """Declarations of newer things that have none of older ones before them in their rule."""
    faults = []
    for rule in of(css):
        if isinstance(rule, Rule) and not rule.is_tested:
            older: set[str] = set()
            for name, value in rule.declarations:
                newer = newer_in(name, value)
                faults += [] if name in older else newer
                older |= set() if newer else {name}
    return faults


def as_old_browsers_read(css: str) -> str:
    """A sheet without what they do not know: rules for newer selectors, newer declarations, gaps between boxes in a row; tests of support fail."""
    return "".join(map(_as_old, tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _as_old(rule: tinycss2.ast.Node) -> str:
    prelude = tinycss2.serialize(rule.prelude)
    if rule.type == "qualified-rule":
        if set(NEWER_STYLES["selectors"]) & set(re.findall(r"::?([a-z-]+)", prelude)):
            return ""
        declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        known = (one for one in declared if one.type == "declaration" and one.name != "gap" and not newer_in(one.name, one.value))
        return f"{prelude} {{{''.join(f'{one.name}: {tinycss2.serialize(one.value)};' for one in known)}}}"
    if rule.at_keyword not in ("media", "supports"):
        return ""
    within = "".join(map(_as_old, tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)))
    # All of ours ask whether something is missing.
    return within if rule.at_keyword == "supports" else f"@media {prelude} {{{within}}}"
