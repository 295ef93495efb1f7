"""Settings are checked before anything is built; a site that is not registered cannot look as if it were."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongkai.pages.addresses import domain
from gongkai.publishing import settings_file
from gongkai.publishing.settings import DEFAULTS, LABELS, OfficialSite, completed, located, official_site
from gongkai.publishing.site.settings_checks import check_environment, check_settings, claims
from gongkai.records.problems import DataError, Effect, Problem
from helpers.projects import REGISTERED
from pelican.settings import read_settings

import pelicanconf

ROOT = Path(__file__).parents[2]
SAFE = {key: value for key, value in vars(pelicanconf).items() if key.isupper()}
OFFICIAL = {
    **SAFE,
    "GONGKAI_SITE_URL": "https://www.example.gov.cn/zwgk",
    "GONGKAI_PUBLISH": True,
    "GONGKAI_OFFICIAL": True,
    "GONGKAI_OFFICIAL_SITE": REGISTERED,
}
OPTIONAL = {"co_host"}


def fields(problems: list[Problem]) -> list[str]:
    """Which settings are complained of."""
    return [problem.field for problem in problems]


def with_entry(name: str, value: object) -> dict[str, object]:
    return {**OFFICIAL, "GONGKAI_OFFICIAL_SITE": {**REGISTERED, name: value}}


def entry(name: str) -> str:
    return f"{LABELS[name]}（GONGKAI_OFFICIAL_SITE 的 {name}）"


def test_the_settings_of_the_project_are_right() -> None:
    assert check_settings(SAFE) == []


def test_the_project_has_no_numbers_of_a_registered_site() -> None:
    assert (SAFE["GONGKAI_OFFICIAL"], SAFE["GONGKAI_OFFICIAL_SITE"], official_site(SAFE)) == (False, {}, None)


def test_a_registered_site_is_right() -> None:
    assert (check_settings(OFFICIAL), official_site(OFFICIAL)) == ([], OfficialSite(**REGISTERED))


@pytest.mark.parametrize("code", ["0000000000", "ab00000000"])
def test_both_shapes_of_an_identification_code_are_right(code: str) -> None:
    assert check_settings(with_entry("identification_code", code)) == []


@pytest.mark.parametrize("address", ["https://www.example.政务/", "http://example.gov.cn:8080/a/b"])
def test_both_kinds_of_government_domain_are_right(address: str) -> None:
    assert check_settings({**OFFICIAL, "GONGKAI_SITE_URL": address}) == []


@pytest.mark.parametrize("name", [name for name in LABELS if name not in OPTIONAL])
@pytest.mark.parametrize("empty", ["", " ", None], ids=["empty", "blank", "absent"])
def test_what_is_required_is_missed_by_its_name(name: str, empty: str | None) -> None:
    registered = {key: value for key, value in {**REGISTERED, name: empty}.items() if value is not None}
    assert fields(check_settings({**OFFICIAL, "GONGKAI_OFFICIAL_SITE": registered})) == [entry(name)]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("identification_code", "000000000"),
        ("identification_code", "AB00000000"),
        ("identification_code", "abc0000000"),
        ("identification_code", "０００００００００0"),
        ("identification_code", "0000000000\n1"),
        ("police_code", "示公网安备 1 号"),
        ("report_url", "zhaocuo.example.gov.cn"),
        ("report_url", "javascript:alert(1)"),
        ("mark_url", "ftp://example.gov.cn/"),
        ("mark_url", 'https://example.gov.cn/" onclick="'),
        ("mark_url", "https://[example"),
        ("host", "两\n行"),
        ("host", 7),
        ("contact", ["电话"]),
        ("icp_number", True),
    ],
)
def test_what_is_malformed_is_refused(name: str, wrong: object) -> None:
    assert fields(check_settings(with_entry(name, wrong))) == [entry(name)]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/",
        "https://gov.cn.example.org/",
        "https://www.example.org/.gov.cn",
        "https://examplegov.cn/",
        "https://政务/",
    ],
)
def test_domain_of_a_government_site_is_a_government_domain(address: str) -> None:
    assert fields(check_settings({**OFFICIAL, "GONGKAI_SITE_URL": address})) == ["GONGKAI_SITE_URL"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"GONGKAI_SITE_URL": "https://zwgk.example.gov.cn/"}, 1),
        ({"GONGKAI_SITE_URL": "https://www.example.政务/"}, 1),
        ({"GONGKAI_SITE_URL": "https://www.example.org/"}, 0),
        ({"GONGKAI_SITE_URL": "https://zwgk.example.gov.cn/", "GONGKAI_PUBLISH": False}, 0),
        (OFFICIAL, 0),
    ],
)
def test_pages_that_deny_what_the_address_says_are_a_warning(changed: dict[str, object], told: int) -> None:
    problems = list(claims({**SAFE, "GONGKAI_PUBLISH": True, **changed}))
    assert [problem.effect for problem in problems] == [Effect.WARNING] * told


def test_wrong_domain_is_said_of_the_file_that_sets_it() -> None:
    (problem,) = check_settings({**OFFICIAL, "GONGKAI_SITE_URL": "https://www.example.org/"})
    assert problem.file == Path("publishconf.py")


def test_an_official_site_may_be_looked_at_before_it_is_published() -> None:
    assert check_settings({**OFFICIAL, "GONGKAI_PUBLISH": False, "GONGKAI_SITE_URL": "http://localhost:8000"}) == []


@pytest.mark.parametrize("settings", [SAFE, OFFICIAL], ids=["unofficial", "official"])
@pytest.mark.parametrize("name", ["", " ", None, 7])
def test_every_site_has_a_name(settings: dict[str, object], name: object) -> None:
    assert fields(check_settings({**settings, "SITENAME": name})) == ["SITENAME"]


@pytest.mark.parametrize("day", ["2026-2-30", "2026-02-30", "20261120", "20.11.2026", "今天"])
def test_day_of_judgement_that_is_none_is_refused(day: str) -> None:
    (problem,) = check_settings({**SAFE, "GONGKAI_AS_OF": day})
    assert str(problem) == f"pelicanconf.py:1  判定日期（GONGKAI_AS_OF）：“{day}”不是有效日期。请写成 2026-11-20 的样子，或不写。"


@pytest.mark.parametrize("epoch", ["", "0", "1763568000", "99999999999"])
def test_seconds_since_1970_are_right(epoch: str) -> None:
    assert check_environment({"SOURCE_DATE_EPOCH": epoch}) == check_environment({}) == []


@pytest.mark.parametrize("epoch", ["2026-11-20", "-1", "1.5", " 0", "１２", "999999999999"])
def test_anything_else_is_no_number_of_seconds(epoch: str) -> None:
    assert [str(problem) for problem in check_environment({"SOURCE_DATE_EPOCH": epoch})] == [
        f"pelicanconf.py:1  环境变量 SOURCE_DATE_EPOCH：“{epoch}”不是从 1970 年算起的秒数。"
        "请改正或取消这个变量；判定日期可以写在 GONGKAI_AS_OF 里。"
    ]


def test_everything_wrong_is_said_at_once() -> None:
    found = check_settings({**OFFICIAL, "SITENAME": "", "GONGKAI_SITE_URL": "https://example.org", "GONGKAI_OFFICIAL_SITE": {"hots": "甲"}})
    required = [entry(name) for name in LABELS if name not in OPTIONAL]
    assert fields(found) == ["SITENAME", "GONGKAI_SITE_URL", "GONGKAI_OFFICIAL_SITE 的 hots", *required]


def test_the_message_says_what_to_do() -> None:
    (problem,) = check_settings(with_entry("identification_code", "12"))
    assert str(problem) == (
        "pelicanconf.py:1  网站标识码（GONGKAI_OFFICIAL_SITE 的 identification_code）：“12”不能用作网站标识码。"
        "网站标识码是 10 位数字，或两个小写字母加 8 位数字。"
    )


@pytest.mark.parametrize("name", LABELS)
def test_an_unofficial_site_may_state_nothing_that_only_a_registered_one_has(name: str) -> None:
    assert fields(check_settings({**SAFE, "GONGKAI_OFFICIAL_SITE": {name: "甲"}})) == [entry(name)]


def test_an_unofficial_site_may_have_them_empty() -> None:
    assert check_settings({**SAFE, "GONGKAI_OFFICIAL_SITE": dict.fromkeys(LABELS, "")}) == []


@pytest.mark.parametrize("name", ["GONGKAI_CONTACT", "GONGKAI_CONTACT_URL"])
def test_an_official_site_has_one_way_to_report_a_mistake(name: str) -> None:
    assert fields(check_settings({**OFFICIAL, name: "mailto:a@example.org"})) == [name]


def test_what_is_not_set_has_a_default() -> None:
    named = {name: value for name, value in SAFE.items() if not name.startswith("GONGKAI_")}
    assert check_settings(completed(named)) == []


@pytest.mark.parametrize("name", [name for name in SAFE if name.startswith("GONGKAI_")])
@pytest.mark.parametrize("wrong", [None, 777, ["一"]], ids=["nothing", "number", "list"])
def test_wrong_type_is_reported(name: str, wrong: object) -> None:
    assert fields(check_settings({**SAFE, name: wrong})) == [name]


@pytest.mark.parametrize("named", ["cluster", "cluster:", "a b:c", "os;x:y", "一:二"])
def test_executor_that_is_no_module_and_function_is_refused(named: str) -> None:
    assert fields(check_settings({**SAFE, "GONGKAI_EXECUTOR": named})) == ["GONGKAI_EXECUTOR"]
    assert check_settings({**SAFE, "GONGKAI_EXECUTOR": "of.many:machines", "GONGKAI_PROCESSES": 2}) == []


def test_truth_written_as_a_word_is_not_the_truth() -> None:
    assert fields(check_settings({**SAFE, "GONGKAI_OFFICIAL": "False"})) == ["GONGKAI_OFFICIAL"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.example.org", "https://"])
def test_contact_that_is_no_address_is_refused(address: str) -> None:
    assert fields(check_settings({**SAFE, "GONGKAI_CONTACT_URL": address})) == ["GONGKAI_CONTACT_URL"]


def test_site_without_an_address_is_refused_where_it_is_set() -> None:
    (problem,) = check_settings({**SAFE, "GONGKAI_SITE_URL": ""})
    assert (problem.file, problem.field) == (Path("publishconf.py"), "GONGKAI_SITE_URL")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://WWW.Example.gov.cn:443/zwgk?a#b", "www.example.gov.cn"),
        ("https://www.示例.政务/", "www.xn--fsq092h.xn--zfr164b"),
        ("nowhere", ""),
        ("https://[", ""),
    ],
)
def test_domain_is_the_host_alone(address: str, expected: str) -> None:
    assert domain(address) == expected


# --- the file that they stand in -----------------------------------------------------------------


@pytest.mark.parametrize("file", ["pelicanconf.py", "publishconf.py"])
def test_settings_are_what_pelican_reads(file: str) -> None:
    pelicans = located(completed(read_settings(str(ROOT / file))), ROOT)
    read = settings_file.read(ROOT / file)
    assert {name: read[name] for name in (*DEFAULTS, "SITENAME", "TIMEZONE", "PLUGINS", "THEME")} == {
        name: pelicans[name] for name in (*DEFAULTS, "SITENAME", "TIMEZONE", "PLUGINS", "THEME")
    }


def test_folders_that_settings_name_are_taken_from_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pelican alone takes templates of one's own from where it was started."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    settings = located(completed({"THEME": "look", "THEME_TEMPLATES_OVERRIDES": ["templates"]}), tmp_path)

    assert settings["THEME_TEMPLATES_OVERRIDES"] == [str(tmp_path / "templates")]
    assert [
        located(completed({"THEME_TEMPLATES_OVERRIDES": other}), tmp_path)["THEME_TEMPLATES_OVERRIDES"] for other in (None, "mine")
    ] == [None, "mine"]
    assert (settings["THEME"], settings["GONGKAI_DATA"]) == (str(tmp_path / "look"), str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("text", "line"),
    [("A = 1\nB = (\n", 2), ("A = 1\n\nB = A / 0\n", 3), ("import gongkai_absent\n", 1)],
    ids=["syntax", "division", "import"],
)
def test_settings_that_cannot_be_read_are_told_with_their_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "pelicanconf.py").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        settings_file.read(tmp_path / "pelicanconf.py")
    assert [(problem.file, problem.line) for problem in error.value.problems] == [(Path("pelicanconf.py"), line)]


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ("GONGKAI_CONTACT=张三", {"GONGKAI_CONTACT": "张三"}),
        ('GONGKAI_CONTACT="张三"', {"GONGKAI_CONTACT": "张三"}),
        ("GONGKAI_CONTACT=12345", {"GONGKAI_CONTACT": "12345"}),
        ("GONGKAI_CONTACT=a=b", {"GONGKAI_CONTACT": "a=b"}),
        ("GONGKAI_PUBLISH=true", {"GONGKAI_PUBLISH": True}),
        ("GONGKAI_PUBLISH=False", {"GONGKAI_PUBLISH": False}),
        ("GONGKAI_PUBLISH=maybe", {"GONGKAI_PUBLISH": "maybe"}),
        ('GONGKAI_OFFICIAL_SITE={"host": "甲"}', {"GONGKAI_OFFICIAL_SITE": {"host": "甲"}}),
        ("SITENAME=甲县", {"SITENAME": "甲县"}),
    ],
)
def test_settings_given_once_are_taken_as_they_are_typed(given: str, setting: dict[str, object]) -> None:
    assert settings_file.overrides([given]) == setting
