"""Units and times told by labels inside running text: （牵头单位：…；责任单位：…）, 责任单位：…, （区财政局牵头，各镇街配合）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .fit import is_units
from .roles import DUE, LABEL, LEAD, PUBLICATION, RESPONSIBLE, SUPPORT, UNITS, label_role, simplified

_GROUP = re.compile(r"[（(【〔\[]((?:[^（()）【】〔〕\[\]]|[（(〔\[][^（()）〔〕\[\]]*[）)〕\]])*)[）)】〕\]]")
_OPENS_LINE = re.compile(r"(?:^|(?<=[。；;！!：:\s）)]))(?=\s*[【\[—–●•·-]*\s*(?:" + LABEL.pattern.replace("(?P<label>", "(?:") + "))")
_VERB = re.compile(r"牵头|负责|配合|落实|参加|参与|承办|主办|按职责")
_CLOSING_VERB = re.compile(r"(?:牵头|负责|配合|落实|承办|主办|协办)$")
_LEVEL = re.compile("[省市县区州旗镇乡各]")
# The last sentence of a paragraph: …。由县发改局牵头，县统计局配合。
_LAST = re.compile(
    r"(?:^|[。；;])\s*(?P<told>(?:由(?=.{3,40}(?:牵头|负责))|(?=[^，,。；;]{3,40}牵头))(?P<who>(?P<first>[^，,。；;：:]{3,80})(?:[，,][^。；;：:]{2,60})?))。?\s*$"
)
# A clause that tells a time and no name: 6月底前完成, 长期坚持.
_TIME = re.compile(
    r"(?:于|在|力争|确保)?(?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}日)?|年|第?[一二三四]季度|上半年)[底末中初]?(?:之?前|以前)?(?:完成|公开|办结|落实|发布)?"
    r"|长期(?:坚持|推进)?|持续(?:推进)?|每(?:年|半年|季度|月)[^，,；;]{0,8}"
)
_CLAUSES = re.compile("[，,；;。]")
# Persons who answer for a task in a bracket are no units: 分管副省长、协管副秘书长负责.
_PERSONS = re.compile(r"(?:[省市县区州旗盟镇乡]长|秘书长|书记|主席|领导|同志)(?:牵头|负责|分管|落实)*$")
_EDGES = "；;，,。、 \t\n:：】]"
ROLES = frozenset({LEAD, RESPONSIBLE, SUPPORT, UNITS, DUE, PUBLICATION})


@dataclass(frozen=True)
class Segment:
    """Words and the labelled cells that close them; `labels` are the words that name the cells."""

    text: str
    cells: dict[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # labelled words that have no field


def segments(text: str) -> list[Segment]:
    """The words of a paragraph, cut after each group of labels; the last segment may have none."""
    told: list[Segment] = []
    start = 0
    for begin, end, inner in _groups(text):
        if begin < start:
            continue
        cells, labels, others = _cells(inner)
        words = text[start:begin].strip()
        start = end + len(re.match(r"[。；;，]?", text[end:])[0])  # type: ignore[index]
        if not words and told and told[-1].cells:
            told[-1] = Segment(told[-1].text, _merged(told[-1].cells, cells), told[-1].labels + labels, told[-1].others + others)
        else:
            told.append(Segment(words, cells, labels, others))
    rest = text[start:].strip()
    return [*told, Segment(rest)] if rest or not told else told


def has_labels(text: str) -> bool:
    """Whether a paragraph names units, times or persons by labels."""
    return any(segment.cells or segment.labels for segment in segments(text))


def _groups(text: str) -> Iterator[tuple[int, int, str]]:
    """Where labelled cells stand: in brackets, or from a label at the beginning of a line or sentence to the end."""
    folded = simplified(text)
    spans = [
        (match.start(), match.end(), text[match.start(1) : match.end(1)]) for match in _GROUP.finditer(folded) if _is_group(folded, match)
    ]
    bare = next(
        (match.start() for match in _OPENS_LINE.finditer(folded) if not any(begin <= match.start() < end for begin, end, _ in spans)), None
    )
    if bare is None and not spans and (last := _LAST.search(folded)) and _tells_who(last["first"]):
        yield last.start("told"), len(text), text[last.start("told") :].rstrip("。 ")
    for begin, end, inner in spans:
        if bare is None or begin < bare:
            yield begin, end, inner
    if bare is not None:
        yield bare, len(text), text[bare:].lstrip(" 【[—–●•·-")


def _is_group(text: str, match: re.Match[str]) -> bool:
    inner = match[1]
    if LABEL.match(inner.strip()) or re.match(r"由?.{2,40}(?:牵头)?[；;，,].*" + LABEL.pattern, inner):
        return True
    after = text[match.end() :].strip()
    if after[:1] in ("", "。", "；", ";") and any(map(_tells_who, _CLAUSES.split(inner))):
        return True
    if not is_units(inner.removeprefix("由")):
        return False
    closes_sentence = text[: match.start()].rstrip()[-1:] in "。；;！"
    ends_line = not after.strip("。；; ")
    if ends_line and _LEVEL.match(inner):
        return True
    return closes_sentence or (ends_line and bool(_VERB.search(inner) or "、" in inner))


def _tells_who(clause: str) -> bool:
    """Whether words end in 牵头 or the like and some name before it is a unit's: 省商务厅、星城海关负责."""
    return bool(_CLOSING_VERB.search(clause)) and any(is_units(name) for name in _CLOSING_VERB.sub("", clause).split("、"))


def _cells(inner: str) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    folded = simplified(inner)
    labels = list(LABEL.finditer(folded))
    cells: dict[str, str] = {}
    others: list[str] = []
    first = inner[: labels[0].start()] if labels else inner
    names, _, note = first.partition("。")
    clauses = _CLAUSES.split(names)
    persons = [words for words in clauses if _PERSONS.search(simplified(words).strip(_EDGES))]
    others += [words.strip(_EDGES) for words in (*persons, note) if words.strip(_EDGES)]
    cells = _timed(UNITS, "".join(re.split(f"({'|'.join(map(re.escape, persons))})", names)[::2]) if persons else names)
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(inner)
        words = inner[label.end() : end].strip(_EDGES)
        role = label_role(label["label"])
        if role in ROLES:
            cells = _merged(cells, _timed(role, words))
        else:
            others.append(inner[label.start() : end].strip(_EDGES))
    return cells, tuple(inner[label.start() : label.end()] for label in labels), tuple(others)


def _timed(role: str, words: str) -> dict[str, str]:
    """The words under their role, a clause that only tells a time under that of times: 各部门，6月底前完成."""
    clauses = re.split(r"(?<=[，,；;。])", words)
    times = [] if role == DUE else [clause for clause in clauses if _TIME.fullmatch(simplified(clause).strip(_EDGES))]
    told = {role: "".join(clause for clause in clauses if clause not in times), DUE: "\n".join(times)} if times else {role: words}
    return {key: text.strip(_EDGES) for key, text in told.items() if text.strip(_EDGES)}


def _merged(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return {**first, **{role: f"{first[role]}\n{words}" if role in first else words for role, words in second.items()}}


def unit_roles(used: set[str]) -> dict[str, str]:
    """The roles that labels stand for, given all labels of a notice: one names everybody; 责任单位 beside 配合单位 are leads."""
    if LEAD in used:
        return {SUPPORT: RESPONSIBLE}
    if SUPPORT in used:
        return {RESPONSIBLE: LEAD, UNITS: LEAD, SUPPORT: RESPONSIBLE}
    return {RESPONSIBLE: UNITS}
