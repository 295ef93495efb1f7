"""A fresh folder that gets the files of a site, group by group: those that are new, while the others stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment

from gongkai.files import writer
from gongkai.pages.shell import Frame, Shell
from gongkai.pages.views import Page

from .aside import digest
from .groups import Group

# Gives the bytes of a page.
Draw = Callable[[Page, Shell], bytes]


def by_templates(templates: Environment) -> Draw:
    """Pages as our templates alone have them."""
    return lambda page, shell: templates.get_template(f"{page.template}.html").render(view=page.view, shell=shell).encode()


class Filling:
    """What is new goes into the folder; `known` tells by address what the files of the site are known by that was made last."""

    def __init__(self, fresh: Path, frame: Frame, draw: Draw, known: Mapping[str, str]) -> None:
        self._fresh, self._frame, self._draw, self._known = fresh, frame, draw, known

    def put(self, group: Group, before: Mapping[str, object]) -> dict[str, str]:
        """A group whose files were made of this before; gives what each of its files is known by."""
        made_of = group.made_of
        files: dict[str, str] = {}
        for page in group.pages:
            if self._stays(page.save_as, made_of, before):
                files[page.save_as] = self._known[page.save_as]
            else:
                files[page.save_as] = self.put_file(page.save_as, self._draw(page, Shell(self._frame, page.head, group.tags_of(page))))
        for file in group.files:
            stays = self._stays(file.address, made_of, before)
            files[file.address] = self._known[file.address] if stays else self.put_file(file.address, file.make())
        return files

    def known(self, address: str) -> str:
        """What a file is known by that stays."""
        return self._known[address]

    def put_file(self, address: str, content: bytes) -> str:
        """What it is known by; one that has not changed stays."""
        known_by = digest(content)
        if self._known.get(address) != known_by:
            writer.put(self._fresh / address, content)
        return known_by

    def _stays(self, address: str, made_of: Mapping[str, object], before: Mapping[str, object]) -> bool:
        return made_of[address] is not None and address in self._known and before.get(address) == made_of[address]
