"""广东省政府信息公开目录系统 (gkmlpt): its pages are empty, a program fills them from an address of its own.

Many governments of 广东 have it; how it asks is seen in every one of its pages: the site's number stands in the page, the column's after the #.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_SITE = re.compile(r"""\bSID["']?\s*[:=]\s*["']?(\d{1,12})""")
_COLUMN = re.compile(r"""DEFAULT_COLUMN["']?\s*[:=]\s*["']?(\d{1,12})""")


def filled_from(text: str, address: str) -> str:
    """Where the first page of the list comes from; nothing for pages of other systems."""
    parts = urlsplit(address)
    site, stated = _SITE.search(text), _COLUMN.search(text)
    column = parts.fragment if parts.fragment.isdecimal() else stated[1] if stated else ""
    return urljoin(address, f"/gkmlpt/api/all/{column}?page=1&sid={site[1]}") if "/gkmlpt/" in parts.path and site and column else ""
