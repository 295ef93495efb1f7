"""Which names a slug may stand for, so that a fault in a register is not blamed on those who refer to it."""

import pytest
from gongkai.words.text import may_spell


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("caizhengju", "县财政局"),
        ("fagaiju", "县发展改革局"),
        ("ge-bumen", "县政府各部门"),
        ("zhongdian-xiangmu", "“重点”项目"),
        ("fagaiju", "FaGaiJu"),
        ("ppp", "PPP项目"),
        ("cz", "县财政局"),
    ],
)
def test_slug_may_spell_a_name_in_full_or_shortened(slug, name):
    assert may_spell(slug, name)


@pytest.mark.parametrize(("slug", "name"), [("minzhengju", "县财政局"), ("gaifaju", "县发展改革局"), ("x", "县财政局"), ("", "县财政局")])
def test_slug_may_not_spell_another_name(slug, name):
    assert not may_spell(slug, name)
