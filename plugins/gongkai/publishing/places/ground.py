"""What all jobs of a site share: what they are made on, where they write, and how they fail."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.files.private import LostError
from gongkai.pages.place_pages import Elsewhere
from gongkai.pages.shell import Frame
from gongkai.publishing import templating
from gongkai.publishing.building import BuildError

from .aside import Aside
from .filling import Draw, Filling, by_templates

if TYPE_CHECKING:
    from gongkai.publishing.page_tags import RegisteredSite


@dataclass(frozen=True)
class Ground:
    """What all places of a site are made on."""

    data: Path
    # The state of what they share (reading.common).
    common: str
    as_of: date
    frame: Frame
    registered: RegisteredSite | None
    theme: Path
    foundation: str
    fresh: Path
    aside: Aside
    # Which plans carry out a duty in common.
    elsewhere: Mapping[str, Elsewhere]
    # The place that gives the page of components.
    showing_components: str = ""


def filling(ground: Ground, known: Mapping[str, str], draw: Draw | None) -> Filling:
    """The fresh folder, filled by our templates where nobody else draws; `known` are the files of the last time."""
    return Filling(ground.fresh, ground.frame, draw or by_templates(templating.templates(ground.theme, ground.foundation)), known)


@contextmanager
def failures_told() -> Iterator[None]:
    """Whatever a template or a value raises becomes a BuildError in words: what another process raises comes without its lines."""
    try:
        yield
    except (OSError, BuildError, LostError):
        raise
    except Exception as error:
        raise BuildError(described(error)) from None


def described(error: BaseException) -> str:
    """What went wrong, and where."""
    where = traceback.extract_tb(error.__traceback__)[-1:]
    return "".join([f"{type(error).__name__}: {error}", *(f"，{frame.filename}:{frame.lineno}" for frame in where)])
