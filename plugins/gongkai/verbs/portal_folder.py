"""The folder of a portal: where its settings, its data and what is made of them lie."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.command_line import Call
from gongkai.files.equipment import COMMAND

from .callers_files import from_caller
from .terminal import StoppedError

if TYPE_CHECKING:
    from gongkai.publishing.changed import Publication
    from gongkai.publishing.places.aside import Aside
    from gongkai.publishing.places.executors import Run
    from gongkai.publishing.places.reading import CheckedPlace
    from gongkai.publishing.published import Published
    from gongkai.publishing.settings import Settings
    from gongkai.publishing.site.checking import Checked
    from gongkai.records.portal import Portal

LOCAL, PUBLIC = "pelicanconf.py", "publishconf.py"
OUTPUT, PREVIEW, PUBLISHED, WHEELS = "output", ".build/preview", ".build/published", ".build/wheels"


def root() -> Path:
    """The portal in which the verb was typed: the nearest folder, from there upwards, with a file of settings."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / LOCAL).is_file():
            return folder
    raise StoppedError(f"这里和上面的文件夹里都没有 {LOCAL}。请到门户的文件夹里再运行；还没有门户的，先新建：{COMMAND} new 文件夹")


def settings_of(call: Call, file: str) -> Settings:
    """The settings of a file; what a killed run left behind is put right before anything reads it."""
    from gongkai.files import leftovers
    from gongkai.publishing import settings_file
    from gongkai.records.problems import DataError

    try:
        settings = settings_file.read(root() / file, overrides(call))
    except DataError as error:
        raise StoppedError(str(error)) from None
    for folder in (root(), root() / ".build", root() / OUTPUT):
        leftovers.recover(folder)
    leftovers.recover_all(root() / str(settings["GONGKAI_DATA"]))
    return settings


def overrides(call: Call) -> dict[str, object]:
    """The settings that hold for this call alone."""
    from gongkai.publishing import settings_file

    as_of = {"GONGKAI_AS_OF": call.text("--as-of")} if call.has("--as-of") else {}
    demonstrations = {"GONGKAI_DEMONSTRATIONS": True} if call.has("--preview") else {}
    return {**settings_file.overrides(call.texts("-e")), **as_of, **demonstrations}


def loaded(
    settings: Settings,
    known: Mapping[str, CheckedPlace] | None = None,
    *,
    without_faulty_places: bool = False,
    last: Publication | None = None,
    aside: Aside | None = None,
    run: Run = map,
) -> Checked:
    """All that the portal has, checked; against what is kept of the last publication, unless another is given.

    What stands in it is to be had again only where it is laid aside.
    """
    from gongkai.files import faults
    from gongkai.publishing.building import BuildError
    from gongkai.publishing.site.checking import checked
    from gongkai.records.problems import DataError

    # What is loaded stays, and looking through it again and again for what does not would take ever longer.
    gc.disable()
    last = last or publications().last
    published = last.pages if last else ()
    try:
        return checked(
            settings, root(), without_faulty_places=without_faulty_places, known=known or {}, published=published, aside=aside, run=run
        )
    except (DataError, BuildError) as error:
        raise StoppedError(str(error)) from None
    # What was read could not be laid aside.
    except OSError as error:
        raise StoppedError(f"写不了 .build/：{faults.told(error)}") from None


def portal(settings: Settings) -> Portal:
    """The same as one, for who looks at all of it."""
    from gongkai.publishing.places.aside import HELD

    return loaded(settings, aside=HELD).portal


def refuse_settings(settings: Settings) -> None:
    """What is wrong with settings is told before anything is asked of them."""
    from gongkai.publishing.site import checking
    from gongkai.records.problems import DataError

    try:
        checking.refuse_settings(settings, root())
    except DataError as error:
        raise StoppedError(str(error)) from None


def running(settings: Settings) -> AbstractContextManager[Run]:
    """Who does the jobs of a site."""
    from gongkai.publishing.places import executors

    return executors.runner(settings, root() / str(settings["GONGKAI_DATA"]))


def aside(settings: Settings, folder: Path, foundation: str) -> Aside:
    """Where the places of a site wait until all are made; in memory where it is not known what the site rests on."""
    from gongkai.publishing.places.aside import HELD, Aside
    from gongkai.publishing.places.executors import is_small

    return Aside(folder, foundation, is_held=is_small(root() / str(settings["GONGKAI_DATA"]))) if foundation else HELD


def publications() -> Published:
    """What was published from here."""
    from gongkai.publishing.published import Published

    return Published(root() / PUBLISHED, root())


def output_of(call: Call) -> Path:
    """Where the site is to be made."""
    return root() / from_caller(call.text("--to")) if call.has("--to") else usual_output(call)


def usual_output(call: Call) -> Path:
    """Where it is made if nothing else is said."""
    return root() / (PREVIEW if call.has("--preview") else OUTPUT)


def name_of(place: Path) -> str:
    """As it is named to who typed the verb."""
    return f"{place.relative_to(root()) if place.is_relative_to(root()) else place}" + (
        "" if place.is_file() or place.suffix == ".zip" else "/"
    )
