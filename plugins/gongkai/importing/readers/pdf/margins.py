"""What a PDF prints in the margins of its pages: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gongkai.importing.readers.base.notice import LeftOver

from .pages import PageContent
from .words import Line

MARGIN = 0.12
PAGE_NUMBER = re.compile(r"[\s\-—–－─―_·•.]*(第\s*)?\d{1,4}(\s*页)?(\s*[/／,，]?\s*(共\s*)?\d{1,4}\s*页?)?[\s\-—–－─―_·•.]*")
FEWEST_PAGES = 2
SHARE = 0.6


def without_margins(pages: Sequence[PageContent]) -> tuple[list[PageContent], tuple[LeftOver, ...]]:
    """The pages without page numbers and without lines that most pages print in the same margin; remarks on what went."""
    counts = Counter(words for page in pages for words in {_words(line) for line in _in_margins(page)})
    running = {words for words, count in counts.items() if count >= max(FEWEST_PAGES, SHARE * len(pages))}
    left_out = [line for page in pages for line in _in_margins(page) if _is_furniture(line, running)]
    gone = {id(line) for line in left_out}
    kept = [replace(page, pieces=tuple(piece for piece in page.pieces if id(piece) not in gone)) for page in pages]
    texts = dict.fromkeys(line.text.replace("\t", " ") for line in left_out)
    remarks = tuple(LeftOver(text, 0, "页眉、页脚或页码", is_furniture=True) for text in texts)
    return [_with_edges(page, kept) for page in kept], remarks


def _in_margins(page: PageContent) -> list[Line]:
    return [piece for piece in page.pieces if isinstance(piece, Line) and not MARGIN * page.height < piece.top < (1 - MARGIN) * page.height]


def _is_furniture(line: Line, running: set[str]) -> bool:
    return PAGE_NUMBER.fullmatch(line.text) is not None or _words(line) in running


def _words(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _with_edges(page: PageContent, pages: Sequence[PageContent]) -> PageContent:
    """The page with its lines told where words begin and end on the pages of its size."""
    pieces = [piece for other in pages if other.height == page.height for piece in other.pieces]
    left = min((piece.x0 for piece in pieces if isinstance(piece, Line)), default=0.0)
    right = max((piece.x1 if isinstance(piece, Line) else piece.sides[1] for piece in pieces), default=0.0)
    return replace(
        page, pieces=tuple(replace(piece, left=left, right=right) if isinstance(piece, Line) else piece for piece in page.pieces)
    )
