"""Letters that PDF writers put in the place of others: radicals that look like characters, ligatures."""

from __future__ import annotations

import re
import unicodedata

# Radicals of U+2E80 that have no equivalent in Unicode's own tables and that fonts show for whole characters.
_RADICALS = "⺁厂⺌小⺎兀⺏尢⺒巳⺓幺⺝月⺟母⺠民⺩王⺪疋⺫目⺬示⺯糸⺰纟⺱网⺶羊⺷羊⺸羊⺻聿⺼月⻁虎⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟⼾户"
# Kangxi's radicals, characters of compatibility and ligatures have.
_EQUIVALENT = {code: unicodedata.normalize("NFKC", chr(code)) for codes in ((0x2F00, 0x2FE0), (0xF900, 0xFB07)) for code in range(*codes)}
_MEANT = _EQUIVALENT | dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True)) | {0: "", 0xA0: " "}
UNREADABLE = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")


def meant(text: str) -> str:
    """What a reader sees, in the characters one would type; □ where the file does not tell."""
    return UNREADABLE.sub("□", text).translate(_MEANT)
