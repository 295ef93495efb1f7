"""What may be typed after `tasks.py` or `gongkai`, understood and answered in Chinese by Python alone: nothing need be installed."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from unicodedata import category

from .files.equipment import COMMAND, is_checkout, version

# What verbs need that only who works on the program has.
DEVELOPERS = "requirements-dev.txt"
_TO_ALL = f"看全部命令：{COMMAND} --help"
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
_HELP = ("-h", "--help", "help")


class WrongUseError(Exception):
    """What was typed is no verb or not how it is used; the message says what would be."""


@dataclass(frozen=True)
class Option:
    """An option of a verb, or an argument without a dash. `value` is what the help calls its value; a switch has none."""

    name: str
    meaning: str
    value: str = ""
    is_needed: bool = False
    is_repeatable: bool = False
    # What is wrong with a value; nothing when it is right.
    fault_of: Callable[[str], str] = lambda _: ""

    @property
    def shown(self) -> str:
        return f"{self.name} {self.value}" if self.is_option and self.value else self.name

    @property
    def is_option(self) -> bool:
        return self.name.startswith("-")


@dataclass(frozen=True)
class Call:
    """A verb and what it was given, option by option."""

    verb: Verb
    given: Mapping[str, tuple[str, ...]]

    def has(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str) -> str:
        """The value of an option; empty when it was not given."""
        return self.given.get(name, ("",))[-1]

    def texts(self, name: str) -> tuple[str, ...]:
        return self.given.get(name, ())


@dataclass(frozen=True)
class Verb:
    """What the program can be asked to do: `run` does it and returns the exit status."""

    name: str
    meaning: str
    run: Callable[[Call], int]
    options: tuple[Option, ...] = ()
    # The packages that must be installed first.
    needs: str = "requirements.txt"
    # The extra of pyproject.toml that it wants where the engine has been installed.
    extra: str = ""
    # What is wrong with options that are right one by one.
    fault_of: Callable[[Call], str] = field(default=lambda _: "")


@dataclass(frozen=True)
class Help:
    """Somebody asked how it is used."""

    text: str


def understood(words: Sequence[str], verbs: Sequence[Verb]) -> Call | Help:
    """What is asked for; raises WrongUseError. An installed engine has none of the verbs for who works on it."""
    verbs = [verb for verb in verbs if verb.needs != DEVELOPERS or is_checkout()]
    if tuple(words) == ("--version",):
        return Help(f"gongkai {version()}")
    if not words or (words[0] in _HELP and len(words) == 1):
        return Help(_overview(verbs))
    name, *others = words[1:2] if words[0] in _HELP else words
    verb = _verb(name, verbs)
    if words[0] in _HELP or any(word in _HELP[:2] for word in others):
        return Help(_usage_in_full(verb))
    call = Call(verb, _given(verb, others))
    if fault := verb.fault_of(call):
        raise _wrong(verb, fault)
    return call


def _verb(name: str, verbs: Sequence[Verb]) -> Verb:
    for verb in verbs:
        if verb.name == name:
            return verb
    if name.startswith("-"):
        raise WrongUseError(f"“{name}”写在了命令前面：请先写命令，再写它的选项。\n{_TO_ALL}")
    raise WrongUseError(f"没有“{name}”这个命令。{_nearest(name, [verb.name for verb in verbs])}\n{_TO_ALL}")


def _nearest(word: str, names: Iterable[str]) -> str:
    """The name that was meant, most likely."""
    # Only who mistypes waits for it.
    from difflib import get_close_matches  # noqa: PLC0415

    known = list(names)
    begun = [name for name in known if len(word.lstrip("-")) > 1 and name.startswith(word)]
    near = begun or get_close_matches(word.lower(), known, n=1)
    return f"您是不是想用 {near[0]}？" if near else ""


def _given(verb: Verb, words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    given: dict[str, tuple[str, ...]] = {}
    waiting, unnamed = deque(words), deque(option for option in verb.options if not option.is_option)
    while waiting:
        option, value = _next(verb, waiting, unnamed)
        if option.name in given and not option.is_repeatable:
            raise _wrong(verb, f"{option.name} 写了两次，请只留一个。")
        if fault := option.fault_of(value):
            raise _wrong(verb, f"{option.name} 写成了“{value}”，{fault}")
        given[option.name] = (*given.get(option.name, ()), value)
    for option in verb.options:
        if option.is_needed and option.name not in given:
            raise _wrong(verb, f"还缺 {option.shown}：{option.meaning}。")
    return given


def _next(verb: Verb, waiting: deque[str], unnamed: deque[Option]) -> tuple[Option, str]:
    """The option that comes next and its value, taken off what is waiting."""
    word = waiting.popleft()
    if not word.startswith("-"):
        if not unnamed:
            raise _wrong(verb, f"多了“{word}”。")
        return unnamed.popleft(), word
    name, equals, value = word.partition("=")
    option = _option(verb, name)
    if not option.value and equals:
        raise _wrong(verb, f"{name} 后面不写内容，多了“{value}”。")
    if option.value and not equals:
        if not waiting or waiting[0].startswith("--"):
            raise _wrong(verb, f"{name} 后面要写{option.value}。")
        value = waiting.popleft()
    return option, value


def _option(verb: Verb, name: str) -> Option:
    options = {option.name: option for option in verb.options if option.is_option}
    if name not in options:
        raise _wrong(verb, f"{verb.name} 没有“{name}”这个选项。{_nearest(name, options)}")
    return options[name]


def _wrong(verb: Verb, fault: str) -> WrongUseError:
    return WrongUseError(f"{fault}\n用法：{_usage(verb)}")


def _usage(verb: Verb) -> str:
    shown = (option.shown if option.is_needed else f"[{option.shown}]{'…' if option.is_repeatable else ''}" for option in verb.options)
    return " ".join([COMMAND, verb.name, *shown])


def _overview(verbs: Sequence[Verb]) -> str:
    lines = [f"  {verb.name.ljust(14)}{verb.meaning}" for verb in verbs]
    return "\n".join(
        [
            f"用法：{COMMAND} 命令 [选项]",
            "",
            "命令：",
            *lines,
            "",
            f"某个命令怎样用：{COMMAND} 命令 --help",
            f"引擎的版本：{COMMAND} --version",
        ]
    )


def _usage_in_full(verb: Verb) -> str:
    lines = [f"  {option.shown}：{option.meaning}" for option in verb.options]
    return "\n".join([f"用法：{_usage(verb)}", "", f"{verb.meaning}。", *(["", *lines] if lines else [])])


def visible(text: str) -> str:
    """A text for a terminal, with its control and direction characters by name: they could turn or hide what stands beside them."""
    return "".join(f"〔U+{ord(sign):04X}〕" if _is_unseen(sign) else sign for sign in text)


def visible_json(text: str) -> str:
    """The same for JSON, which has names of its own for them and means the same afterwards."""
    return "".join(json.dumps(sign)[1:-1] if _is_unseen(sign) else sign for sign in text)


def _is_unseen(sign: str) -> bool:
    return category(sign) in _UNSEEN and sign not in "\n\t"


def no_day(value: str) -> str:
    """What is wrong with a date."""
    try:
        is_day = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    return "" if is_day else "不是有效日期。请写成 2026-11-20 的样子，或不写。"


def no_port(value: str) -> str:
    """What is wrong with a port."""
    is_port = value.isascii() and value.isdigit() and 0 < int(value) < 65536  # noqa: PLR2004  # The ports there are.
    return "" if is_port else "不是端口。请写 1 到 65535 之间的数字，如 8001。"


def no_pace(value: str) -> str:
    """What is wrong with the seconds between two requests."""
    is_pace = bool(re.fullmatch(r"[0-9]{1,2}([.][0-9]{1,2})?", value)) and float(value) > 0
    return "" if is_pace else "不是秒数。请写 0.01 到 99 之间的数字，如 3。"


def no_page_count(value: str) -> str:
    """What is wrong with a number of pages."""
    is_count = value.isascii() and value.isdigit() and 0 < int(value) <= 200  # noqa: PLR2004  # More are not remembered.
    return "" if is_count else "不是页数。请写 1 到 200 之间的数字，如 20。"


def no_setting(value: str) -> str:
    """What is wrong with a setting of `-e`."""
    name, equals, _ = value.partition("=")
    return "" if equals and name.isidentifier() and name.isupper() else "不是“名称=内容”。请写成 GONGKAI_CONTACT=张三 的样子。"


def no_field(value: str) -> str:
    """What is wrong with a field of an entry."""
    name, equals, _ = value.partition("=")
    return "" if equals and name.strip() else "不是“名称=内容”。请写成 发布日期=2021-03-08 的样子。"


def no_archive(value: str) -> str:
    """What is wrong with the name of an archive."""
    return "" if value.lower().endswith(".zip") else "不是 .zip 文件名。请写已有文件夹里的一个 .zip 文件名。"


def no_bundle(value: str) -> str:
    """What is wrong with the name of a bundle."""
    return "" if value.lower().endswith(".tar.gz") else "不是 .tar.gz 文件名。请写已有文件夹里的一个 .tar.gz 文件名。"


def no_word_file(value: str) -> str:
    """What is wrong with the name of a Word file."""
    return "" if value.lower().endswith(".docx") else "不是 .docx 文件名。请写已有文件夹里的一个 .docx 文件名。"


def no_sheet(value: str) -> str:
    """What is wrong with the name of a spreadsheet."""
    return "" if value.lower().endswith(".xlsx") else "不是 .xlsx 文件名。请写已有文件夹里的一个 .xlsx 文件名。"
