"""What a site allows programs to ask for (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

# By what rules that are meant for this program alone call it.
PRODUCT = "gongkai"


@dataclass(frozen=True)
class Rules:
    """The rules of one site; without a file anything is allowed, and nothing where it could not be read."""

    parsed: Protego | None = None
    unread: str = ""

    @classmethod
    def of(cls, body: bytes) -> Rules:
        # Some begin with a mark of their encoding, which would spoil the first line.
        return cls(Protego.parse(body.decode("utf-8-sig", "replace")))

    def allows(self, address: str) -> bool:
        return not self.unread and (self.parsed is None or self.parsed.can_fetch(address, PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests."""
        stated = self.parsed.crawl_delay(PRODUCT) if self.parsed else None
        return float(stated or 0)


ALL_ALLOWED = Rules()
