"""The head of a notice: title, document number, issuer, date, basis, and the words before the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.importing.layout.cells.closing import DATE, ISSUER, PUBLICITY, date_in, is_closing
from gongkai.importing.layout.cells.numbering import half_width, marker
from gongkai.importing.layout.cells.roles import simplified
from gongkai.importing.layout.cells.wording import ENDS, clean, letters, one_line
from gongkai.importing.readers.base.notice import Paragraph
from gongkai.words.text import HAN

from .reading import LeftOver

_DOCUMENT_NUMBER = re.compile(rf"[{HAN}A-Z×Ｘ]{{1,14}}\s*[〔\[［（(【]\s*(?:19|20)\d{{2}}\s*[〕\]］）)】]\s*(?:第)?\s*\d{{1,4}}\s*号")
_BASIS = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*|〈[^〈〉]*〉[^《》]*)*》\s*[（(][^（）()]{0,20}[〔\[［(（][^）)〕\]］]{4}[〕\]］)）][^（）()]{0,12}[）)]"
)
_LABELLED_BASIS = re.compile(r"(?:根据|按照|依据|贯彻落实|落实|对照)《([^《》]*(?:通知|要点|意见|方案)[^《》]*)》")
_FIELD = re.compile(
    r"(发文机关|发布机构|制发机关|发文单位|印发机关|发文字号|文\s*号|成文日期|发文日期|发布日期|印发日期|发布时间)\s*[:：]\s*(\S+)"
)
_TITLE_WORDS = re.compile(r"公开|要点|分工|任务|方案|清单|台账|分解|计划|安排|措施|职责|实事|目录|事项|重点工作|责任书|表$")
TITLE_ENDS = re.compile(
    r"(?:要点|分工|方案|清单|台账|分解|分解表|计划|安排|措施|职责|表|一览|细则|责任制|任务书|汇总)(?:[（(][^（）()]*[）)])?$"
)
_LETTER = re.compile(r"(?:通知|函|批复|通报|报告|公告|决定)(?:[（(][^（）()]*[）)])?$")
# How a title may begin, and what cannot end its first line: 贯彻落实国务院办公厅.
_STARTS = re.compile(rf"(?=.{{13}})(?:20\d\d年|[{HAN}]{{2,10}}(?:省|市|区|县|局|委|政府|办公室|镇|街道|乡)|贯彻|关于|落实)")
_DANGLES = re.compile("贯彻|落实|关于|印发|执行|办公厅|政府|办公室|年|局|委")
_NOTE = re.compile(r"(?:说明|备注|注|附注|填报单位|单位|时间|填表)\s*[:：]")
_CONTACT = re.compile(r"[（(]?联系(?:人|电话|方式)(?:[及和、]?(?:联系)?(?:电话|方式))?[:：](?=.*(?:电话|手机|[0-9]{5})).{,80}")
_ATTACHMENT = re.compile(r"附\s*[件表]\s*\d*\s*[:：]?")
_LONGEST_TITLE, _LONGEST_LINE = 90, 45


@dataclass(frozen=True)
class Front:
    """What stands before the plan."""

    title: str
    document_number: str = ""
    issuer: str = ""
    issued_on: str = ""
    basis: tuple[str, ...] = ()
    preamble: str = ""
    left_over: tuple[LeftOver, ...] = ()


def front(before: Sequence[Paragraph], after: Sequence[Paragraph], name: str) -> Front:
    """The head told by the paragraphs before the plan; number, issuer and date may also stand after it."""
    lines = [replace(line, text=one_line(re.sub(r"^\s*#+\s", "", line.text))) for line in before if letters(line.text)]
    everything = [*lines, *(replace(line, text=one_line(line.text)) for line in after)]
    title, used = _title(lines, name)
    used |= {index: "附件的标记" for index, line in enumerate(lines) if index not in used and is_attachment(line.text)}
    preamble = "\n".join(line.text for index, line in enumerate(lines) if index not in used)
    fields = {re.sub(r"\s", "", match[1]): match[2] for line in everything for match in _FIELD.finditer(line.text)}
    issued_on, dated_at = _issued_on(everything, fields)
    return Front(
        title=title,
        document_number=_document_number(everything, fields),
        issuer=_issuer(everything, dated_at, fields),
        issued_on=issued_on,
        basis=_basis(preamble),
        preamble=preamble,
        left_over=tuple(LeftOver(lines[index].text, lines[index].line, why, is_furniture=True) for index, why in used.items() if why),
    )


def is_title_line(text: str) -> bool:
    """Whether a line may be (part of) the title of a plan."""
    words = simplified(text)
    return (
        0 < len(words) <= _LONGEST_LINE
        and words[-1] not in ENDS + "：:，、"
        and not DATE.search(words[-12:])
        and not (_NOTE.match(words) or _ATTACHMENT.match(words) or PUBLICITY.fullmatch(words) or _DOCUMENT_NUMBER.fullmatch(words))
        and marker(words) is None
    )


def is_attachment(text: str) -> bool:
    """Whether a line only says that an attachment begins: 附件2."""
    return bool(_ATTACHMENT.fullmatch(simplified(text)))


def is_contact(text: str) -> bool:
    """Whether a line says whom to call: （联系人：张三，电话：…）."""
    return bool(_CONTACT.fullmatch(half_width(re.sub(r"\s", "", text))))


def _title(lines: Sequence[Paragraph], name: str) -> tuple[str, dict[int, str]]:
    """The title, and the lines that it and the heading over the table take up (why they are left over, '' for the title itself)."""
    first, second = _front_title(lines), _table_title(lines)
    opening, heading = _joined(lines, first), _joined(lines, second)
    if opening and not _LETTER.search(opening) and (TITLE_ENDS.search(opening) or not heading):
        is_other = heading and heading != opening and not set(second) & set(first)
        return _printed(lines, first), dict.fromkeys(first, "") | (dict.fromkeys(second, "表格上方的标题") if is_other else {})
    if heading and not _LETTER.search(heading):
        return _printed(lines, second), dict.fromkeys(second, "")
    for text in (opening, *(line.text for line in lines)):
        if match := re.search(r"印发(?:了)?[《〈](.+?)[》〉]|关于印发(?![《〈])(.+?)的通知", text):
            return match[1] or match[2], {}
    if first or second:
        return _printed(lines, first or second), dict.fromkeys(first or second, "")
    return name.rpartition(".")[0] or name, {}


def _printed(lines: Sequence[Paragraph], indexes: Sequence[int]) -> str:
    return "".join(lines[index].text for index in indexes)


def _joined(lines: Sequence[Paragraph], indexes: Sequence[int]) -> str:
    return simplified(_printed(lines, indexes))


def _front_title(lines: Sequence[Paragraph]) -> list[int]:
    """The first lines that make a title together, issuer and number aside."""
    indexes: list[int] = []
    for index, line in enumerate(lines[:12]):
        joined = _joined(lines, indexes)
        if not is_title_line(line.text) or _FIELD.search(line.text):
            if _TITLE_WORDS.search(joined):
                break
            indexes = []
        elif indexes and (TITLE_ENDS.search(joined) or _LETTER.search(joined) or len(joined) + len(line.text) > _LONGEST_TITLE):
            break
        else:
            indexes.append(index)
    return indexes if _TITLE_WORDS.search(_joined(lines, indexes)) else []


def _table_title(lines: Sequence[Paragraph]) -> list[int]:
    """The last lines before the table that make a title, notes aside."""
    indexes: list[int] = []
    for index in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        text = simplified(lines[index].text)
        if not indexes and (_NOTE.match(text) or re.fullmatch(r"[（(].*[）)]", text)):
            continue
        if not is_title_line(text) or (indexes and (_LETTER.search(text) or TITLE_ENDS.search(text))):
            break
        if indexes and _STARTS.match(lines[indexes[0]].text) and not _DANGLES.search(text):
            break
        indexes.insert(0, index)
    joined = _joined(lines, indexes)
    return indexes if _TITLE_WORDS.search(joined) and len(joined) <= _LONGEST_TITLE else []


def _document_number(lines: Sequence[Paragraph], fields: dict[str, str]) -> str:
    named = next((fields[key] for key in ("发文字号", "文号") if key in fields), "")
    if match := _DOCUMENT_NUMBER.search(half_width(named)):
        return match[0]
    return next((line.text for line in lines if _DOCUMENT_NUMBER.fullmatch(simplified(line.text.strip("（）()")))), "").strip("（）()")


def _issued_on(lines: Sequence[Paragraph], fields: dict[str, str]) -> tuple[str, int]:
    """The last line that is nothing but a date, else a labelled date; and its place."""
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text.strip("（）()")
        if len(text) <= _LONGEST_LINE and (day := date_in(re.sub(r"印发$|发布$", "", text), whole=True)):
            return day, index
    for key in ("成文日期", "发文日期", "印发日期", "发布日期", "发布时间"):
        if key in fields and (day := date_in(fields[key])):
            return day, -1
    return "", -1


def _issuer(lines: Sequence[Paragraph], dated_at: int, fields: dict[str, str]) -> str:
    """The organ over the date, or in a labelled field, or at the beginning of …关于印发…."""
    if dated_at > 0 and ISSUER.fullmatch(simplified(lines[dated_at - 1].text)):
        return lines[dated_at - 1].text
    for key in ("发文机关", "发布机构", "制发机关", "发文单位", "印发机关"):
        if key in fields and ISSUER.fullmatch(fields[key]):
            return fields[key]
    for line in lines[:6]:
        if ISSUER.fullmatch(simplified(line.text)) and len(line.text) > 4 and not _TITLE_WORDS.search(line.text):  # noqa: PLR2004 -- 区政府 is no full name
            return line.text
        if match := re.match(rf"([{HAN}A-Z×Ｘ]{{4,30}}?(?:政府|办公室|委员会|局|厅|委))关于", line.text):
            return line.text[: match.end(1)]
    return ""


def _basis(preamble: str) -> tuple[str, ...]:
    titles = [re.sub(r"\s", "", basis[0]) for basis in _BASIS.finditer(preamble)]
    known = "".join(titles)
    titles += [f"《{title[1]}》" for title in _LABELLED_BASIS.finditer(preamble) if title[1] not in known]
    return tuple(dict.fromkeys(titles))


def closing(after: Sequence[Paragraph]) -> tuple[LeftOver, ...]:
    """What stands after the plan: signature and publicity are furniture, notes want reading."""
    texts = [(clean(paragraph.text), paragraph.line) for paragraph in after if letters(paragraph.text)]
    whys = {True: "文末的落款、日期和公开属性", False: "任务后面的文字，没有对应的字段"}
    return tuple(LeftOver(text, line, whys[is_closing(text)], is_furniture=is_closing(text)) for text, line in texts)
