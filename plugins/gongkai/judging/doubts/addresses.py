"""Addresses that readers cannot open, or should not: glued to a note, look-alike, private, of nobody official."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from gongkai.records.folder import ReadFile
from gongkai.records.problems import Effect, Problem
from gongkai.records.register_records import JurisdictionRecord
from gongkai.words.text import HAN

from .values import Kind, Standing, Stated, remark

_GLUED = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]+")
_INSIDE = ("localhost", "local", "lan", "internal", "intranet", "corp", "home", "localdomain")
# Reserved for examples (RFC 2606, RFC 6761): nobody publishes there.
_EXAMPLES = ("example", "example.com", "example.org", "example.net", "test", "invalid")
_READERS = "请换成读者在互联网上打得开的公开网址。"


def doubtful_addresses(stated: Stated, place: JurisdictionRecord | None, is_made_up: bool) -> Iterator[Problem]:
    """What is doubtful of the addresses in one file."""
    file = stated.file
    addresses = list(_addresses(stated))
    for standing, address in addresses:
        doubt = _doubt(address)
        if not doubt and place and _is_cited(standing):
            doubt = _unofficial(address, place)
        if doubt:
            yield remark(file, standing.location, *doubt)
    if not is_made_up:
        yield from _examples(file, addresses)


def _addresses(stated: Stated) -> Iterator[tuple[Standing, str]]:
    return ((standing, str(standing.value)) for standing in stated.values if standing.kind is Kind.ADDRESS)


def _is_cited(standing: Standing) -> bool:
    """Evidence has to come from an official host; a source or a document of somebody above need not."""
    return standing.location[0] == "evidence"


def host_of(address: str) -> str:
    """The host as browsers compare it."""
    return (urlsplit(address).hostname or "").rstrip(".").lower()


def _doubt(address: str) -> tuple[str, str] | None:
    host = host_of(address)
    if fault := _lookalike(host):
        return fault, "请核对域名，用英文字母重新输入，如 www.gov.cn。"
    if glued := _GLUED.search(address):
        shown = glued[0][:20]
        return f"网址里有中文或全角符号“{shown}”，像是粘上了说明。", "请只留网址，删去别的文字；网址里本来就有的，请照浏览器地址栏复制。"
    if _is_private(host):
        return f"“{host}”是内网或本机的地址，读者打不开。", _READERS
    return None


def _lookalike(host: str) -> str:
    """Letters that look like others: no host of a government mixes alphabets."""
    for label in host.split("."):
        shown = _decoded(label)
        strange = [it for it in shown if it.isalpha() and not it.isascii() and not re.match(f"[{HAN}]", it)]
        if strange:
            return f"域名“{host}”里的“{strange[0]}”（U+{ord(strange[0]):04X}）不是英文字母，只是相像。"
    return ""


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    # Numbers that are no address as it is written are one to browsers: 2130706433 and 0x7f.1 are the own computer.
    is_number = bool(re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*", host))
    narrow = unicodedata.normalize("NFKC", host)
    return is_number or "." not in narrow.replace("。", ".") or narrow.rpartition(".")[2] in _INSIDE


def is_official(address: str, place: JurisdictionRecord) -> bool:
    """Whether an address is on a host of this government, or nobody has said which these are."""
    official = official_hosts(place)
    return not official or any(_is_of(host_of(address), known) for known in official)


def _unofficial(address: str, place: JurisdictionRecord) -> tuple[str, str] | None:
    if is_official(address, place):
        return None
    host = host_of(address)
    return f"“{host}”不是{place.short_name}的官方网站。", "请改用官方网站上的网址；确是官方网站的，把域名写进 jurisdiction.yaml 的 hosts。"


def official_hosts(place: JurisdictionRecord) -> tuple[str, ...]:
    """The hosts of a government, with all below them: those that are stated, and that of its portal."""
    portal = host_of(place.portal_url) if place.portal_url else ""
    return tuple(filter(None, (*place.hosts, portal.removeprefix("www."))))


def _is_of(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")


def unencrypted(files: Iterable[Stated]) -> Iterator[Problem]:
    """Plain http, told once for a host, however often the files of a place cite it."""
    of_host: dict[str, list[tuple[ReadFile, Standing]]] = {}
    for stated in files:
        for standing, address in _addresses(stated):
            if address.lower().startswith("http://") and not _doubt(address):
                of_host.setdefault(host_of(address), []).append((stated.file, standing))
    for host, cited in of_host.items():
        often = f"，这个辖区共 {len(cited)} 处" if len(cited) > 1 else ""
        remedy = f"请看 https://{host}/ 能不能打开，能打开的改成 https；不能的不用改。"
        file, first = cited[0]
        yield remark(file, first.location, f"“{host}”的网址用的是不加密的 http{often}。", remedy)


def _examples(file: ReadFile, addresses: Iterable[tuple[Standing, str]]) -> Iterator[Problem]:
    made_up = [standing for standing, address in addresses if any(_is_of(host_of(address), known) for known in _EXAMPLES)]
    if made_up:
        often = f"（这个文件里共 {len(made_up)} 处）" if len(made_up) > 1 else ""
        fault = f"“{host_of(str(made_up[0].value))}”是只供举例的域名，不是真实网址{often}。"
        remedy = "请换成真实的网址；整份要点都是编写的示例的，在 plan.yaml 写 demonstration: true。"
        yield remark(file, made_up[0].location, fault, remedy, Effect.GATE)
