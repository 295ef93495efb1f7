"""The scripts and styles of every page as they are served, joined and minified."""

from __future__ import annotations

import json
from pathlib import Path

import minify

from gongkai.files import reader
from gongkai.search.given import with_given

# Shortening must not write what older browsers do not understand (docs/standards.md).
minify.config({"js-version": 2018})

_PAGE_SCRIPTS = ("display", "box", "filter", "fold", "copy")
# What a reader's system says when it wants the scheme; the first is for everybody else, the last comes before those before it.
SCHEMES = {"light": "all", "dark": "(prefers-color-scheme: dark)", "contrast": "(prefers-contrast: more)"}


def page_script(scripts: Path) -> str:
    """What every page runs: before it is shown, the reader's own way of showing it; then its search box, long lists and folds."""
    given = f"const SCHEMES = {json.dumps(SCHEMES)};\n"
    written = "".join(reader.read_text(scripts / f"{name}.js") for name in _PAGE_SCRIPTS)
    return minified(f"(function () {{\n{given}{with_given(written)}}})();\n")


def style_sheet(styles: Path) -> str:
    """One sheet for all pages: schemes of colours, tokens, base, a file per component, older browsers, 大字版, paper."""
    schemes = "".join(_scheme(styles, name, condition) for name, condition in SCHEMES.items())
    components = sorted((styles / "components").glob("*.css"))
    sheets = [styles / "tokens.css", styles / "base.css", *components, styles / "floor.css", styles / "large.css", styles / "print.css"]
    text: str = minify.string("text/css", schemes + "".join(reader.read_text(sheet) for sheet in sheets))
    return f"{text}\n"


def _scheme(styles: Path, name: str, condition: str) -> str:
    """A scheme's tokens, for readers who chose it on the site, and for those whose system asks for it and who chose none.

    Paper is white whatever is on the screen.
    """
    rules = reader.read_text(styles / f"schemes/{name}.css")
    if condition == "all":
        return rules
    chosen = rules.replace(":root", f':root[data-scheme="{name}"]')
    asked_for = rules.replace(":root", ":root:not([data-scheme])")
    return f"@media screen and {condition} {{ {asked_for} }}\n@media screen {{ {chosen} }}\n"


def minified(script: str) -> str:
    """The same script with short names and without comments."""
    text: str = minify.string("application/javascript", script)
    return f"{text};\n"
