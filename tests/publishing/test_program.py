"""What may be typed is answered in Chinese, by bare Python, before anything is installed; each verb imports only what it needs."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from gongkai import command_line
from gongkai.command_line import Call, Help, WrongUseError, understood, visible_json
from gongkai.program import VERBS
from helpers.builders import DataFolder

ROOT = Path(__file__).parents[2]
# A Python without packages, unlike the one that runs the tests.
BASE = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


def fault(*words: str) -> str:
    with pytest.raises(WrongUseError) as error:
        understood(words, VERBS)
    return str(error.value)


def help_of(*words: str) -> str:
    answer = understood(words, VERBS)
    assert isinstance(answer, Help)
    return answer.text


def call(*words: str) -> Call:
    answer = understood(words, VERBS)
    assert isinstance(answer, Call)
    return answer


# --- what may be typed ---------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("help",)], ids=str)
def test_help_names_every_verb_and_what_it_does(words):
    assert re.findall(r"^  (\S+) +(\S.*)$", help_of(*words), re.MULTILINE) == [(verb.name, verb.meaning) for verb in VERBS]


def test_version_is_that_of_the_project():
    assert f'version = "{help_of("--version").removeprefix("gongkai ")}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_installed_engine_has_no_verbs_for_who_works_on_it(monkeypatch):
    monkeypatch.setattr(command_line, "is_checkout", lambda: False)

    assert fault("lint").startswith("没有“lint”这个命令。")
    assert [verb.name for verb in VERBS if f"\n  {verb.name} " not in help_of("--help")] == ["test", "lint", "wheel", "lock"]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_help_of_a_verb_names_every_option(verb):
    answers = [help_of(verb.name, "--help"), help_of(verb.name, "-h"), help_of("help", verb.name), help_of("--help", verb.name)]

    assert len(set(answers)) == 1
    assert re.findall(r"^  ([^\s：]+).*：", answers[0], re.MULTILINE) == [option.name for option in verb.options]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("bulid", "build"), ("BUILD", "build"), ("chek", "check"), ("exprt-notice", "export-notice"), ("export", "export-notice")],
)
def test_verb_that_is_none_gets_the_nearest(typed, meant):
    assert fault(typed).startswith(f"没有“{typed}”这个命令。您是不是想用 {meant}？\n")


def test_characters_that_turn_or_hide_a_line_are_shown_by_name():
    finished = subprocess.run(
        [sys.executable, "-m", "gongkai", "a\x1b[2J\u202eb\u200b"], cwd=ROOT / "plugins", capture_output=True, text=True, check=False
    )

    assert finished.stderr.startswith("没有“a〔U+001B〕[2J〔U+202E〕b〔U+200B〕”这个命令。")


def test_json_has_names_of_its_own_for_them_and_means_the_same():
    told = {"通知\u202e": "甲\u200b乙\x7f\U000e0041"}

    text = visible_json(json.dumps(told, ensure_ascii=False, indent=1))

    assert (json.loads(text), [sign for sign in text if not sign.isprintable() and sign != "\n"]) == (told, [])


def test_there_is_one_way_to_the_terminal():
    program = ast.parse((ROOT / "plugins/gongkai/verbs/terminal.py").read_text(encoding="utf-8"))
    printing = [
        node
        for node in ast.walk(program)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.stdout.write", "sys.stderr.write")
    ]

    assert [ast.unparse(node.args[0]) for node in printing] == ["visible(text)"]


def test_verb_that_is_like_none_gets_the_way_to_all():
    assert fault("xyzzy") == "没有“xyzzy”这个命令。\n看全部命令：python3 tasks.py --help"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--port", "1", "serve"), "“--port”写在了命令前面：请先写命令，再写它的选项。"),
        (("serve", "--prot", "8001"), "serve 没有“--prot”这个选项。您是不是想用 --port？"),
        (("serve", "--port", "abc"), "--port 写成了“abc”，不是端口。请写 1 到 65535 之间的数字，如 8001。"),
        (("serve", "--port=65536"), "--port 写成了“65536”，不是端口。请写 1 到 65535 之间的数字，如 8001。"),
        (("serve", "--port"), "--port 后面要写端口。"),
        (("build", "--as-of", "2026-13-01"), "--as-of 写成了“2026-13-01”，不是有效日期。请写成 2026-11-20 的样子，或不写。"),
        (("build", "--as-of", "2026-2-3"), "--as-of 写成了“2026-2-3”，不是有效日期。请写成 2026-11-20 的样子，或不写。"),
        (("build", "--as-of", "20261120"), "--as-of 写成了“20261120”，不是有效日期。请写成 2026-11-20 的样子，或不写。"),
        (("build", "--as-of=2026-11-20", "--as-of=2026-11-21"), "--as-of 写了两次，请只留一个。"),
        (("check", "build"), "多了“build”。"),
        (("check", "-e", "张三"), "-e 写成了“张三”，不是“名称=内容”。请写成 GONGKAI_CONTACT=张三 的样子。"),
        (("import",), "还缺 文件：要读的文件：.docx .html .xlsx .pdf .txt。"),
        (("import", "通知.docx"), "请写明草稿写到哪里，如 --into data/tongliang/2021；只看读出的内容用 --json。"),
        (("import", "通知.docx", "--into", "--json"), "--into 后面要写文件夹。"),
        (("import", "通知.docx", "--json=是"), "--json 后面不写内容，多了“是”。"),
        (("publish", "--zip", "site.rar"), "--zip 写成了“site.rar”，不是 .zip 文件名。请写已有文件夹里的一个 .zip 文件名。"),
        (("publish", "--zip", "a.zip", "--to", "b"), "--to 和 --zip 只能写一个。"),
        (("publish", "--back", "--dry-run"), "--back 把上一次发布的地方换回前一次的网站，不和别的选项一起用。"),
        (("export-notice", "tongliang/2021"), "还缺 --to 文件：写到哪个 .docx 文件。"),
        (
            ("export-notice", "tongliang/2021", "--to", "a.pdf"),
            "--to 写成了“a.pdf”，不是 .docx 文件名。请写已有文件夹里的一个 .docx 文件名。",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_told_with_what_would_be_right(words, message):
    assert fault(*words).splitlines()[0] == message


def test_options_stand_in_any_order_with_or_without_an_equals_sign():
    answer = call("export-notice", "--to=a.docx", "tongliang/2021", "--with-ledger", "-e", "A=1", "-e", "B=2")

    assert (answer.text("要点"), answer.text("--to"), answer.has("--with-ledger"), answer.has("--as-of"), answer.texts("-e")) == (
        "tongliang/2021",
        "a.docx",
        True,
        False,
        ("A=1", "B=2"),
    )


# --- before anything is installed ----------------------------------------------------------------


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The project as it is fetched: no environment, and no index to install from."""
    root = tmp_path_factory.mktemp("bare")
    for name in ("tasks.py", "pelicanconf.py"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "plugins", root / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, root)
    (root / "output").mkdir()
    return root


def typed(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`python3 tasks.py …`, by a Python that has no packages, where no index can be reached."""
    environment = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    command = [str(BASE), "-I", str(root / "tasks.py"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("words", "status", "answer"),
    [
        ((), 0, "用法：python3 tasks.py 命令 [选项]"),
        (("--help",), 0, "用法：python3 tasks.py 命令 [选项]"),
        (("serve", "--help"), 0, "用法：python3 tasks.py serve [--port 端口] [--as-of 日期] [-e 名称=内容]… [--full]"),
        (("bulid",), 2, "没有“bulid”这个命令。您是不是想用 build？"),
        (("serve", "--port", "abc"), 2, "--port 写成了“abc”，不是端口。请写 1 到 65535 之间的数字，如 8001。"),
        (("import",), 2, "还缺 文件：要读的文件：.docx .html .xlsx .pdf .txt。"),
        (("clean",), 0, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_words_are_answered_before_anything_is_installed(bare, words, status, answer):
    finished = typed(bare, *words)

    printed, silent = (finished.stdout, finished.stderr) if status == 0 else (finished.stderr, finished.stdout)
    assert (finished.returncode, printed.partition("\n")[0], silent) == (status, answer, "")
    assert not (bare / ".venv").exists()


def without_pip(folder: Path) -> None:
    subprocess.run([BASE, "-m", "venv", "--without-pip", folder], check=True)


def without_anything(folder: Path) -> None:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").symlink_to(BASE)


@pytest.mark.sweep
@pytest.mark.parametrize("half", [without_pip, without_anything], ids=lambda half: half.__name__)
def test_environment_that_is_half_made_is_made_anew(bare, half):
    """As one is whose making was interrupted: it is made anew, not filled by the Python behind it."""
    half(bare / ".venv")
    try:
        finished = typed(bare, "check")
        has_pip = subprocess.run([bare / ".venv/bin/pip", "--version"], capture_output=True, check=False).returncode == 0
    finally:
        shutil.rmtree(bare / ".venv")

    said = [line for line in finished.stderr.splitlines() if re.search("[一-鿿]", line)]
    assert (finished.returncode, finished.stdout, has_pip, said) == (
        1,
        "",
        True,
        [
            "正在建立 Python 环境 .venv ……",
            "正在安装 requirements.txt 里的软件包（只在第一次和更新后需要）……",
            "安装失败。请检查网络，然后重新运行同一个命令。",
        ],
    )


@pytest.mark.sweep
def test_package_that_is_not_what_was_locked_is_told_as_such(bare):
    """Not as a fault of the network."""
    with zipfile.ZipFile(bare / "yiban-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("yiban-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: yiban\nVersion: 1.0\n")
        wheel.writestr("yiban-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("yiban-1.0.dist-info/RECORD", "")
    locked = (bare / "requirements.txt").read_text(encoding="utf-8")
    (bare / "requirements.txt").write_text(f"./yiban-1.0-py3-none-any.whl --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    try:
        finished = typed(bare, "check")
    finally:
        (bare / "requirements.txt").write_text(locked, encoding="utf-8")
        shutil.rmtree(bare / ".venv")

    last = finished.stderr.splitlines()[-1]
    assert (finished.returncode, last.startswith("安装失败。下载到的软件包和 requirements 文件里记的校验值不同"), "网络" in last) == (
        1,
        True,
        False,
    )


# --- what a verb imports -------------------------------------------------------------------------

# The packages that each verb may load, counted in a fresh interpreter.
_TO_CHECK = {"annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "unidecode", "yaml"}
_OF_LXML = {"docx", "lxml"}
IMPORTED: dict[tuple[str, ...], set[str]] = {
    ("--help",): set(),
    ("bulid",): set(),
    ("check",): _TO_CHECK,
    # Pillow comes with docutils; nothing here reads a notice.
    ("build",): _TO_CHECK
    | {"pelican", "pelicanconf", "anyio", "blinker", "dateutil", "docutils", "jinja2", "markdown", "markupsafe", "ordered_set", "pygments"}
    | {"rich", "watchfiles", "feedgenerator", "htmlparser", "lxml", "minify", "opencc", "PIL", "pypinyin", "xlsxwriter"},
    ("export-notice", "shili/2025", "--to", "a.docx"): _TO_CHECK | _OF_LXML,
    ("record", "shili/2025", "1.1.2", "--kind", "核查", "-f", "核查结果=查到", "--yes"): _TO_CHECK | {"ruamel"},
    ("import", "通知.txt", "--json"): _TO_CHECK
    | _OF_LXML
    | {"openpyxl", "PIL", "pdfminer", "pdfplumber", "charset_normalizer", "cryptography", "pypinyin", "opencc", "jinja2", "markupsafe"},
}
_TELL = """
import sys
before = set(sys.modules)
from gongkai import program
status = program.main(sys.argv[1:])
import json
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before if name[0] != "_"} - sys.stdlib_module_names)), file=sys.stderr)
"""


@pytest.mark.parametrize("words", IMPORTED, ids=lambda words: words[0])
def test_verb_imports_only_what_it_needs(tmp_path, words):
    DataFolder(tmp_path)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    for name in ("theme", "content", "plugins"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "通知.txt").write_text("各位同事：\n周五下午开会。\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-c", _TELL, *words]
    finished = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    imported = set(json.loads(finished.stderr.splitlines()[-1]))
    assert imported - {"gongkai", "cython_runtime"} - IMPORTED[words] == set()
