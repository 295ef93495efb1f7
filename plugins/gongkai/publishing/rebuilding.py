"""A site made again where only the data of some places has changed: their files, and those that tell of all places."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment

from gongkai.files import writer
from gongkai.files.private import Pickled
from gongkai.pages import addresses
from gongkai.pages.shell import Shell
from gongkai.records.portal import Jurisdiction
from gongkai.search.bundle import CODE
from gongkai.search.names import REMEMBERED

from . import templating
from .built import BuiltPlace, Group, Whole, built
from .checking import Checked, CheckedPlace
from .keeping import Kept, KeptPlace, carried_out, digest
from .settings import Settings, as_of


def rebuilt(kept: Kept, checked: Checked, settings: Settings, root: Path, output: Path, fresh: Path) -> Kept | None:
    """Fill a fresh folder with what is new of the site in the output folder; None where all is to be made anew."""
    try:
        return _rebuilt(kept, checked, settings, root, output, fresh)
    except OSError:
        raise
    # Whatever a template or a text raises: who makes all anew says what is wrong and where.
    except Exception:
        return None


def _rebuilt(kept: Kept, checked: Checked, settings: Settings, root: Path, output: Path, fresh: Path) -> Kept | None:
    day, portal = as_of(settings, os.environ), checked.portal
    whole = Whole(settings, portal, day, (), kept.prose, kept.rows)
    # It holds the names of all places, in their order.
    if whole.frame() != kept.frame or not kept.is_intact(output):
        return None
    changed = list(_changed(kept, checked))
    drawn = {place.slug: built(place, portal, day) for place in changed}
    places = {slug: place.built for slug, place in kept.places.items()} | {slug: place for slug, (place, _) in drawn.items()}
    whole = replace(whole, places=tuple(places[place.slug] for place in portal.jurisdictions))
    of_site, templates = whole.pages(), templating.templates(root / str(settings["THEME"]), kept.foundation)
    filling = _Filling(kept, templates, fresh)
    groups = {slug: whole.group_of(place, pages) for slug, (place, pages) in drawn.items()}
    for slug, group in groups.items():
        filling.renew(group, kept.places[slug].made_of.value)
    group_of_site = whole.group(of_site, templates)
    filling.renew(group_of_site, kept.made_of)
    rows, texts = whole.index_files(of_site, checked.states)
    index = filling.renew_index(texts, rows.files, kept.index)
    anew = {slug: kept_place(checked, places[slug].written, Pickled(group.made_of)) for slug, group in groups.items()}
    made_of = group_of_site.made_of
    places_kept = {**kept.places, **anew}
    return replace(
        kept, places=places_kept, apart=_apart(checked, places_kept), made_of=made_of, rows=rows, index=index, files=filling.files, seen={}
    )


def _changed(kept: Kept, checked: Checked) -> Iterator[Jurisdiction]:
    """The places that were read anew, and those that name them as having a duty in common."""
    before = carried_out(kept.places[slug].checked.reading.place for slug in kept.places)
    after = carried_out(checked.portal.jurisdictions)
    other = {slug for slug in before.keys() | after.keys() if before.get(slug) != after.get(slug)}
    for place in checked.portal.jurisdictions:
        is_other = checked.places[place.slug] is not kept.places[place.slug].checked
        if is_other or any(not other.isdisjoint(task.all_duties) for plan in place.plans for task in plan.tasks):
            yield place


def kept_whole(
    foundation: str,
    checked: Checked,
    whole: Whole,
    of_site: Group,
    of_places: Mapping[str, Pickled[Mapping[str, object]]],
    files: Mapping[str, str],
) -> Kept:
    """What is kept of a site that was made as a whole; the files of no group rest on the foundation and the frame alone."""
    places = {slug: kept_place(checked, place, of_places[slug]) for place in whole.places if (slug := place.jurisdiction.slug)}
    code = {addresses.SEARCH_FILES + name for name in CODE}
    index = tuple(address for address in files if address.startswith(addresses.SEARCH_FILES) and address not in code)
    whole.index.states = checked.states
    return Kept(
        foundation,
        whole.frame(),
        whole.prose,
        places,
        _apart(checked, places),
        of_site.made_of,
        whole.index,
        REMEMBERED,
        templating.CODES,
        index,
        files,
    )


def _apart(checked: Checked, shown: Mapping[str, KeptPlace]) -> dict[str, CheckedPlace]:
    return {slug: place for slug, place in checked.places.items() if slug not in shown}


def kept_place(checked: Checked, place: BuiltPlace, made_of: Pickled[Mapping[str, object]]) -> KeptPlace:
    """What is kept of a place that was made."""
    return KeptPlace(checked.places[place.jurisdiction.slug], place, made_of)


def fill(last: Kept, kept: Kept, output: Path, fresh: Path) -> None:
    """Put all that stays beside what is new."""
    for address, known_by in kept.files.items():
        if last.files.get(address) == known_by:
            writer.put_same(fresh / address, output / address)


class _Filling:
    """A fresh folder that gets what is new."""

    def __init__(self, kept: Kept, templates: Environment, fresh: Path) -> None:
        self.kept, self.templates, self.fresh = kept, templates, fresh
        self.stays = dict(kept.files)
        self.new: dict[str, str] = {}

    def renew(self, group: Group, before: Mapping[str, object]) -> None:
        """A group whose files were made of this before."""
        self._forget(before)
        made_of = group.made_of
        for page in group.pages:
            if before.get(page.save_as) == made_of[page.save_as]:
                self._stay(page.save_as)
            else:
                shell = Shell(self.kept.frame, page.head, group.tags_of(page))
                self._put(page.save_as, self.templates.get_template(f"{page.template}.html").render(view=page.view, shell=shell).encode())
        for file in group.files:
            if file.made_of is not None and before.get(file.address) == file.made_of:
                self._stay(file.address)
            else:
                self._put(file.address, file.make())

    def renew_index(self, texts: Mapping[str, str], names: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
        """The files of the index, by their names in its folder, of which those without a text stay; returns their addresses."""
        self._forget(before)
        for name in names:
            if name in texts:
                self._put(addresses.SEARCH_FILES + name, texts[name].encode())
            else:
                self._stay(addresses.SEARCH_FILES + name)
        return tuple(addresses.SEARCH_FILES + name for name in names)

    @property
    def files(self) -> dict[str, str]:
        """By address, what every content is known by."""
        return self.stays | self.new

    def _forget(self, before: Iterable[str]) -> None:
        for address in before:
            del self.stays[address]

    def _stay(self, address: str) -> None:
        self.stays[address] = self.kept.files[address]

    def _put(self, address: str, content: bytes) -> None:
        known_by = digest(content)
        if self.kept.files.get(address) == known_by:
            self._stay(address)
        else:
            writer.put(self.fresh / address, content)
            self.new[address] = known_by


def told(last: Kept | None, kept: Kept) -> str:
    """How many files differ from those of the last time, where there was one."""
    if last is None:
        return f"共写了 {len(kept.files)} 个文件"
    same = sum(last.files.get(address) == known_by for address, known_by in kept.files.items())
    removed = len(last.files.keys() - kept.files.keys())
    return f"写了 {len(kept.files) - same} 个文件，{same} 个没有变{f'，去掉 {removed} 个' if removed else ''}"
