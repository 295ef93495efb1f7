"""Units and times told by labels inside running text: （牵头单位：…；责任单位：…）, 责任单位：…, （区财政局牵头，各镇街配合）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .fit import is_units
from .roles import DUE, LABEL, LABEL_AHEAD, LEAD, PUBLICATION, RESPONSIBLE, SUPPORT, UNIT_ROLES, UNITS, role_of, simplified

_GROUP = re.compile(r"[（(【〔\[]((?:[^（()）【】〔〕\[\]]|[（(〔\[][^（()）〔〕\[\]]*[）)〕\]])*)[）)】〕\]]")
_OPENS_LINE = re.compile(r"(?:^|(?<=[。；;！!：:\s）)]))(?=\s*[【\[—–●•·-]*\s*" + LABEL_AHEAD + ")")
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
_ROLES = UNIT_ROLES | {DUE, PUBLICATION}


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
        words, group = text[start:begin].strip(), _labelled(inner)
        start = end + (text[end : end + 1] in "。；;，")
        if not words and told and told[-1].cells:
            above = told.pop()
            words, group = (
                above.text,
                Segment("", _merged(above.cells, group.cells), above.labels + group.labels, above.others + group.others),
            )
        told.append(replace(group, text=words))
    rest = text[start:].strip()
    return [*told, Segment(rest)] if rest or not told else told


def has_labels(text: str) -> bool:
    """Whether a paragraph names units, times or persons by labels."""
    return any(segment.cells or segment.labels for segment in segments(text))


def _groups(text: str) -> Iterator[tuple[int, int, str]]:
    """Where labelled cells stand: in brackets, or from a label at the beginning of a line or sentence to the end."""
    folded = simplified(text)
    spans = [(*match.span(), text[slice(*match.span(1))]) for match in _GROUP.finditer(folded) if _is_group(folded, match)]
    starts = (match.start() for match in _OPENS_LINE.finditer(folded))
    bare = next((start for start in starts if not any(begin <= start < end for begin, end, _ in spans)), len(text))
    if bare == len(text) and not spans and (last := _LAST.search(folded)) and _tells_who(last["first"]):
        bare = last.start("told")
    yield from (span for span in spans if span[0] < bare)
    if bare < len(text):
        yield bare, len(text), text[bare:].lstrip(" 【[—–●•·-").rstrip("。 ")


def _is_group(text: str, match: re.Match[str]) -> bool:
    inner, after = match[1], text[match.end() :].strip()
    if LABEL.search(inner) or (after[:1] in "。；;" and any(map(_tells_who, _CLAUSES.split(inner)))):
        return True
    if not is_units(inner.removeprefix("由")):
        return False
    ends_line = not after.strip("。；; ")
    return text[: match.start()].rstrip()[-1:] in "。；;！" or (
        ends_line and bool(_LEVEL.match(inner) or _VERB.search(inner) or "、" in inner)
    )


def _tells_who(clause: str) -> bool:
    """Whether words end in 牵头 or the like and some name before it is a unit's: 省商务厅、星城海关负责."""
    return bool(_CLOSING_VERB.search(clause)) and any(is_units(name) for name in _CLOSING_VERB.sub("", clause).split("、"))


def _labelled(inner: str) -> Segment:
    """The cells of a group: what stands after each label, and before the first; persons are none."""
    labels = list(LABEL.finditer(simplified(inner)))
    ends = [*(label.start() for label in labels), len(inner)]
    names, _, note = inner[: ends[0]].partition("。")
    others = [clause for clause in _CLAUSES.split(names) if _PERSONS.search(simplified(clause).strip(_EDGES))]
    for person in others:
        names = names.replace(person, "")
    others.append(note)
    cells = _timed(UNITS, names)
    for label, end in zip(labels, ends[1:], strict=True):
        role = role_of(label["label"]) or UNITS
        if role in _ROLES:
            cells = _merged(cells, _timed(role, inner[label.end() : end]))
        else:
            others.append(inner[label.start() : end])
    stripped = (words.strip(_EDGES) for words in others)
    return Segment("", cells, tuple(inner[slice(*label.span())] for label in labels), tuple(filter(None, stripped)))


def _timed(role: str, words: str) -> dict[str, str]:
    """The words under their role, a clause that only tells a time under that of times: 各部门，6月底前完成."""
    clauses = re.split(r"(?<=[，,；;。])", words)
    times = [clause for clause in clauses if role != DUE and _TIME.fullmatch(simplified(clause).strip(_EDGES))]
    told = {role: "".join(clause for clause in clauses if clause not in times), DUE: "\n".join(times)} if times else {role: words}
    return {key: bare for key, text in told.items() if (bare := text.strip(_EDGES))}


def _merged(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return {**first, **{role: f"{first[role]}\n{words}" if role in first else words for role, words in second.items()}}


def unit_roles(used: set[str]) -> dict[str, str]:
    """The roles that labels stand for, given all labels of a notice: one names everybody; 责任单位 beside 配合单位 are leads."""
    if LEAD in used:
        return {SUPPORT: RESPONSIBLE}
    if SUPPORT in used:
        return {RESPONSIBLE: LEAD, UNITS: LEAD, SUPPORT: RESPONSIBLE}
    return {RESPONSIBLE: UNITS}
