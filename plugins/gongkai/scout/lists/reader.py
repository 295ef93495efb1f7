"""A page of a list → its entries and where it goes on, for sites that nobody here has seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain

from lxml.html import HtmlElement

from gongkai.files.decoding import text_of

from . import embedded, feeds, further, gkmlpt, markup
from .entries import Listed, ListPage


def read(body: bytes, content_type: str, address: str, seen_on: date, form: str = "") -> ListPage:
    """The list of a page; `form` is that of the page before, where this one goes on.

    Where an entry has no day, or a page no list, there is none: nothing is guessed, and anything may be read.
    """
    text = text_of(body, content_type)
    if fed := feeds.listed(text, address):
        return ListPage(fed)
    carried = embedded.listed(text, address, seen_on)
    is_json = embedded.is_json(text)
    root = None if is_json else markup.document(text)
    inner = (tree for fragment in embedded.fragments(text) if (tree := markup.document(fragment)) is not None)
    trees = (*((root,) if root is not None else ()), *inner)
    group = markup.best(chain.from_iterable(markup.groups(tree, address, seen_on) for tree in trees), form)
    entries = _together(group.entries if group else (), carried)
    head = markup.head(root) if root is not None else ""
    entries = tuple(replace(entry, author=f"{entry.author} {head}".strip()) for entry in entries)
    return ListPage(entries, _further(root, text, address, bool(entries)), group.form if group else "")


def _further(root: HtmlElement | None, text: str, address: str, has_entries: bool) -> tuple[str, ...]:
    """Lists for programs go on as long as they have entries, until whoever asks has enough."""
    if root is None:
        return tuple(filter(None, (further.after(address),))) if has_entries else ()
    filled_from = gkmlpt.filled_from(text, address)
    return (filled_from,) if filled_from else further.further(root, text, address)


def _together(shown: tuple[Listed, ...], carried: tuple[Listed, ...]) -> tuple[Listed, ...]:
    """What a page shows, then what its script would show besides."""
    known = {entry.address for entry in shown}
    return (*shown, *(entry for entry in carried if entry.published_on and entry.address not in known))
