"""How text is written: what is no text, what is Chinese, and the forms in which texts are kept and compared."""

import re
import unicodedata

import pytest
from gongkai.words.folding import bare, fold, simple
from gongkai.words.text import BLANK, HAN, invisible, letters, normal, squeezed, tidy, visible, width, without_invisible

EVERY_CHARACTER = tuple(map(chr, range(0x110000)))
# Of PropList.txt and DerivedCoreProperties.txt of Unicode, which Python does not know.
OTHER_DEFAULT_IGNORABLE = (
    *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, *range(0xFFF0, 0xFFF9)),
    *(0xE0000, *range(0xE0002, 0xE0020), *range(0xE0080, 0xE0100), *range(0xE01F0, 0xE1000)),
)
VARIATION_SELECTORS = (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
PREPENDED_CONCATENATION_MARKS = (*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD)
EGYPTIAN_JOINERS = range(0x13430, 0x13440)
NONCHARACTERS = (*range(0xFDD0, 0xFDF0), *(code for plane in range(17) for code in (plane << 16 | 0xFFFE, plane << 16 | 0xFFFF)))


def matching(inside):
    return set(re.findall(f"[{inside}]", "".join(EVERY_CHARACTER)))


def of_category(*categories):
    return {character for character in EVERY_CHARACTER if unicodedata.category(character) in categories}


def characters(codes):
    return set(map(chr, codes))


def test_invisible_is_what_unicode_shows_nothing_of_and_what_is_no_character():
    seen = characters((*PREPENDED_CONCATENATION_MARKS, *EGYPTIAN_JOINERS))
    control = of_category("Cc", "Cs", "Zl", "Zp") - {"\t", "\n"}

    assert set(invisible("".join(EVERY_CHARACTER))) == control | (of_category("Cf") - seen) | characters(
        (*OTHER_DEFAULT_IGNORABLE, *NONCHARACTERS)
    )


def test_what_shows_another_shape_of_a_character_is_text():
    assert not set(invisible("".join(EVERY_CHARACTER))) & characters(VARIATION_SELECTORS)
    assert visible("葛\U000e0100") == "葛\U000e0100"


def test_without_invisible_takes_out_nothing_else():
    printed = "".join(EVERY_CHARACTER)
    hidden = set(invisible(printed))

    assert without_invisible(printed) == "".join(character for character in printed if character not in hidden)
    assert (invisible("公\u200b开\U000e0041\u200b"), without_invisible("公\u200b开\U000e0041")) == (
        ["\u200b", "\U000e0041", "\u200b"],
        "公开",
    )


def test_private_and_unassigned_characters_are_text():
    assert not set(invisible("".join(EVERY_CHARACTER))) & (of_category("Co") - characters(NONCHARACTERS))
    assert visible("\ue000\u0378") == "\ue000\u0378"


def test_blanks_are_the_spaces_of_unicode():
    assert matching(BLANK) == of_category("Zs")


def test_chinese_is_every_ideograph_that_unicode_names_or_keeps_room_for():
    named = {
        character
        for character in EVERY_CHARACTER
        if unicodedata.name(character, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))
    }

    assert named | {"〇"} <= matching(HAN)
    # Room for those to come, in blocks and planes of their own.
    assert {unicodedata.category(character) for character in matching(HAN) - named - {"〇"}} == {"Cn"}


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"),
        ("甲\u2028乙\u2029丙\x85丁\x0b戊\x0c己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("甲\t乙", "甲 乙"),
        ("公\u200b开\ufeff信\u00ad息\u061c公\u180e开\u206f信\ufff9息", "公开信息公开信息"),
        ("公\u3000开\u00a0信息", "公\u3000开\u00a0信息"),
        ("\ud800公开\x00", "公开"),
    ],
)
def test_visible_text(printed, kept):
    assert visible(printed) == kept


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        (" 区 财 政\n局 ", "区财政局"),
        ("Open  Data\u3000平台", "Open Data平台"),
        ("第 3 季度", "第3季度"),
        ("a\u00a0b", "a b"),
        ("  ", ""),
    ],
)
def test_tidy_text(printed, kept):
    assert tidy(printed) == kept


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("ＡＰＰ１２", "app12"),
        ("“十四五”《规划》", "十四五规划"),
        ("Lǜ sè", "lv se"),
        ("lu\u0308", "lv"),
        ("①", "1"),
        ("發改委", "發改委"),
        ("政务 公开", "政务 公开"),
    ],
)
def test_normal_form(printed, compared):
    assert normal(printed) == compared


def test_the_normal_form_of_a_normal_form_is_itself():
    changed = {form for character, form in zip(EVERY_CHARACTER, map(normal, EVERY_CHARACTER), strict=True) if form != character}

    assert {form for form in changed if normal(form) != form} == set()


def test_squeezed_and_letters_keep_letters_and_digits():
    assert squeezed("政府 网站（Ａ）—“1.2”") == "政府网站a12"
    assert letters("政府 网站（Ａ）—“1.2”") == "政府网站Ａ12"


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（１）政務公開：", "(1)政务公开:"),
        ("二○二一年\u3000公開﹐", "二〇二一年 公开,"),
        ("﹙一﹚｢公开｣｡", "(一)「公开」。"),
        ("〈条例〉–乾隆著", "《条例》—乾隆著"),
        ("①㎡", "①㎡"),
    ],
)
def test_folded_text(printed, folded):
    assert fold(printed) == folded


def test_folding_moves_no_character():
    # Beyond the first plane nothing is folded.
    first_plane, rest = EVERY_CHARACTER[:0x10000], "".join(EVERY_CHARACTER[0x10000:])

    assert [character for character in first_plane if len(fold(character)) != 1] == []
    assert fold(rest) == rest


def test_a_character_of_the_mainland_stays_as_it_is():
    assert list(map(simple, "務务乾著")) == ["务", "务", "乾", "著"]


def test_a_bare_name_is_the_same_for_all_ways_to_print_it():
    assert {bare(name) for name in ("区 财政局（Ａ）", "區財政局(a)", "“区财政局”（a）", "区财政局\u3000（Ａ）")} == {"区财政局(a)"}


def test_width_in_columns():
    assert [width(text) for text in ("公开", "abc 1", "“公开”", "（Ａ）", "")] == [4, 5, 8, 6, 0]
