"""Every character of the five official documents is in the YAML, and the YAML adds nothing to them.

The YAML of a plan is laid over its `source.txt` piece by piece. What no piece covers must be the
furniture declared in `cases/sources.json`: header words, headings and cells repeated by page breaks.
"""

import html
import json
import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/cases/sources.json").read_text(encoding="utf-8"))
PLANS = sorted(CASES)
SHORTEST_LIKENESS = 6  # fewer shared characters do not show where a changed sentence stands
FIRST_WORDS = 12  # so many characters tell the beginning of a row
NUMERALS = "一二三四五六七八九十"
PROSE, END = "正文", "末尾"  # how messages name the words around the table and its end
Mapping: TypeAlias = dict[str, "str | list | dict"]
PublicationPath: TypeAlias = tuple[str, ...]


# --- reading -----------------------------------------------------------------------------------


def declared(plan: str, table: str) -> Mapping:
    """What the cases declare of a plan under one heading, mostly by `task part-of-the-row`."""
    return CASES[plan].get(table, {})


def read(path: Path) -> Mapping:
    """The YAML file with every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def printed(text: str) -> str:
    """The text as printed: without tags, entities and white space, punctuation untouched."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"</?\w+>", "", text)))


def letters(text: str) -> str:
    """Only the letters, digits and Han characters of a printed text."""
    return "".join(character for character in text if character.isalnum())


@cache
def source(plan: str) -> str:
    return (ROOT / "data" / plan / "source.txt").read_text(encoding="utf-8")


@cache
def head(plan: str) -> Mapping:
    return read(ROOT / "data" / plan / "plan.yaml")


@cache
def tasks(plan: str) -> list[Mapping]:
    """All tasks of a plan in the order of its files."""
    files = sorted((ROOT / "data" / plan / "tasks").glob("*.yaml"))
    return [task for file in files for task in read(file)["tasks"]]


@cache
def unit_names(plan: str) -> dict[str, str]:
    """The printed name of every unit by its slug."""
    units = read((ROOT / "data" / plan).parent / "units.yaml")["units"]
    return {unit["slug"]: unit["name"] for unit in units}


@cache
def publication_paths(plan: str) -> dict[str, PublicationPath]:
    """Site and columns of every node of the column tree, by slug."""
    sites = read((ROOT / "data" / plan).parent / "columns.yaml")["sites"]
    return dict(branch for site in sites for branch in branches(site, ()))


def branches(node: Mapping, above: PublicationPath) -> Iterator[tuple[str, PublicationPath]]:
    trail = (*above, node["name"])
    yield node["slug"], trail
    for column in node.get("columns", []):
        yield from branches(column, trail)


def names_of(plan: str, task: Mapping, *roles: str) -> list[str]:
    """The names of the units that the YAML gives a task in one or more roles, in order."""
    return [unit_names(plan)[slug] for role in roles for slug in task.get(role, [])]


# --- laying the YAML over the source --------------------------------------------------------------


@dataclass(frozen=True)
class Fragment:
    """A piece of wording that the source must hold, as patterns to be found one after another."""

    what: str
    text: str
    patterns: tuple[str, ...]


@dataclass
class Row:
    """One row of the table (or the prose before it) as the YAML tells it."""

    name: str
    wording: list[Fragment] = field(default_factory=list)  # in source order, long, hence anchors
    heads: list[Fragment] = field(default_factory=list)  # titles and matter, before or beside it
    cells: list[Fragment] = field(default_factory=list)  # units and 公开路径, beside or after it


@dataclass
class Account:
    """What laying a plan over its source has shown."""

    not_in_source: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    left_over: list[tuple[str, str]] = field(default_factory=list)  # (near which task, letters)
    clipped: list[str] = field(default_factory=list)


def fragment(plan: str, row: str, what: str, text: str, before: str = "") -> Fragment:
    """A fragment cut where a page break of the source cuts it, with an optional number before it."""
    wording = printed(text)
    cut = declared(plan, "cuts").get(f"{row} {what}", "")
    wording = wording.replace(cut.replace("|", ""), cut) if cut else wording
    first, *rest = (re.escape(piece) for piece in wording.split("|"))
    return Fragment(what, printed(text), (before + first, *rest))


def unit_fragment(plan: str, row: str, column: str, name: str) -> Fragment:
    """A unit in a cell; the conversion prints the brackets of one name now wide, now narrow."""
    piece = fragment(plan, row, column, name)
    patterns = (re.sub(r"（|\\\(", "[（(]", re.sub(r"）|\\\)", "[）)]", part)) for part in piece.patterns)
    return Fragment(piece.what, piece.text, tuple(patterns))


def titles(plan: str) -> dict[str, list[Fragment]]:
    """The section and subsection titles by the id of the first task below them."""
    below = defaultdict(list)
    for section in head(plan)["sections"]:
        for place, subsection in enumerate(section["subsections"]):
            first = f"{section['number']}.{subsection['number']}.1"
            if place == 0:
                before = f"(?:{numeral(section)}、)?"
                below[first].append(fragment(plan, first, "部分标题", section["title"], before))
            before = f"(?:[（(]{numeral(subsection)}[）)])?"
            below[first].append(fragment(plan, first, "方面标题", subsection["title"], before))
    return below


def numeral(titled: Mapping) -> str:
    """The Chinese numeral under which a section or subsection is printed."""
    return NUMERALS[int(titled["number"]) - 1]


def wording(plan: str, task: Mapping) -> list[Fragment]:
    """The opening and the numbered measures of a row."""
    pieces = [fragment(plan, task["id"], "举措前的话", task["opening"])] if "opening" in task else []
    for measure in task["measures"]:
        number = measure.get("number", "")
        before = rf"(?<!\d){number}[．.]" if number else ""
        pieces.append(fragment(plan, task["id"], f"举措{number}", measure["text"], before))
    return pieces


def matter(plan: str, task: Mapping) -> list[Fragment]:
    if "matter" not in task or f"{task['id']} 具体事项" in declared(plan, "merged_cells"):
        return []
    return [fragment(plan, task["id"], "具体事项", task["matter"])]


def cells(plan: str, task: Mapping) -> list[Fragment]:
    """The 公开路径 lines and the units that the row itself prints."""
    lines = task.get("publication_text", "").splitlines()
    pieces = [fragment(plan, task["id"], "公开路径", line) for line in lines]
    for column in CASES[plan]["unit_columns"]:
        place = f"{task['id']} {column}"
        if place not in declared(plan, "merged_cells") and place not in declared(plan, "unprinted_cells"):
            names = printed_names(plan, task, column)
            pieces += [unit_fragment(plan, task["id"], column, name) for name in names]
    return pieces


def printed_names(plan: str, task: Mapping, column: str) -> list[str]:
    """What a unit cell should print: `units_text`, which is the last unit column, or the names."""
    if "units_text" in task and column == list(CASES[plan]["unit_columns"])[-1]:
        return [task["units_text"]]
    return names_of(plan, task, *CASES[plan]["unit_columns"][column])


def facts(plan: str) -> dict[str, str]:
    """What plan.yaml says of the document itself, in the words of the document."""
    printed_here = {name: value for name, value in head(plan).items() if name not in declared(plan, "told_elsewhere")}
    told = {name: printed_here[name] for name in ("title", "document_number", "issuer") if name in printed_here}
    if "issued_on" in printed_here:
        year, month, day = (int(part) for part in printed_here["issued_on"].split("-"))
        told["issued_on"] = f"{year}年{month}月{day}日"
    return told


def prose(plan: str) -> Row:
    """The words around the table as a row of its own; a title may also stand in the preamble."""
    paragraphs = head(plan).get("preamble", "").splitlines()
    told = "".join(printed(paragraph) for paragraph in paragraphs)
    heads = [fragment(plan, PROSE, name, fact) for name, fact in facts(plan).items() if printed(fact) not in told]
    return Row(PROSE, [fragment(plan, PROSE, "段落", line) for line in paragraphs], heads)


def rows(plan: str) -> list[Row]:
    """The prose and the tasks of a plan in document order, as fragments to look for."""
    above = titles(plan)
    table = [
        Row(task["id"], wording(plan, task), above.pop(task["id"], []) + matter(plan, task), cells(plan, task)) for task in tasks(plan)
    ]
    assert not above, f"{plan}：这些方面没有任务：{sorted(above)}"
    return [prose(plan), *table]


class Overlay:
    """A source with a mark on every character that some fragment has covered."""

    def __init__(self, plan: str) -> None:
        self.plan = plan
        self.text = printed(source(plan))
        self.covered = bytearray(len(self.text))
        self.edges: list[tuple[Row, Fragment, int, int]] = []
        self.account = Account()

    def find(self, pattern: str, start: int, stop: int) -> tuple[int, int] | None:
        """The first wholly uncovered match between two places."""
        for match in re.compile(pattern).finditer(self.text, start, stop):
            if not any(self.covered[match.start() : match.end()]):
                return match.span()
        return None

    def cover(self, row: Row, piece: Fragment, start: int, stop: int) -> tuple[int, int] | None:
        """Cover a fragment, or note that it is missing and cover nothing."""
        spans = []
        for pattern in piece.patterns:
            span = self.find(pattern, spans[-1][1] if spans else start, stop)
            if span is None:
                self.miss(row, piece)
                return None
            spans.append(span)
        for begin, end in spans:
            self.covered[begin:end] = b"\1" * (end - begin)
            self.edges.append((row, piece, begin, end))
        return spans[0][0], spans[-1][1]

    def miss(self, row: Row, piece: Fragment) -> None:
        """Note a fragment that is not where it must be, and up to where the source agrees with it."""
        note = f"{self.plan} {row.name} {piece.what}「{piece.text[:60]}」"
        if self.find(piece.patterns[0], 0, len(self.text)):
            self.account.out_of_order.append(f"{note} 不在本行的位置上")
        else:
            self.account.not_in_source.append(f"{note} 原文没有；从这里起与原文不同：「{self.difference(piece)}」")

    def difference(self, piece: Fragment) -> str:
        length = next((n for n in range(len(piece.text), 0, -1) if piece.text[:n] in self.text), 0)
        return piece.text[max(0, length - 8) : length + 12]

    def lay_wording(self, row: Row, start: int) -> tuple[int, int]:
        """Cover the long wording of a row strictly forward; return where it begins and ends."""
        begin, end = None, start
        for piece in row.wording:
            span = self.cover(row, piece, end, len(self.text)) or self.nearly(piece, end)
            if span is not None:
                begin, end = (span[0] if begin is None else begin), span[1]
        return (start if begin is None else begin), end

    def nearly(self, piece: Fragment, start: int) -> tuple[int, int] | None:
        """Cover what the source shares with a missing fragment, so that only the difference is left over."""
        longest = max(self.shared(piece.text, start), key=lambda span: span[1] - span[0])
        if longest[1] - longest[0] < SHORTEST_LIKENESS:
            return None
        room = 2 * len(piece.text)
        begin, end = max(start, longest[1] - room), min(len(self.text), longest[0] + room)
        spans = [span for span in self.shared(piece.text, begin, end) if span[1] - span[0] >= SHORTEST_LIKENESS]
        for first, last in spans:
            self.covered[first:last] = b"\1" * (last - first)
        return min(first for first, _ in spans), max(last for _, last in spans)

    def shared(self, text: str, start: int, stop: int | None = None) -> list[tuple[int, int]]:
        """Where the longest beginning and the longest end of a text stand uncovered between two places."""
        stop, nowhere = len(self.text) if stop is None else stop, (start, start)
        sizes = range(len(text) - 1, 0, -1)
        head = next((span for n in sizes if (span := self.find(re.escape(text[:n]), start, stop))), nowhere)
        tail = next((span for n in sizes if (span := self.find(re.escape(text[-n:]), start, stop))), nowhere)
        return [head, tail]

    def clipped(self) -> list[str]:
        """Fragments that leave a mark of their own punctuation behind in the source."""
        notes = []
        for row, piece, begin, end in self.edges:
            before, after = self.bare(begin - 1), self.bare(end)
            separators = "" if piece in row.wording else "。、，；"  # titles end in 。, names are joined by the rest
            if before in tuple("“‘《〈（(〔") or after in set("。，、；：:！？）)〕〉》’”") - set(separators):
                notes.append(f"{self.plan} {row.name} {piece.what}「{piece.text[:60]}」缺标点「{before}{after}」")
        return notes

    def bare(self, place: int) -> str:
        """The character at a place of the source, if no fragment covers it."""
        inside = 0 <= place < len(self.text) and not self.covered[place]
        return self.text[place] if inside else ""

    def left_over(self, rows: list[Row], spans: list[tuple[int, int]]) -> list[tuple[str, str]]:
        """Uncovered runs that hold more than punctuation, each with the task or tasks it stands at."""
        names, remains = [row.name for row in rows] + [END], []
        for run in re.finditer(rb"\0+", bytes(self.covered)):
            text = letters(self.text[run.start() : run.end()])
            near = max((n for n, (begin, _) in enumerate(spans) if begin <= run.start()), default=0)
            between = run.start() >= spans[near][1]
            place = f"{names[near]}–{names[near + 1]}" if between else names[near]
            remains += [(place, text)] if text else []
        return remains


@cache
def account(plan: str) -> Account:
    """Lay a plan over its source: first the long wording in order, then the small pieces beside it."""
    overlay, table = Overlay(plan), rows(plan)
    spans, place = [], 0
    for row in table:
        spans.append(overlay.lay_wording(row, place))
        place = spans[-1][1]
    begins, ends = [begin for begin, _ in spans], [0, *(end for _, end in spans)]
    reach = {row.name: (ends[n], begins[n], [*begins, len(overlay.text)][n + 1]) for n, row in enumerate(table)}
    pieces = [(row, piece) for row in table for piece in row.heads + row.cells]
    # Longest first: a short name must not be found inside a longer one that is still uncovered.
    for row, piece in sorted(pieces, key=lambda pair: -len(pair[1].text)):
        own = reach[row.name]
        other = reach.get(displaced(plan, row, piece), own)
        start = own[1] if piece in row.cells else min(own[0], other[0])
        overlay.cover(row, piece, start, max(own[2], other[2]))
    overlay.account.left_over, overlay.account.clipped = overlay.left_over(table, spans), overlay.clipped()
    return overlay.account


def displaced(plan: str, row: Row, piece: Fragment) -> str:
    """The row up to which the conversion moved a cell: its own, unless declared otherwise."""
    return declared(plan, "displaced").get(f"{row.name} {piece.what}", row.name)


def undeclared(plan: str) -> list[str]:
    """What is left over elsewhere than declared, and furniture that is declared but not there."""
    furniture = {letters(piece["text"]): piece["near"] for piece in CASES[plan]["furniture"]}
    longest_first = "|".join(sorted(furniture, key=len, reverse=True))
    found, strange = defaultdict(list), []
    for near, text in account(plan).left_over:
        for part in filter(None, re.split(f"({longest_first})", text)):
            if part in furniture:
                found[part].append(near)
            else:
                strange.append(f"{plan} {near} 附近剩下「{part}」")
    return [
        *account(plan).clipped,
        *strange,
        *(f"{plan}「{text}」剩在 {found[text]} 附近，声明的是 {near}" for text, near in furniture.items() if found[text] != near),
    ]


# --- cells of the tables that the conversion left whole -----------------------------------------------


def source_cells(plan: str) -> list[list[str]]:
    """The rows of a table whose cells begin on a line of their own with a tab."""
    table = CASES[plan]["table"]
    sections = [f"{NUMERALS[n]}、{section['title']}" for n, section in enumerate(head(plan)["sections"])]
    furniture = [*table["header"], *(sections if table["sections_in_rows_of_their_own"] else [])]
    cells = [printed(cell) for cell in source(plan).split("\n\t")[1:]]
    cells = [cell for cell in cells if cell not in furniture]
    width = table["width"]
    assert len(cells) % width == 0, f"{plan}：表格单元格数不成整行"
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def rows_of_tasks(plan: str) -> dict[str, list[list[str]]]:
    """The source rows of every task: more than one where a page break cuts the row."""
    found, waiting = {task["id"]: [] for task in tasks(plan)}, tasks(plan)
    current = tasks(plan)[0]["id"]
    for row in source_cells(plan):
        text = row[CASES[plan]["table"]["text_column"]]
        for place, task in enumerate(waiting):
            if begins(task, text):
                current, waiting = task["id"], waiting[place + 1 :]
                break
        found[current].append(row)
    return found


def begins(task: Mapping, cell: str) -> bool:
    """Whether a cell of the source begins with the first words of a task."""
    words = printed(task.get("opening", task["measures"][0]["text"]))[:FIRST_WORDS]
    return re.match(rf"(?:\d+[．.])?{re.escape(words)}", cell) is not None


@cache
def unit_cells(plan: str) -> dict[str, str]:
    """The printed unit cells by task and column, blank where the source prints nothing."""
    if "unit_cells" in CASES[plan]:
        return {place: cell.replace("|", "") for place, cell in declared(plan, "unit_cells").items()}
    columns = list(CASES[plan]["unit_columns"])
    cells = {}
    for task, rows in rows_of_tasks(plan).items():
        for place, column in enumerate(columns, CASES[plan]["table"]["width"] - len(columns)):
            cells[f"{task} {column}"] = "｜".join(dict.fromkeys(row[place] for row in rows if row[place]))
    return cells


@cache
def register(plan: str) -> dict[str, str]:
    """The printed name of a unit by each word for it: its name, its name without 区 or 县, its aliases."""
    units = read((ROOT / "data" / plan).parent / "units.yaml")["units"]
    words = {alias: unit["name"] for unit in units for alias in unit.get("aliases", [])}
    words |= {unit["name"].removeprefix(CASES[plan]["prefix"]): unit["name"] for unit in units}
    return {narrow(word): name for word, name in (words | {unit["name"]: unit["name"] for unit in units}).items()}


def narrow(text: str) -> str:
    """Full-width and half-width brackets told alike: the conversion mixes them in one name."""
    return unicodedata.normalize("NFKC", text)


def names_in_cell(plan: str, cell: str) -> list[str]:
    """The unit names of a cell, elided prefixes restored: 区民政局、农业农村局 → 区民政局, 区农业农村局."""
    words, names = register(plan), []
    for part in filter(None, re.split(r"[、，；](?![^（(]*[）)])", cell)):
        name, rest = re.fullmatch(r"(.+?)(等部门|等有关部门)?(?:落实)?", part).groups()
        names.append(words.get(narrow(name), name))
        names += [rest if rest in words else rest.removeprefix("等")] if rest else []
    return names


def own_cell(plan: str, task: Mapping, column: str) -> str:
    """What the document prints for a row in a unit column, also where it merged or lost the cell."""
    place = f"{task['id']} {column}"
    if place in declared(plan, "unprinted_cells"):
        return declared(plan, "unprinted_cells")[place]["read_as"]
    merged = declared(plan, "merged_cells").get(place)
    return unit_cells(plan).get(f"{merged} {column}" if merged else place, "")


def expected_units(plan: str, task: Mapping) -> dict[str, list[str]]:
    """The unit names by role; where one column holds both roles, who comes before 牵头 leads."""
    expected = {}
    for column, roles in CASES[plan]["unit_columns"].items():
        cell = own_cell(plan, task, column)
        parts = [cell] if len(roles) == 1 else [*cell.rpartition("牵头")[::2]]
        expected |= {role: names_in_cell(plan, part) for role, part in zip(roles, parts, strict=True)}
    return expected


def repeated(plan: str, task: Mapping, column: str) -> str | list[str]:
    """What the YAML tells of a cell that the document may print once for several rows."""
    return task.get("matter", "") if column == "具体事项" else printed_names(plan, task, column)


def loose_unit_cells(plan: str) -> list[str]:
    """All cells of a broken table that hold nothing but units, or a declared half of such a cell."""
    halves = {half for cell in declared(plan, "unit_cells").values() for half in cell.split("|") if "|" in cell}
    cells = [printed(cell) for line in source(plan).splitlines() for cell in line.split("\t")]
    known = set(unit_names(plan).values())
    return [cell for cell in cells if cell in halves or (letters(cell) and known >= set(names_in_cell(plan, cell)))]


# --- publication paths --------------------------------------------------------------------------------


def printed_paths(plan: str, text: str) -> set[PublicationPath]:
    """Every `site>column>…` that the 公开路径 of a text prints; `A/B/C` are sibling columns."""
    paths, site = set(), ""
    for piece in re.split(r"[\s，。；]+", text.partition("公开路径")[2]):
        bare = re.sub(r"^(?:[：:]|\d+[．.]|[（(]\d+[）)])*|[）〕]+$", "", piece)
        *named, columns = re.split("[：:]", bare)
        site = named[-1] if named else site  # a line without a host goes on with the host above it
        if ">" in columns:
            paths |= opened(plan, site, columns.split(">"))
    return paths


def opened(plan: str, site: str, columns: list[str]) -> set[PublicationPath]:
    """One path for each named host and each sibling column; without a host the first column is it."""
    site, (*above, last) = (site, columns) if site else (columns[0], columns[1:])
    return {same_width((host, *above, column)) for host in hosts(plan, site) for column in last.split("/")}


def hosts(plan: str, site: str) -> list[str]:
    """The sites that a phrase names: 县教委、司法局网页 is 县教委网页 and 县司法局网页."""
    if not site.endswith("网页"):
        return [site]
    known = {narrow(path[0]) for path in publication_paths(plan).values()}
    names = [f"{host}网页" for host in site.removesuffix("网页").split("、")]
    return [name if narrow(name) in known else CASES[plan]["prefix"] + name for name in names]


def same_width(path: PublicationPath) -> PublicationPath:
    return tuple(narrow(name) for name in path)


def printed_channels(text: str) -> set[str]:
    """The numbered items of a 公开路径 that are no site: 其他渠道, 村（居）务公开栏 …"""
    items = re.split(r"\d[．.]|\n", text.partition("公开路径")[2])[1:]
    # The bracket that closes （公开路径：…） is not the channel's own.
    named = {re.sub(r"〕$|^([^（]+)）$", r"\1", printed(item).rstrip("，。")) for item in items if ">" not in item}
    return named - {"", "政府网站"}


def readings_of_paths(plan: str, task: Mapping) -> Iterator[tuple[str, str, list[Mapping]]]:
    """Place, text and measures of each 公开路径: one measure, or all where one block serves the row."""
    if "publication_text" in task:
        yield task["id"], task["publication_text"], task["measures"]
        return
    for measure in task["measures"]:
        yield f"{task['id']} 举措{measure.get('number', '')}", measure["text"], [measure]


def printed_date(words: str) -> str:
    """The day that 2021年6月底前, 2021年5月31日前 or 2021年年底前 ends on; empty when no date is printed."""
    found = re.fullmatch(r"(\d{4})年(?:年?底|(\d+)月(?:底|(\d+)日))前", printed(words))
    if found is None:
        return ""
    year, month = int(found[1]), int(found[2] or 12)
    return f"{year}-{month:02}-{int(found[3] or monthrange(year, month)[1]):02}"


def row_text(task: Mapping) -> str:
    texts = [task.get("opening", ""), *(measure["text"] for measure in task["measures"])]
    return printed("".join([*texts, task.get("publication_text", "")]))


# --- the promises -------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_has_as_many_sections_tasks_and_measures_as_its_document(plan: str) -> None:
    """The official tables were counted by hand once; the YAML must come to the same figures."""
    counted = {
        "sections": len(head(plan)["sections"]),
        "tasks": len(tasks(plan)),
        "measures": sum(len(task["measures"]) for task in tasks(plan)),
    }
    assert counted == CASES[plan]["counts"]


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_in_the_yaml_is_foreign_to_the_source(plan: str) -> None:
    """Every title, sentence, 公开路径 and unit cell of the YAML stands in the source to the character."""
    assert not account(plan).not_in_source, "\n".join(account(plan).not_in_source)


@pytest.mark.parametrize("plan", PLANS)
def test_every_row_stands_in_the_order_of_the_source(plan: str) -> None:
    """Wording runs forward and each cell stands beside its own row, but for declared displacements."""
    assert not account(plan).out_of_order, "\n".join(account(plan).out_of_order)


@pytest.mark.parametrize("plan", PLANS)
def test_titles_are_told_without_a_full_stop(plan: str) -> None:
    """The source ends some subsection titles with 。 and some not; the YAML ends none so."""
    told = [part["title"] for section in head(plan)["sections"] for part in (section, *section["subsections"])]
    assert [title for title in told if title.endswith("。")] == []


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_in_the_source_is_missing_from_the_yaml(plan: str) -> None:
    """What no YAML covers is exactly the declared furniture, counted."""
    assert not undeclared(plan), "\n".join(undeclared(plan))


@pytest.mark.parametrize("plan", PLANS)
def test_the_unit_cells_of_a_row_name_the_units_of_its_task(plan: str) -> None:
    """Lead and responsible units are those of the row's own cells, in the printed order."""
    wrong = [
        f"{plan} {task['id']} {role}：原文 {names}，YAML {names_of(plan, task, role)}"
        for task in tasks(plan)
        for role, names in expected_units(plan, task).items()
        if names != names_of(plan, task, role)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("plan", PLANS)
def test_a_merged_cell_repeats_the_cell_it_was_merged_with(plan: str) -> None:
    """A declared merged cell is blank in the source, and the YAML tells both rows alike."""
    by_id = {task["id"]: task for task in tasks(plan)}
    wrong = []
    for place, other in declared(plan, "merged_cells").items():
        task, column = place.split()
        if unit_cells(plan).get(place):
            wrong.append(f"{plan} {place} 声明为合并单元格，原文却印有「{unit_cells(plan)[place]}」")
        if repeated(plan, by_id.get(task, {}), column) != repeated(plan, by_id.get(other, {}), column):
            wrong.append(f"{plan} {place} 与 {other} 不同")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("plan", PLANS)
def test_units_that_the_source_does_not_print_are_doubted_in_their_task(plan: str) -> None:
    """Where the conversion lost a unit cell, the YAML may infer units only with a note for the reader."""
    by_id = {task["id"]: task for task in tasks(plan)}
    silent = [place for place in declared(plan, "unprinted_cells") if "doubts" not in by_id.get(place.split()[0], {})]
    assert silent == []


@pytest.mark.parametrize("plan", [plan for plan in PLANS if "unit_cells" in CASES[plan]])
def test_the_declared_unit_cells_of_a_broken_table_are_those_of_the_source(plan: str) -> None:
    """The cases say to which row each unit cell belongs; they do not invent cells or change their order."""
    told = [half for cell in declared(plan, "unit_cells").values() for half in cell.split("|")]
    assert loose_unit_cells(plan) == told


@pytest.mark.parametrize("plan", PLANS)
def test_a_row_has_the_publication_paths_it_prints_and_no_others(plan: str) -> None:
    """Paths after 公开路径 are read from the row; columns named in running text are declared."""
    tree, wrong = publication_paths(plan), []
    for place, text, measures in [reading for task in tasks(plan) for reading in readings_of_paths(plan, task)]:
        told = {same_width(tree[slug]) for measure in measures for slug in measure.get("publication_paths", [])}
        prose = {same_width(path) for path in declared(plan, "prose_paths").get(place, [])}
        expected = printed_paths(plan, text) | prose
        wrong += [f"{plan} {place} 缺少 {'>'.join(path)}" for path in sorted(expected - told)]
        wrong += [f"{plan} {place} 多出 {'>'.join(path)}" for path in sorted(told - expected)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("plan", PLANS)
def test_a_row_has_every_other_channel_its_publication_path_prints(plan: str) -> None:
    """其他渠道, 村（居）务公开栏 and the like stand among the channels of the measures they serve."""
    wrong = []
    for place, text, measures in [reading for task in tasks(plan) for reading in readings_of_paths(plan, task)]:
        told = {printed(channel) for measure in measures for channel in measure.get("channels", [])}
        wrong += [f"{plan} {place} 缺少渠道「{channel}」" for channel in sorted(printed_channels(text) - told)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("plan", PLANS)
def test_columns_declared_from_running_text_are_printed_in_their_row(plan: str) -> None:
    """A declared column is no licence: each of its names stands in the text of its own row."""
    texts = {task["id"]: row_text(task) for task in tasks(plan)}
    foreign = [
        f"{plan} {place}：{name}"
        for place, paths in declared(plan, "prose_paths").items()
        for path in paths
        for name in path
        if name not in texts.get(place.split()[0], "")
    ]
    assert not foreign, "\n".join(foreign)


@pytest.mark.parametrize("plan", PLANS)
def test_times_and_channels_are_told_in_the_words_of_their_row(plan: str) -> None:
    """`due_text` and `channels` repeat the row; only an ellipsis or a semicolon may join their parts."""
    foreign = [
        f"{plan} {task['id']} 举措{measure.get('number', '')}「{words}」"
        for task in tasks(plan)
        for measure in task["measures"]
        for words in [*re.split("…+|；", measure.get("due_text", "")), *measure.get("channels", [])]
        if printed(words) not in row_text(task)
    ]
    assert not foreign, "\n".join(foreign)


@pytest.mark.parametrize("plan", PLANS)
def test_a_due_date_is_the_one_its_row_prints(plan: str) -> None:
    """`due_on` is read from `due_text`: 月底前 is the last day of the month, 年底前 the last of the year."""
    wrong = [
        f"{plan} {task['id']}：「{measure.get('due_text', '')}」不是 {measure['due_on']}"
        for task in tasks(plan)
        for measure in task["measures"]
        if "due_on" in measure and measure["due_on"] != printed_date(measure.get("due_text", ""))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("plan", PLANS)
def test_a_printed_date_without_a_due_date_is_explained(plan: str) -> None:
    """A date of the document may stay without `due_on` only where the doubts of the task say why."""
    silent = [
        f"{plan} {task['id']}：「{measure['due_text']}」"
        for task in tasks(plan)
        for measure in task["measures"]
        if printed_date(measure.get("due_text", "")) and "due_on" not in measure and "doubts" not in task
    ]
    assert silent == []
