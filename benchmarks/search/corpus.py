"""Corpora of any size on disk: what `gongkai.search` makes of invented portals, so a change there is measured here."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from gongkai.judging.assessment import Assessment
from gongkai.judging.judgement import assess
from gongkai.records.portal import Portal
from gongkai.search.cards import KINDS, Document, side_by_side
from gongkai.search.documents import SAMPLE, documents

from ..invented import NEWEST_YEAR, places

AS_OF = date(2026, 12, 31)


def write(folder: Path, tasks: int, years: int) -> float:
    """Make the documents place by place, and keep them kind by kind, tasks year by year: never all in memory.

    Gives back the seconds that `gongkai.search` took for its part.
    """
    register, texts, seconds = [], [], 0.0
    with ExitStack() as stack:
        opened: dict[str, BinaryIO] = {}
        for place in places(tasks, years):
            register.append(replace(place, plans=()))
            assessment = assess(Portal((place,)), AS_OF)
            start = time.perf_counter()
            made = list(documents(assessment))
            seconds += time.perf_counter() - start
            texts += [document.fields["text"] for document in made if document.card.kind == "task"][:: tasks // SAMPLE + 1]
            for document in made:
                name = _file_name(document)
                if name not in opened:
                    opened[name] = stack.enter_context((folder / name).open("wb"))
                pickle.dump(document, opened[name])
    (folder / "register").write_bytes(pickle.dumps(tuple(register)))
    (folder / "sample").write_bytes(pickle.dumps(texts))
    (folder / "tasks").write_text(str(tasks))
    return seconds


def _file_name(document: Document) -> str:
    """A name that sorts as the documents do: kind by kind, tasks newest year first."""
    kind, address = document.card.kind, document.card.address
    age = NEWEST_YEAR - int(address.split("/")[1]) if kind == "task" else 0
    return f"{list(KINDS).index(kind)}-{kind}-{age:02}"


def read(folder: Path, kind: str = "*") -> Iterator[Document]:
    """Every document of the corpus, or those of one kind, in the order of the index."""
    for path in sorted(folder.glob(f"?-{kind}-*")):
        yield from _beside(list(_kept(path))) if path.name.split("-")[1] in ("unit", "path", "kind") else _kept(path)


def _beside(known: list[Document]) -> list[Document]:
    return side_by_side([(known, [document.card.address for document in known])])


def _kept(path: Path) -> Iterator[Document]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


@dataclass
class Reading:
    """The documents of a corpus, and the seconds that reading them from the disk took: a site has them in memory.

    `seconds` went by, `busy` are those of them on a processor.
    """

    folder: Path
    seconds: float = 0.0
    busy: float = 0.0

    def __iter__(self) -> Iterator[Document]:
        documents = read(self.folder)
        while True:
            start, idle = time.perf_counter(), time.process_time()
            document = next(documents, None)
            self.seconds += time.perf_counter() - start
            self.busy += time.process_time() - idle
            if document is None:
                return
            yield document


def sample(folder: Path) -> tuple[list[str], int]:
    """What `gongkai.search` would take for a sample of all texts, and how many tasks there are."""
    texts: list[str] = pickle.loads((folder / "sample").read_bytes())
    return texts, int((folder / "tasks").read_text())


def register(folder: Path) -> Assessment:
    """The places of the corpus without their plans: whatever has a name."""
    return Assessment(Portal(pickle.loads((folder / "register").read_bytes())), AS_OF, ())
