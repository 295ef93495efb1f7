"""The code of the search, which answers from the index in the browser: pieces joined to a few files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from gongkai.files import equipment

from .given import with_given

# The pieces of each script, every one of which uses only those before it.
ENGINE = tuple(
    f"engine/{name}"
    for name in (
        *("tokens", "encoded", "lists", "files", "manifest", "postings", "clauses", "documents", "scores", "ranks"),
        *("divisions", "names", "contacts", "answers", "spoken", "meanings", "cards", "engine"),
    )
)
ANSWERING = tuple(
    f"answering/{name}" for name in ("page", "narrowing", "address", "marks", "sentences", "hits", "lists", "answer", "search")
)
LOOSE = ("loosely/understood", "loosely/enough", "loosely/loosely")
NEAR = tuple(f"names/{name}" for name in ("text", "suggestions", "names", "load", "box", "slips", "near", "understood"))
NARROW = ("narrowing/facets", "narrowing/counts")
# The files of code, and the scripts in them.
CODE = {"code.js": (ENGINE, ANSWERING), "loose.js": (LOOSE,), "near.js": (NEAR,), "narrow.js": (NARROW,)}
# The same script made small.
Minifier = Callable[[str], str]

# Of lunr.js what builds and loads indexes, takes English apart, reads its query language and remembers which words of a document fitted:
# where each stretch begins, and what follows it.
_LUNR_UNUSED = (
    ("var lunr = ", "lunr.FieldRef = "),
    ("lunr.idf = ", "lunr.Vector = "),
    ("lunr.Vector.prototype.insert = ", "lunr.Vector.prototype.upsert = "),
    ("lunr.Vector.prototype.toArray = ", "lunr.Index = "),
    ("lunr.Index.prototype.search = ", "lunr.Index.prototype.query = "),
    ("lunr.Index.prototype.toJSON = ", "lunr.Query = "),
    ("lunr.Query.wildcard = ", "lunr.Query.presence = "),
    ("lunr.Query.prototype.clause = ", "lunr.Query.prototype.isNegated = "),
    ("lunr.Query.prototype.term = ", "})();"),
)
# The index that is asked knows its terms itself (engine/ranks.js, assembled), and nobody asks for more of a document than its number and score.
_INSTEAD = """var lunr = window.lunr = {
  TokenSet: { fromClause: function (clause) { return clause.term } },
  MatchData: function () { this.add = this.combine = function () {} }
};
"""


def code_files(scripts: Path, minified: Minifier) -> dict[str, str]:
    """The code alone, by name."""
    code = {file: minified("".join(joined(scripts, names) for names in parts)) for file, parts in CODE.items()}
    return {**code, "code.js": lunr_script(minified) + code["code.js"]}


def joined(scripts: Path, names: Iterable[str]) -> str:
    """Pieces as one script, which keeps their names to itself, with what they are given."""
    pieces = "".join((scripts / f"{name}.js").read_text(encoding="utf-8") for name in names)
    return f'(function () {{\n"use strict";\n{with_given(pieces)}}})();\n'


def lunr_script(minified: Minifier) -> str:
    """What search needs of lunr.js, under its own licence banner.

    The index is built elsewhere, and nobody types lunr's query language: what is left says which documents fit, and how well.
    """
    text = whole_lunr()
    banner = text[: text.index("*/") + 2]
    for first, after in _LUNR_UNUSED:
        text = text[: text.index(first)] + text[text.index(after) :]
    text = text.replace("lunr.FieldRef = ", f"{_INSTEAD}lunr.FieldRef = ", 1)
    return f"{banner}\n{minified(text.replace('/*!', '/*'))}"


def whole_lunr() -> str:
    """The browser's lunr.js 2.3.9 as it is."""
    return equipment.lunr().read_text(encoding="utf-8")
