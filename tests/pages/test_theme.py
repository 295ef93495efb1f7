"""The theme keeps its own rules: colours that can be read, components that exist, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from gongkai.desk.plans.printed import FIELDS
from helpers.documents import BADGE_WORDS, ROOT
from jinja2 import Environment

THEME = ROOT / "theme"
STYLES = {
    path.relative_to(THEME / "styles").as_posix(): re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path in sorted((THEME / "styles").rglob("*.css"))
}
CSS = "".join(STYLES.values())
TEMPLATES = {
    path.relative_to(THEME / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((THEME / "templates").rglob("*.*"))
}
SCRIPTS = {
    path.relative_to(THEME / "scripts").as_posix(): path.read_text(encoding="utf-8") for path in sorted((THEME / "scripts").rglob("*.js"))
}
FAMILIES = ["done", "in_hand", "neutral", "attention", "overdue"]
# The block of CSS that a file of macros is named for; `tools` are small pieces without a block of their own.
COMPONENTS = {
    "answer": "gk-answer",
    "badge": "gk-badge",
    "breadcrumb": "gk-trail",
    "carried": "gk-carried",
    "curve": "gk-curve",
    "deadlines": "gk-due",
    "desk": "gk-desk",
    "evidence": "gk-evidence",
    "fold": "gk-fold",
    "look": "gk-look",
    "matrix": "gk-matrix",
    "narrowing": "gk-narrowing",
    "neighbours": "gk-neighbours",
    "notice": "gk-notice",
    "picture": "gk-picture",
    "progress": "gk-progress",
    "publication_path": "gk-path",
    "scorecard": "gk-scorecard",
    "search_box": "gk-search",
    "tally": "gk-tally",
    "task_list": "gk-task",
    "timeline": "gk-timeline",
    "to_do": "gk-desk__counts",
    "relating": "gk-review__row",
    "scouted": "gk-review__row",
    "tools": None,
    "unit_table": "gk-units",
}
# Text and what it stands on.
PAIRS = [
    *product(["ink", "quiet", "link", "link-visited"], ["paper", "wash"]),
    ("paper", "ink"),  # the button of a search form
    ("brand-ink", "brand"),
    ("focus-ink", "focus"),
    *((family, f"{family}-wash") for family in ["done", "in-hand", "neutral", "attention", "overdue"]),
]


# --- colours ------------------------------------------------------------------------------------


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--gk-([\w-]+):\s*([^;]+);", block))


OWN = {Path(name).stem: tokens(text) for name, text in STYLES.items() if name.startswith("schemes/")}
SCHEMES = {name: {**OWN["light"], **own} for name, own in OWN.items()}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=[f"{text} on {ground}" for text, ground in PAIRS])
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][text], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_stands_out_from_every_ground(scheme: str) -> None:
    """A dark line inside a bright one: one of the two is always seen."""
    colours = SCHEMES[scheme]
    seen = {
        ground: max(contrast(colours[ring], colours[ground]) for ring in ("focus", "focus-ink")) for ground in ("paper", "wash", "brand")
    }
    assert {ground: ratio for ground, ratio in seen.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_of_badges_and_fields_can_be_seen(scheme: str) -> None:
    colours = SCHEMES[scheme]
    edges = ["ink", "done", "in-hand", "neutral", "attention", "overdue"]
    assert {edge for edge in edges if contrast(colours[edge], colours["paper"]) < 3} == set()


def test_every_text_and_ground_of_the_css_is_among_the_pairs() -> None:
    texts = set(re.findall(r"[;{\s]color: var\(--gk-([\w-]+)\)", CSS))
    grounds = set(re.findall(r"background: var\(--gk-([\w-]+)\)", CSS))
    assert (texts - {text for text, _ in PAIRS}, grounds - {ground for _, ground in PAIRS}) == (set(), set())


def test_colours_are_written_as_tokens_only() -> None:
    rest = "".join(text for name, text in STYLES.items() if not name.startswith("schemes/"))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", rest) == []


def test_every_token_is_used_and_every_token_used_is_defined() -> None:
    assert set(re.findall(r"var\(--gk-([\w-]+)\)", CSS)) == set(OWN["light"]) | set(tokens(STYLES["tokens.css"]))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_scheme_changes_only_tokens_that_exist(scheme: str) -> None:
    assert set(OWN[scheme]) - set(OWN["light"]) == set()


# --- components ---------------------------------------------------------------------------------

DEFINED = set(re.findall(r"\.(gk-[\w-]+)", CSS))


def classes(text: str) -> tuple[set[str], set[str]]:
    """The classes that a template or script uses for certain, and those it may use for one badge or other, or one field of a source."""
    certain, possible = set(), set()
    for name, filled_in in re.findall(r"(?<![\w-])(gk-[\w-]+)((?:\{\{|\$\{)[^}]*)?", text):
        if not filled_in:
            certain.add(name)
        elif "famil" in filled_in:
            certain |= {name + family for family in FAMILIES}
        elif "field" in filled_in:
            possible |= {name + field for field in FIELDS}
        else:
            possible |= {name + badge for badge in BADGE_WORDS}
    return certain, possible


USED = {name: classes(text) for name, text in {**TEMPLATES, **SCRIPTS}.items()}


def test_every_class_that_is_used_is_defined() -> None:
    assert {name: missing for name, (certain, _) in USED.items() if (missing := certain - DEFINED)} == {}


def test_every_class_that_is_defined_is_used() -> None:
    assert DEFINED - set().union(*(certain | possible for certain, possible in USED.values())) == set()


def test_every_file_of_macros_is_a_component_with_its_own_css() -> None:
    files = {name.removeprefix("macros/").removesuffix(".html"): USED[name][0] for name in TEMPLATES if name.startswith("macros/")}
    assert {name: COMPONENTS.get(name) in (None, *(used & DEFINED)) for name, used in files.items()} == dict.fromkeys(COMPONENTS, True)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_parses(name: str) -> None:
    assert Environment(autoescape=True).parse(TEMPLATES[name]).body


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_trusts_only_the_prose_of_the_project(name: str) -> None:
    """What comes from data is escaped; only content/pages is HTML already."""
    assert re.findall(r"[\w.]+ *\| *safe|autoescape +false|Markup\(", TEMPLATES[name]) == (
        ["view.content | safe"] if name == "page.html" else []
    )


# --- nothing from elsewhere, nothing by force ---------------------------------------------------


@pytest.mark.parametrize("forbidden", ["!important", "@import", "@font-face", "url(", "expression("])
def test_css_does_without(forbidden: str) -> None:
    assert forbidden not in CSS


def test_css_selects_no_ids() -> None:
    selectors = re.sub(r"{[^{}]*}", "{}", CSS)
    assert re.findall(r"#[\w-]+", selectors) == []


@pytest.mark.sweep
@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize(
    "forbidden",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(", "http:", "https:", "import "],
)
def test_script_does_without(name: str, forbidden: str) -> None:
    assert forbidden not in SCRIPTS[name]


@pytest.mark.parametrize("name", [name for name in SCRIPTS if "/" not in name])
def test_script_is_strict(name: str) -> None:
    """What pieces are joined to is in test_pieces.py."""
    assert '"use strict";' in SCRIPTS[name]
