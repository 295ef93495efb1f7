"""Built scripts and styles ask of a browser only what the oldest ones of docs/standards.md have, or do without it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import tinycss2
from gongkai.publishing import preview
from gongkai.publishing.bundle import minified, page_script, style_sheet
from gongkai.search.bundle import code_files
from helpers.documents import ROOT
from helpers.node import read
from helpers.styles import NEWER_STYLES, Rule, newer_in, of, unsupported

THEME = ROOT / "theme"
# Made by docs/newer.py.
NEWER = json.loads((ROOT / "tests/cases/newer.json").read_text(encoding="utf-8"))
BUILT = {
    **code_files(THEME / "scripts", minified),
    "gongkai.js": page_script(THEME / "scripts"),
    "preview.js": Path(preview.__file__).with_name("preview.js").read_text(encoding="utf-8"),
}
READ = read(BUILT)
STYLES = {"gongkai.css": style_sheet(THEME / "styles"), "desk.css": (THEME / "styles/desk.css").read_text(encoding="utf-8")}

# Newer names that scripts have all the same.
ASKED = {
    "clipboard": "copy.js asks first whether it is there",
    "contacts": "ours: words in the manifest of the index",
    "turn": "ours: the turn of a question, or of the preview",
}
# What a page loses where a property, or a word in a value, is not known: nothing that anybody needs to read or use it.
DISPENSABLE = {
    "accent-color": "boxes to tick have the browser's own colour",
    "break-after": "paper is cut where it may be",
    "break-inside": "paper is cut where it may be",
    "block-size": "what is folded stays folded on paper",
    "color-scheme": "fields and bars have the browser's own colours",
    "content: /": "signs are read aloud",
    "content-visibility": "what is folded stays folded on paper",
    "cursor": "telephones have none",
    "forced-color-adjust": "for displays that came later",
    "position: sticky": "the source goes away with the page",
    "orphans": "paper is cut where it may be",
    "scroll-padding-top": "targets stand at the very top",
    "text-decoration-thickness": "lines under words are as thick as usual",
    "text-size-adjust": "telephones may enlarge texts",
    "text-underline-offset": "lines under words are where they usually are",
    "text-wrap": "titles break where they break",
    "user-select": "a letter is marked by hand",
    "widows": "paper is cut where it may be",
    "width: fit-content": "a box is as wide as the page",
}
# And where a selector is not known: all rules that have one have no other beside it.
DISPENSABLE_SELECTORS = {
    "details-content": "what is folded stays folded on paper",
    "focus-visible": "base.css shows all focus in its place",
    "has": "a table that is too wide for a telephone is shown, rows of pictures are centred",
}
DISPENSABLE_RULES = {"page": "paper has no numbers"}
DISPENSABLE_MEDIA = {
    "forced-colors": "for displays that came later",
    "prefers-color-scheme": "colours are chosen on the page",
    "prefers-contrast": "colours are chosen on the page",
}


# --- scripts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT)
def test_built_script_parses_as_of_2018(name: str) -> None:
    assert READ[name].faults == ()


@pytest.mark.parametrize(
    "newer", ["a ?? b", "a?.b", "a ||= b", "try {} catch {}", "1_000", "class A { b = 1 }", r"/\p{L}/u", "/(?<=a)b/", "/(?<a>b)/", "/./s"]
)
def test_newer_writing_would_be_noticed(newer: str) -> None:
    assert len(read({"newer": newer})["newer"].faults) == 1


def test_built_scripts_ask_for_nothing_newer() -> None:
    scripts = NEWER["scripts"]
    members = {name for names in scripts["members"].values() for name in names} - set(scripts["shared"])
    alone = {*scripts["alone"], *scripts["members"]["Window"]} - set(scripts["shared"])
    asked = {name for script in READ.values() for name in (script.asked & members) | (script.alone & alone)}
    assert asked == ASKED.keys()


def test_table_knows_what_is_newer() -> None:
    scripts, styles = NEWER["scripts"], NEWER["styles"]
    known = {name for names in scripts["members"].values() for name in names} | {*scripts["alone"]}
    assert {
        "replaceChildren",
        "requestSubmit",
        "flatMap",
        "fromEntries",
        "matchAll",
        "replaceAll",
        "structuredClone",
        "ResizeObserver",
    } <= known
    assert {"querySelector", "closest", "assign", "fetch", "append", "Promise"} & known == set()
    assert ({"inset", "aspect-ratio"} <= {*styles["properties"]}, {"has", "is"} <= {*styles["selectors"]}) == (True, True)


def test_floor_is_stated() -> None:
    names = {"chrome": "Chrome", "webview_android": "Android WebView", "firefox": "Firefox", "safari_ios": "iOS"}
    stated = (ROOT / "docs/standards.md").read_text(encoding="utf-8")
    assert [f"{name} {NEWER['floor'][key]}" in stated for key, name in names.items()] == [True] * 4


# --- styles -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STYLES)
def test_built_styles_declare_nothing_newer_that_a_page_needs(name: str) -> None:
    assert set(unsupported(STYLES[name])) - DISPENSABLE.keys() == set()


def test_everything_called_dispensable_is_there() -> None:
    declared = {
        fault
        for css in STYLES.values()
        for rule in of(css)
        if isinstance(rule, Rule)
        for one in rule.declarations
        for fault in newer_in(*one)
    }
    assert DISPENSABLE.keys() - declared == set()


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("a { inset: 0 }", "inset"),
        ("a { width: min(1px, 2px) }", "width: min"),
        ("@media print { a { margin-inline: 0 } }", "margin-inline"),
        ("a { overflow-wrap: anywhere }", "overflow-wrap: anywhere"),
    ],
)
def test_newer_style_would_be_noticed(css: str, fault: str) -> None:
    assert unsupported(css) == [fault]


def test_newer_style_after_an_older_one_is_none() -> None:
    assert unsupported("a { overflow-wrap: break-word; overflow-wrap: anywhere } @supports (inset: 0) { a { inset: 0 } }") == []


@pytest.mark.parametrize("name", STYLES)
def test_rule_for_a_newer_selector_takes_no_older_one_with_it(name: str) -> None:
    """A browser leaves out the whole rule."""
    newer = set(NEWER_STYLES["selectors"])
    lists = [rule.selectors.split(",") for rule in of(STYLES[name]) if isinstance(rule, Rule)]
    asked = [[newer & set(re.findall(r"::?([a-z-]+)", selector)) for selector in selectors] for selectors in lists]
    assert {one for each in asked for found in each for one in found} - DISPENSABLE_SELECTORS.keys() == set()
    assert [selectors for selectors, each in zip(lists, asked, strict=True) if any(each) and not all(each)] == []


@pytest.mark.parametrize("name", STYLES)
def test_newer_rules_and_media_are_dispensable(name: str) -> None:
    at_rules = [rule for rule in of(STYLES[name]) if not isinstance(rule, Rule)]
    kinds = {rule.at_keyword for rule in at_rules} & set(NEWER_STYLES["rules"])
    media = {word for rule in at_rules if rule.at_keyword == "media" for word in re.findall("[a-z-]+", tinycss2.serialize(rule.prelude))}
    assert (kinds - DISPENSABLE_RULES.keys(), (media & set(NEWER_STYLES["media"])) - DISPENSABLE_MEDIA.keys()) == (set(), set())


@pytest.mark.parametrize("name", STYLES)
def test_row_of_boxes_keeps_them_apart_without_a_gap(name: str) -> None:
    """Grids write grid-gap; what has a gap is a row of boxes, whose gap older browsers do not know, and cannot be asked for."""
    found = [rule for rule in of(STYLES[name]) if isinstance(rule, Rule)]
    gaps = {
        selector.strip() for rule in found for named, _ in rule.declarations if named == "gap" for selector in rule.selectors.split(",")
    }
    apart = {selector.strip() for rule in found if rule.is_tested for selector in rule.selectors.split(",")}
    assert {
        selector
        for selector in gaps
        if re.sub(r"\s*>\s*", ">", f":root {selector}>*") not in {re.sub(r"\s*>\s*", ">", one) for one in apart}
    } == set()
