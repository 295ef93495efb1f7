"""What stands beside the address of a piece of evidence, before anybody opens it."""

import pytest
from gongkai.judging.doubts.addresses import is_official
from gongkai.pages.details import EvidenceView
from gongkai.pages.views import Link
from gongkai.records.register_records import JurisdictionRecord
from helpers.documents import all_plans
from helpers.portals import evidence
from helpers.sites import Site


@pytest.mark.parametrize(
    ("url", "marks"),
    [
        ("https://www.example.gov.cn/1.html", ()),
        ("https://bm.example.gov.cn/1.html", ()),
        ("http://www.example.gov.cn/1.html", ("没有加密的网址",)),
        ("https://www.example.org/1.html", ("不是登记的官方网站",)),
        ("http://www.example.org/1.html", ("没有加密的网址", "不是登记的官方网站")),
    ],
)
def test_address_is_marked_where_it_is_not_encrypted_or_on_no_host_of_the_place(url, marks):
    place = JurisdictionRecord(name="示例县", short_name="示例县", order=1, hosts=("example.gov.cn",))
    shown = EvidenceView(evidence(url=url), Link("任务", "1.html"), (), (), is_elsewhere=False, is_official=is_official(url, place))
    assert shown.address_marks == marks


def test_no_host_is_marked_where_nobody_said_which_are_official():
    assert is_official("https://www.example.org/", JurisdictionRecord(name="示例县", short_name="示例县", order=1))


def test_offline_act_has_no_address_to_mark():
    shown = EvidenceView(evidence(description="张贴公告"), Link("任务", "1.html"), (), (), is_elsewhere=False, is_official=False)
    assert shown.address_marks == ()


def test_what_is_seen_of_a_duty_that_cannot_be_judged_is_listed_and_moves_no_badge(site: Site) -> None:
    listed = 0
    for plan in all_plans():
        for task in plan.tasks:
            addresses = {one["url"] for one in plan.evidence if one["task"] == task["id"] and "url" in one}
            if addresses and all(one.get("kind") == "unobservable" for one in task["measures"]):
                page = site.pages[plan.task_address(task["id"])]
                badges = {badge["data-badge"] for badge in page.main.select("[data-badge]")}
                links = {link["href"] for link in page.main.select("a[href]")}
                assert (badges, addresses - links) == ({"not_judged"}, set()), f"{plan.name} {task['id']}"
                listed += 1
    assert listed
