"""The files of the search: its index, and the code that answers from it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from gongkai.judging.assessment import Assessment

from . import documents
from .guides import Explained

# The same script made small.
Minifier = Callable[[str], str]

# Of lunr.js what builds indexes, takes English apart and reads its query language: where each stretch begins, and what follows it.
_LUNR_UNUSED = (
    ("lunr.idf = ", "lunr.Vector = "),
    ("lunr.Vector.prototype.insert = ", "lunr.Vector.prototype.upsert = "),
    ("lunr.Vector.prototype.toArray = ", "lunr.TokenSet = "),
    ("lunr.TokenSet.fromFuzzyString = ", "lunr.TokenSet.fromString = "),
    ("lunr.Index.prototype.search = ", "lunr.Index.prototype.query = "),
    ("lunr.Index.prototype.toJSON = ", "lunr.Index.load = "),
    ("lunr.Builder = ", "lunr.MatchData = "),
    ("lunr.QueryParseError = ", "/**\n   * export the module"),
)
# An index loads its pipeline; ours has none.
_NO_PIPELINE = "lunr.Pipeline = { load: function () { return null } };\n"


def search_files(assessment: Assessment, scripts: Path, minified: Minifier, explained: Iterable[Explained] = ()) -> dict[str, str]:
    """The index, and the code that answers from it, by name; `explained` are the pages of the whole site that can be found."""
    code, near, narrow = (
        minified("".join((scripts / f"{name}.js").read_text(encoding="utf-8") for name in names))
        for names in (("tokens", "engine", "search"), ("suggest", "near"), ("narrow",))
    )
    made = {"code.js": lunr_script(minified) + code, "near.js": near, "narrow.js": narrow}
    with _without_collecting():
        return made | dict(documents.index_files(assessment, explained))


def folder_of(made: Mapping[str, str]) -> str:
    """Other content is another folder, so that no browser mixes two builds."""
    digest = hashlib.sha256("".join(made[name] for name in sorted(made)).encode())
    return f"search/{digest.hexdigest()[:12]}/"


@contextmanager
def _without_collecting() -> Iterator[None]:
    """The index holds millions of things and no circles of references: looking for some takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def lunr_script(minified: Minifier) -> str:
    """What search needs of the browser's lunr.js 2.3.9, under its own licence banner. MkDocs ships it; lunr.py does not.

    The index is built elsewhere, and nobody types lunr's query language: the modules for that are a third of it.
    """
    spec = find_spec("mkdocs")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("缺少 lunr.js：请运行 python3 tasks.py build，它会安装 requirements.txt 里的 mkdocs。")
    text = (Path(spec.origin).parent / "contrib/search/templates/search/lunr.js").read_text(encoding="utf-8")
    banner = text[: text.index("*/") + 2]
    for first, after in _LUNR_UNUSED:
        text = text[: text.index(first)] + text[text.index(after) :]
    text = text.replace("lunr.Vector = ", f"{_NO_PIPELINE}lunr.Vector = ", 1)
    return f"{banner}\n{minified(text)}"
