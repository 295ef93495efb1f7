"""Letters that PDF writers put in the place of others: radicals that look like characters, ligatures."""

from __future__ import annotations

import unicodedata

# Radicals of U+2E80 that have no equivalent in Unicode's own tables and that fonts show for whole characters.
_RADICALS = "⺁厂⺌小⺎兀⺏尢⺒巳⺓幺⺝月⺟母⺠民⺩王⺪疋⺫目⺬示⺯糸⺰纟⺱网⺶羊⺷羊⺸羊⺻聿⺼月⻁虎⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟⼾户"
_MEANT = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_KANGXI = ("\u2f00", "\u2fdf")
_COMPATIBILITY = ("\uf900", "\ufaff")
_LIGATURES = ("\ufb00", "\ufb06")


def meant(text: str) -> str:
    """What a reader sees, in the characters one would type."""
    return "".join(_one(character) for character in text)


def _one(character: str) -> str:
    if character in _MEANT:
        return _MEANT[character]
    if any(first <= character <= last for first, last in (_KANGXI, _COMPATIBILITY, _LIGATURES)):
        return unicodedata.normalize("NFKC", character)
    return " " if character == "\xa0" else "" if character == "\0" else character
