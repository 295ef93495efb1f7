"""How text is written: what is Chinese, what no eye sees, and the forms in which texts are kept and compared.

Insides of character classes, for regular expressions:
`HAN` Chinese characters · `BLANK` spaces of any width · `QUOTATION_MARKS` · `MARKS` over and under letters · `MARKED` letters that may have one.

Forms in which a text is kept:
`visible` without what no eye sees (`invisible` tells it, `without_invisible` takes out nothing else) · `tidy` on one line, without blanks inside Chinese.

Forms in which texts are compared:
`normal` the one normal form · `squeezed` its letters and digits alone · `letters` the letters and digits as printed.
`width` is how much room a text takes. Where no character may move, as in taking a notice apart, there is `folding.fold`.
"""

from __future__ import annotations

import re
import unicodedata

from unidecode import unidecode

# Script=Han of Unicode as far as it is letters, with the zero of 二〇二一; all planes that Unicode keeps for Han.
HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# General_Category=Space_Separator.
BLANK = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
QUOTATION_MARKS = "“”‘’\"'《》〈〉「」『』"
# Signs that stand over or under a letter, and the Latin letters that may have one.
MARKS = "\u0300-\u036f"
MARKED = f"\u00c0-\u024f{MARKS}"

_TO_UTF_8 = (
    "请用记事本打开，点“文件”“另存为”，“编码”选 UTF-8，保存；"
    "用 WPS 的，点“另存为”，类型选纯文本（*.txt），编码选 UTF-8，再把 .txt 改回 .yaml。"
)
# What makes a page read otherwise than its data, or is no text at all. Kept are tabs and line feeds, private characters,
# of which older offices have their rare names, variation selectors, which show another shape of the character before them,
# and the Arabic and Egyptian signs that Unicode counts as format characters although they are seen.
_FIRST_PLANE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; YAML refuses most of them
    "\u2028\u2029"  # line and paragraph separators: line ends to some programs and none to others
    "\ud800-\udfff"  # halves of characters
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    # Default_Ignorable_Code_Point less the variation selectors: soft hyphens, joiners, marks of direction, fillers.
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8"
    "\ufff9-\ufffb"  # marks around notes between the lines
)
_OTHER_PLANES = (
    # Marks of shorthand and music, tags; Default_Ignorable_Code_Point, too.
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))  # noncharacters
)

_INVISIBLE = re.compile(f"[{_FIRST_PLANE}{_OTHER_PLANES}]")
# The other planes are slow to look through, and hardly any text has a character there.
_MAY_BE_INVISIBLE = re.compile(f"[{_FIRST_PLANE}\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\u000b\u000c]")
_BLANK_BESIDE_CHINESE = re.compile("(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
_WITHOUT_QUOTATION_MARKS = str.maketrans("", "", QUOTATION_MARKS)
_MAY_BE_MARKED = re.compile(f"[{MARKED}]")


def invisible(text: str) -> list[str]:
    """The characters of a text that no eye sees, as often as they stand in it."""
    return _INVISIBLE.findall(text) if _MAY_BE_INVISIBLE.search(text) else []


def without_invisible(text: str) -> str:
    """The text less those."""
    return _INVISIBLE.sub("", text) if _MAY_BE_INVISIBLE.search(text) else text


def visible(text: str) -> str:
    """Without what no eye sees and no file of the data may hold; line ends are \\n, tabs are blanks, what was lost is □ as in print."""
    return without_invisible(_LINE_ENDS.sub("\n", text).replace("\t", " ").replace("\ufffd", "□"))


def tidy(text: str) -> str:
    """One line without the blanks that conversion put between Chinese characters; those between Latin words stay."""
    return _BLANK_BESIDE_CHINESE.sub("", " ".join(visible(text).split()))


def normal(text: str) -> str:
    """Full-width letters become half-width, capitals small, ü is v, tone marks and quotation marks vanish."""
    narrow = unicodedata.normalize("NFKC", text).lower().translate(_WITHOUT_QUOTATION_MARKS)
    return _without_marks(narrow) if _MAY_BE_MARKED.search(narrow) else narrow


def _without_marks(text: str) -> str:
    with_v = re.sub(f"u[{MARKS}]*\u0308[{MARKS}]*", "v", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", re.sub(f"[{MARKS}]", "", with_v))


def squeezed(text: str) -> str:
    """The letters and digits of the normal form: 政府 网站（A） and 政府网站ａ are the same."""
    return letters(normal(text))


def letters(text: str) -> str:
    """Only the letters, digits and Chinese characters of a text, as printed."""
    return "".join(filter(str.isalnum, text))


def width(text: str) -> int:
    """How many columns a text takes where a Chinese character takes two; quotation marks do too, as Chinese fonts have them."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def may_spell(slug: str, name: str) -> bool:
    """True when the slug's letters stand in the name's pinyin in this order: fagaiju in (xian)fazhangaigeju."""
    short, full = _latin(slug), iter(_latin(name))
    return len(short) > 1 and all(letter in full for letter in short)


def _latin(text: str) -> str:
    return re.sub("[^a-z0-9]", "", unidecode(text).lower())


def blank_named(characters: str) -> str:
    """What a blank that is none of the keyboard is called."""
    name = "全角空格" if characters[0] == "\u3000" else "不间断空格" if characters[0] == "\u00a0" else "特殊空格"
    return f"{name}（U+{ord(characters[0]):04X}）"


# The frequent characters of Big5 begin with these bytes; those of GBK go on to D7.
_OFTEN_IN_BIG5 = range(0xA4, 0xC7)


def encoding_fault(content: bytes, begin: int) -> tuple[int, str, str]:
    """Where a text is no UTF-8, what is wrong and what helps, for who typed it: `begin` is its first byte that is none."""
    line = content.count(b"\n", 0, begin) + 1
    if re.search(f"[{HAN}]", content[:begin].decode()):
        fault = f"这一行里有不是 UTF-8 编码的字节（0x{content[begin]:02X}），前面的都是。"
        return line, fault, "像是从别的编码的文件里拼来的，请对照原文重新输入这些字。"
    name = _encoding_of(content)
    return line, f"文件不是 UTF-8 编码{f'，是 {name}' if name else ''}。", _TO_UTF_8


def _encoding_of(content: bytes) -> str:
    """What a text that is no UTF-8 was saved as by Chinese software, as far as its bytes tell; else empty."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content.count(0) > len(content) // 5:
        return "UTF-16"
    leading = [pair[0] for pair in re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", content)]
    frequent = sum(byte in _OFTEN_IN_BIG5 for byte in leading) > 0.95 * len(leading)
    fitting = [
        name for name, codec in (("GBK", "gb2312"), *([("Big5", "big5")] * frequent), ("GBK", "gb18030")) if _decodes(content, codec)
    ]
    return fitting[0] if fitting else ""


def _decodes(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
