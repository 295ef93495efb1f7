"""Where in a place may be looked."""

from dataclasses import replace

import pytest
from gongkai.scout.fetching.answers import RefusedError
from gongkai.scout.grounds import Grounds
from helpers.builders import COLUMNS, JURISDICTION, DataFolder


@pytest.fixture
def data(tmp_path):
    data = DataFolder(tmp_path)
    data.replace(JURISDICTION, "https://www.example.org/", "https://www.示例.政务/")
    data.append(JURISDICTION, "hosts: [zwgk.example.gov.cn]\n")
    return data


def grounds(data, *, is_real=True):
    portal = data.load()
    place = portal.jurisdictions[0]
    real = replace(
        place, plans=tuple(replace(plan, record=plan.record.model_copy(update={"demonstration": False})) for plan in place.plans)
    )
    return Grounds(portal, real if is_real else place, place.plans[0])


def may(allowed, address):
    try:
        return bool(allowed.target(address))
    except RefusedError:
        return False


def test_the_official_hosts_and_the_portal_may_be_asked_with_all_below_them(data):
    addresses = {
        "https://zwgk.example.gov.cn/a": True,
        "https://www.zwgk.example.gov.cn/a": True,
        "https://example.gov.cn/a": False,
        "https://示例.政务/a": True,
        "https://www.示例.政务/a": True,
        "https://www.xn--fsqz41a.xn--zfr164b/a": False,
        "http://10.0.0.5/": False,
        "http://10.0.0.5:8080/": True,
    }
    allowed = grounds(data).allowed("10.0.0.5:8080")

    assert {address: may(allowed, address) for address in addresses} == addresses


def test_a_made_up_place_has_no_hosts(data):
    assert grounds(data, is_real=False).allowed("").hosts == ()


def test_sites_are_no_columns(data):
    data.replace(COLUMNS, "    name: 政府网站\n", "    name: 政府网站\n    url: https://zwgk.example.gov.cn/\n")
    data.replace(COLUMNS, "name: 规划信息\n", "name: 规划信息\n            url: https://zwgk.example.gov.cn/guihua/\n")
    it = grounds(data)

    assert [node.slug for node in it.columns] == ["xinxi-gongkai", "guihua-xinxi", "caizheng-xinxi", "zhengce-jiedu"]
    assert [node.slug for node in it.with_address] == ["guihua-xinxi"]
    assert next(it.told("data")) == "示例县有 4 个栏目，其中 1 个写了网址。"
