"""A page of a list → its entries and where it goes on, for sites that nobody here has seen."""

from __future__ import annotations

from datetime import date
from itertools import chain

from . import embedded, further, gkmlpt, markup
from .decoding import text_of
from .entries import Listed, ListPage


def read(body: bytes, content_type: str, address: str, seen_on: date, form: str = "") -> ListPage:
    """The list of a page; `form` is that of the page before, where this one goes on.

    Where an entry has no day, or a page no list, there is none: nothing is guessed, and anything may be read.
    """
    text = text_of(body, content_type)
    carried = embedded.listed(text, address, seen_on)
    if text.lstrip()[:1] in ("{", "["):
        following = further.after(address) if carried else ""
        return ListPage(carried, tuple(filter(None, (following,))))
    root = markup.document(text)
    inner = (tree for fragment in embedded.fragments(text) if (tree := markup.document(fragment)) is not None)
    trees = (*((root,) if root is not None else ()), *inner)
    group = markup.best(chain.from_iterable(markup.groups(tree, address, seen_on) for tree in trees), form)
    filled_from = gkmlpt.filled_from(text, address)
    pages = (filled_from,) if filled_from else further.further(root, text, address)
    return ListPage(_together(group.entries if group else (), carried), pages, group.form if group else "")


def _together(shown: tuple[Listed, ...], carried: tuple[Listed, ...]) -> tuple[Listed, ...]:
    """What a page shows, then what its script would show besides."""
    known = {entry.address for entry in shown}
    return (*shown, *(entry for entry in carried if entry.published_on and entry.address not in known))
