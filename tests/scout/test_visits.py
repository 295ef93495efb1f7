"""A visit to a server that misbehaves: bounded, never too soon, never elsewhere, and told in Chinese."""

import gzip
import itertools
import ssl
import subprocess
import time
import zlib
from datetime import UTC, datetime

import pytest
from gongkai.scout.fetching import targets
from gongkai.scout.fetching.answers import Fetched, Refused, Validators
from gongkai.scout.fetching.limits import Clock, Limits
from gongkai.scout.fetching.targets import Allowed
from gongkai.scout.fetching.visitor import Visitor, agent
from helpers.unruly_server import LOOPBACK, Told, raw, unruly

AGENT = agent("0.2.0", "open@example.gov.cn")
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
PAGE = "<title>规划</title>".encode()
# Who drips would do so for thirty seconds; a busy machine needs some of them for all else.
OF_THIRTY = 15


class MadeUpClock:
    """Time that passes only where somebody waits."""

    def __init__(self):
        self.seconds = 1000.0
        self.waits = []

    def sleep(self, seconds):
        self.waits.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def clock(self):
        return Clock(lambda: self.seconds, self.sleep, lambda: NOW)


def visitor(*servers, hosts=(), limits=None, clock=None, resolve=targets.resolved):
    allowed = Allowed(tuple(hosts), frozenset(server.host for server in servers))
    return Visitor(allowed, AGENT, limits or Limits(seconds_a_request=5), (clock or MadeUpClock()).clock, resolve)


def visited(answers, path="/", **options):
    """What comes of one visit to a server with these answers."""
    with unruly(answers) as server:
        return visitor(server, **options).visit(server.address(path))


def test_a_page_comes_with_where_it_was_and_what_it_is():
    with unruly({"/list": PAGE}) as server:
        fetched = visitor(server).visit(server.address("/list#top"))

    assert isinstance(fetched, Fetched)
    assert (fetched.address, fetched.body, fetched.content_type) == (server.address("/list"), PAGE, "text/html; charset=utf-8")
    assert not fetched.is_unchanged


def test_the_program_says_who_it_is_and_whom_to_write_to():
    with unruly({"/": PAGE}) as server:
        visitor(server).visit(server.address())

    assert server.paths == ["/robots.txt", "/"]
    assert {asked.headers["user-agent"] for asked in server.asked} == {"gongkai/0.2.0 (+open@example.gov.cn)"}
    assert "cookie" not in server.asked[1].headers


def test_a_contact_in_chinese_is_written_in_percents():
    assert (
        agent("1", "政务公开科 023-1; https://a.cn/") == "gongkai/1 (+%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80%E7%A7%91 023-1; https://a.cn/)"
    )


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        pytest.param(Told(404), "not_found", "网站说没有这个网页（状态 404）。", id="missing"),
        pytest.param(Told(410), "not_found", "网站说没有这个网页（状态 410）。", id="gone"),
        pytest.param(Told(403), "forbidden", "网站不让程序看（状态 403）。请由人打开看。", id="forbidden"),
        pytest.param(Told(412), "forbidden", "网站不让程序看（状态 412）。请由人打开看。", id="a script first"),
        pytest.param(Told(500), "server", "网站自己出了错（状态 500）。请过些时候再运行。", id="broken"),
        pytest.param(Told(304), "server", "网站自己出了错（状态 304）。请过些时候再运行。", id="unchanged since never"),
        pytest.param(Told(429), "too_many", "网站嫌来得太密。请过些时候再运行。", id="too many"),
        pytest.param(
            Told(429, headers={"Retry-After": "7200"}),
            "too_many",
            "网站嫌来得太密，请我们 120 分钟以后再来。请过些时候再运行。",
            id="too many, come back in two hours",
        ),
        pytest.param(
            Told(503, headers={"Retry-After": "Mon, 30 Nov 2026 09:00:00 GMT"}),
            "too_many",
            "网站嫌来得太密，请我们 60 分钟以后再来。请过些时候再运行。",
            id="busy until nine",
        ),
        pytest.param(
            Told(503, headers={"Retry-After": "soon"}), "server", "网站自己出了错（状态 503）。请过些时候再运行。", id="busy until whenever"
        ),
        pytest.param(Told(0), "no_connection", "连不上网站，或中途断了。请检查网络，过些时候再运行。", id="hangs up"),
        pytest.param(
            Told(body=b"%PDF", headers={"Content-Type": "application/pdf"}),
            "not_a_page",
            "打开的不是能读的网页（类型 application/pdf）。",
            id="a document",
        ),
        pytest.param(
            Told(body=b"?", headers={"Content-Encoding": "br"}),
            "not_a_page",
            "打开的不是能读的网页（压缩方式 br）。",
            id="packed as nobody asked",
        ),
        pytest.param(
            Told(body=b"?" * 99, headers={"Content-Encoding": "gzip"}),
            "not_a_page",
            "打开的不是能读的网页（压缩的内容坏了）。",
            id="packed badly",
        ),
        pytest.param(
            Told(body=PAGE, headers={"Content-Length": "99"}),
            "no_connection",
            "连不上网站，或中途断了。请检查网络，过些时候再运行。",
            id="half a page",
        ),
        pytest.param(
            Told(body=b"x", headers={"Content-Length": str(100 * 1024 * 1024)}),
            "too_large",
            "网页太大，超过 4 MB，没有读完。",
            id="says 100 MB",
        ),
    ],
)
def test_what_a_server_does_wrong_is_told(told, kind, words):
    refused = visited({"/": told})

    assert isinstance(refused, Refused)
    assert (refused.kind, refused.why) == (kind, words)


def test_nothing_listens_there():
    with unruly({}) as server:
        pass
    refused = visitor(server).visit(server.address())

    assert refused.kind == "no_connection"


def test_a_hundred_megabytes_are_read_no_further_than_the_limit():
    sent = []

    def pieces():
        for piece in itertools.repeat(b"x" * 65536, 1600):
            sent.append(len(piece))
            yield piece

    refused = visited({"/": lambda _: Told(drips=pieces())})

    assert (refused.kind, refused.more) == ("too_large", "4 MB")
    # What the buffers of both ends hold is sent besides.
    assert sum(sent) < 30 * 1024 * 1024


def test_a_small_answer_that_unpacks_to_a_hundred_megabytes_is_cut_off():
    bomb = gzip.compress(bytes(100 * 1024 * 1024))
    refused = visited({"/": Told(body=bomb, headers={"Content-Encoding": "gzip"})})

    assert len(bomb) < 200_000
    assert refused.kind == "too_large"


def test_what_is_packed_is_unpacked():
    answers = {
        "/gzip": Told(body=gzip.compress(PAGE), headers={"Content-Encoding": "gzip"}),
        "/deflate": Told(body=zlib.compress(PAGE), headers={"Content-Encoding": "deflate"}),
    }
    with unruly(answers) as server:
        it = visitor(server)
        assert [it.visit(server.address(path)).body for path in answers] == [PAGE, PAGE]


def test_a_page_that_drips_ends_with_the_clock_of_the_whole_request():
    begun = time.monotonic()
    with unruly({"/": lambda _: Told(drips=itertools.repeat(b"x", 1500), seconds=0.02)}) as server:
        refused = visitor(server, limits=Limits(seconds_a_request=0.3)).visit(server.address())

    assert (refused.kind, refused.why) == ("too_slow", "网站太慢，等了 0.3 秒还没有传完，不再等了。")
    assert time.monotonic() - begun < OF_THIRTY


def test_heads_that_drip_end_with_it_too():
    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(1500):
            connection.sendall(b"x")
            time.sleep(0.02)

    begun = time.monotonic()
    with raw(drip) as port:
        it = Visitor(Allowed((), frozenset({f"{LOOPBACK}:{port}"})), AGENT, Limits(seconds_a_request=0.3), MadeUpClock().clock)
        refused = it.visit(f"http://{LOOPBACK}:{port}/")

    assert refused.kind == "too_slow"
    assert time.monotonic() - begun < OF_THIRTY


def test_what_is_no_http_is_told():
    with raw(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n")) as port:
        it = Visitor(Allowed((), frozenset({f"{LOOPBACK}:{port}"})), AGENT, Limits(seconds_a_request=2), MadeUpClock().clock)
        refused = it.visit(f"http://{LOOPBACK}:{port}/")

    assert refused.kind == "no_connection"


# --- waiting --------------------------------------------------------------------------------------


def test_the_server_itself_sees_the_pace_between_all_requests():
    """Also between robots.txt, redirects and pages; here the clock is real."""
    answers = {"/robots.txt": b"", "/a": Told(302, headers={"Location": "/b"}), "/b": PAGE, "/c": Told(404)}
    with unruly(answers) as server:
        it = Visitor(Allowed((), frozenset({server.host})), AGENT, Limits(pace=0.15))
        for path in ("/a", "/c", "/b"):
            it.visit(server.address(path))

    assert server.paths == ["/robots.txt", "/a", "/b", "/c", "/b"]
    assert min(server.gaps) >= 0.15


def test_two_names_may_be_one_computer():
    """A site that leads from its short name to its long one and back is not asked twice as often."""
    names = ("www.example.gov.cn", "example.gov.cn")
    with unruly({"/": PAGE, "/robots.txt": b""}) as server:
        inside = frozenset(f"{name}:{server.port}" for name in names)
        it = Visitor(Allowed((), inside), AGENT, Limits(pace=0.1), resolve=lambda *_: [LOOPBACK])
        for name in names:
            it.visit(f"http://{name}:{server.port}/")

    assert len(server.asked) == 4
    assert min(server.gaps) >= 0.1


def test_the_usual_pace_is_a_request_a_second_from_the_first_one_on():
    clock = MadeUpClock()
    with unruly({"/": PAGE}) as server:
        it = visitor(server, clock=clock)
        it.visit(server.address())
        it.visit(server.address())

    assert clock.waits == [1.0, 1.0, 1.0]


def test_a_site_may_ask_for_more_time():
    clock = MadeUpClock()
    with unruly({"/robots.txt": b"User-agent: *\nCrawl-delay: 7\n", "/": PAGE}) as server:
        visitor(server, clock=clock).visit(server.address())

    assert clock.waits == [1.0, 7.0]


@pytest.mark.parametrize("delay", ["86400", "61", "1e99"])
def test_for_more_time_than_anybody_waits_it_is_not_read(delay):
    refused = visited({"/robots.txt": f"User-agent: *\nCrawl-delay: {delay}\n".encode(), "/": PAGE})

    assert refused.kind == "robots"
    assert "太久" in refused.why


def test_a_short_wait_is_waited_and_asked_once_more():
    answers = iter([Told(429, headers={"Retry-After": "9"}), PAGE])
    clock = MadeUpClock()
    with unruly({"/": lambda _: next(answers)}) as server:
        fetched = visitor(server, clock=clock).visit(server.address())

    assert fetched.body == PAGE
    assert clock.waits == [1.0, 1.0, 9.0]


def test_a_host_that_wants_us_gone_is_left_alone():
    with unruly({"/": Told(429), "/b": PAGE}) as server:
        it = visitor(server)
        kinds = [it.visit(server.address(path)).kind for path in ("/", "/b", "/b")]

    assert kinds == ["too_many"] * 3
    assert server.paths == ["/robots.txt", "/"]


def test_a_host_that_fails_three_times_is_left_alone():
    with unruly({"*": Told(500), "/robots.txt": b""}) as server:
        it = visitor(server)
        kinds = [it.visit(server.address(f"/{number}")).kind for number in range(5)]

    assert kinds == ["server"] * 3 + ["host_given_up"] * 2
    assert len(server.asked) == 4


def test_missing_pages_are_no_failures_of_a_host():
    with unruly({"/b": PAGE}) as server:
        it = visitor(server)
        for number in range(5):
            assert it.visit(server.address(f"/missing{number}")).kind == "not_found"
        assert it.visit(server.address("/b")).body == PAGE


def test_a_run_ends_with_its_bytes():
    with unruly({"*": b"x" * 600, "/robots.txt": b""}) as server:
        it = visitor(server, limits=Limits(bytes_in_all=1000))
        answers = [it.visit(server.address(f"/{number}")) for number in range(4)]

    assert [getattr(answer, "kind", "") for answer in answers] == ["", "", "bytes_are_up", "bytes_are_up"]
    assert answers[2].why == "这一次已经读了 1000 字节，到此为止。再运行一次，就从这里接着看。"


def test_a_run_ends_with_its_time():
    clock = MadeUpClock()
    with unruly({"*": PAGE, "/robots.txt": b""}) as server:
        it = visitor(server, limits=Limits(seconds_in_all=4), clock=clock)
        answers = [it.visit(server.address(f"/{number}")) for number in range(4)]

    assert [getattr(answer, "kind", "") for answer in answers] == ["", "", "time_is_up", "time_is_up"]
    assert sum(clock.waits) < 4


# --- where to -------------------------------------------------------------------------------------


def test_redirects_are_followed_to_the_page():
    with unruly({"/a": Told(301, headers={"Location": "b/c?x=1#y"}), "/b/c": PAGE}) as server:
        fetched = visitor(server).visit(server.address("/a"))

    assert (fetched.address, fetched.body) == (server.address("/b/c?x=1"), PAGE)


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        pytest.param({"/": Told(302, headers={"Location": "/"})}, 2, id="to itself"),
        pytest.param({"/": Told(302, headers={"Location": "/b"}), "/b": Told(307, headers={"Location": "/"})}, 3, id="in a circle"),
        pytest.param({"*": lambda asked: Told(302, headers={"Location": f"{asked.path}x"}), "/robots.txt": b""}, 7, id="without end"),
    ],
)
def test_what_leads_nowhere_ends(answers, requests):
    with unruly(answers) as server:
        refused = visitor(server).visit(server.address())

    assert refused.kind == "loop"
    assert len(server.asked) == requests


@pytest.mark.parametrize(
    "to", ["http://[::1", "ftp://example.gov.cn/", "javascript:alert(1)", "http://a b/", "http://user:word@127.0.0.1/"]
)
def test_a_redirect_to_what_is_no_page_of_the_web_is_not_followed(to):
    assert visited({"/": Told(302, headers={"Location": to})}).kind == "wrong_address"


def test_a_redirect_to_another_host_is_not_followed():
    with unruly({"/": PAGE}) as other, unruly({"/": Told(302, headers={"Location": other.address()})}) as server:
        refused = visitor(server).visit(server.address())

    assert (refused.kind, other.asked) == ("foreign_host", [])
    assert refused.why.startswith(f"“{LOOPBACK}”不是这个辖区的官方网站，没有去看。")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/",
        "http://evil-example.gov.cn/",
        "http://example.gov.cn.evil.com/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
    ],
)
def test_only_official_hosts_are_asked(address):
    """Nothing is looked up for others."""
    asked = []
    refused = visitor(hosts=["example.gov.cn"], resolve=lambda host, _: asked.append(host) or []).visit(address)

    assert (refused.kind, asked) == ("foreign_host", [])


@pytest.mark.parametrize(
    "address", ["", "x", "file:///etc/passwd", "gopher://example.gov.cn/", "http://example.gov.cn:0/", "http://example.gov.cn:x/"]
)
def test_what_is_no_address_of_the_web_is_told(address):
    assert visitor(hosts=["example.gov.cn"]).visit(address).kind == "wrong_address"


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"),
    ],
)
def test_an_official_host_that_points_inside_is_not_asked(number):
    """Also where only one of its numbers does."""
    it = visitor(hosts=["example.gov.cn"], resolve=lambda *_: ["114.114.114.114", number])

    assert it.visit("http://www.example.gov.cn/").kind == "private_address"


def test_the_connection_is_made_to_the_number_that_was_checked():
    """A name that tells another number the second time is not asked a second time."""
    with unruly({"/": PAGE}) as server:
        numbers = iter([[LOOPBACK], [LOOPBACK]])
        asked = []

        def resolve(host, port):
            asked.append(host)
            return next(numbers)

        inside = frozenset({f"www.example.gov.cn:{server.port}"})
        it = Visitor(Allowed(("example.gov.cn",), inside), AGENT, Limits(seconds_a_request=2), MadeUpClock().clock, resolve)
        fetched = it.visit(f"http://www.example.gov.cn:{server.port}/")

    assert fetched.body == PAGE
    # Once for robots.txt and once for the page: no library looked the name up by itself, which nobody has.
    assert asked == ["www.example.gov.cn"] * 2
    assert {request.headers["host"] for request in server.asked} == {f"www.example.gov.cn:{server.port}"}


def test_an_unknown_host_is_told():
    refused = visitor(hosts=["example.gov.cn"], resolve=lambda *_: []).visit("http://www.example.gov.cn/")

    assert refused.why == "查不到“www.example.gov.cn”这个域名。请检查网络，或网址是否还在用。"


# --- robots ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        pytest.param(Told(404), True, id="there are none"),
        pytest.param(Told(403), True, id="not to be seen"),
        pytest.param(Told(500), False, id="broken"),
        pytest.param(Told(302, headers={"Location": "/robots.txt"}), False, id="in a circle"),
        pytest.param(b"", True, id="empty"),
        pytest.param(b"<html>not here</html>", True, id="a page"),
        pytest.param(b"User-agent: *\nDisallow: /\n", False, id="nothing for anybody"),
        pytest.param("\ufeffUser-agent: *\r\nDisallow: /\r\n".encode(), False, id="with a mark of the encoding"),
        pytest.param("# 说明\nUser-agent: *\nDisallow: /zwgk/\n".encode("gbk"), False, id="in GBK"),
        pytest.param(b"User-agent: gongkai\nDisallow:\n\nUser-agent: *\nDisallow: /\n", True, id="all for us"),
        pytest.param(b"User-agent: gongkai\nDisallow: /\n\nUser-agent: *\nDisallow:\n", False, id="nothing for us"),
        pytest.param(b"User-agent: *\nDisallow: /*.shtml$\n", False, id="by its ending"),
        pytest.param(b"User-agent: *\nDisallow: /\nAllow: /zwgk/\n", True, id="the longest rule counts"),
        pytest.param(b"User-agent: *\nDisallow: /zwgk/\n" + b"#" * 600 * 1024, False, id="longer than is read"),
        pytest.param(b"#" * 500 * 1024 + b"\nUser-agent: *\nDisallow: /zwgk/\n", True, id="said after what is read"),
    ],
)
def test_a_page_is_only_read_where_robots_allow_it(robots, may):
    with unruly({"/robots.txt": robots, "/zwgk/list.shtml": PAGE}) as server:
        answer = visitor(server).visit(server.address("/zwgk/list.shtml"))

    assert isinstance(answer, Fetched) == may
    assert ("/zwgk/list.shtml" in server.paths) == may
    assert may or answer.kind == "robots"


def test_robots_that_forbid_are_told_for_a_person():
    refused = visited({"/robots.txt": b"User-agent: *\nDisallow: /\n"})

    assert refused.why == "网站的 robots.txt 不许程序看这个地址。请由人打开看。"


def test_robots_hold_for_where_a_page_leads_too():
    robots = b"User-agent: *\nDisallow: /inside/\n"
    with unruly({"/robots.txt": robots, "/a": Told(302, headers={"Location": "/inside/b"}), "/inside/b": PAGE}) as server:
        assert visitor(server).visit(server.address("/a")).kind == "robots"

    assert "/inside/b" not in server.paths


def test_robots_are_asked_for_once():
    with unruly({"/": PAGE}) as server:
        it = visitor(server)
        it.visit(server.address())
        it.visit(server.address())

    assert server.paths.count("/robots.txt") == 1


# --- what is known already ------------------------------------------------------------------------


def test_a_page_that_has_not_changed_is_not_sent_again():
    def page(asked):
        is_known = (asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")) == ('"7"', "Mon, 01 Mar 2021 00:00:00 GMT")
        return Told(304) if is_known else Told(body=PAGE, headers={"ETag": '"7"', "Last-Modified": "Mon, 01 Mar 2021 00:00:00 GMT"})

    with unruly({"/": page}) as server:
        it = visitor(server)
        first = it.visit(server.address())
        again = it.visit(server.address(), first.validators)

    assert first.validators == Validators(server.address(), '"7"', "Mon, 01 Mar 2021 00:00:00 GMT")
    assert (again.is_unchanged, again.body) == (True, b"")


def test_validators_are_sent_to_the_address_that_they_are_of_and_without_what_could_be_a_second_head():
    with unruly({"*": PAGE}) as server:
        it = visitor(server)
        it.visit(server.address("/b"), Validators(server.address("/a"), '"7"'))
        it.visit(server.address("/a"), Validators(server.address("/a"), '"7"\r\nX: y', "x"))

    assert ["if-none-match" in asked.headers for asked in server.asked] == [False, False, False]
    assert server.asked[-1].headers["if-modified-since"] == "x"


# --- encrypted ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """One for www.example.gov.cn, signed by itself."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3 -keyout key.pem -out cert.pem -subj /CN=x"
    subprocess.run([*command.split(), "-addext", "subjectAltName=DNS:www.example.gov.cn"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("name", "is_trusted", "why"),
    [
        ("www.example.gov.cn", True, ""),
        ("other.example.gov.cn", True, "网站的加密连接不可靠（证书不是这个域名的），没有再看。请由人打开看。"),
        ("www.example.gov.cn", False, "网站的加密连接不可靠（证书是网站自己签的），没有再看。请由人打开看。"),
    ],
    ids=["its own name", "another name", "signed by nobody"],
)
def test_an_encrypted_page_must_be_of_the_host_though_a_number_is_connected_to(certificate, monkeypatch, name, is_trusted, why):
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with unruly({"/": PAGE}, trust) as server:
        inside = frozenset({f"{name}:{server.port}"})
        it = Visitor(Allowed((), inside), AGENT, Limits(seconds_a_request=5), MadeUpClock().clock, lambda *_: [LOOPBACK])
        answer = it.visit(f"https://{name}:{server.port}/")

    assert getattr(answer, "why", "") == why


def test_an_encrypted_page_that_drips_ends_with_the_clock_too(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with unruly({"/": lambda _: Told(drips=itertools.repeat(b"x", 1500), seconds=0.02), "/robots.txt": b""}, trust) as server:
        inside = frozenset({f"www.example.gov.cn:{server.port}"})
        it = Visitor(Allowed((), inside), AGENT, Limits(seconds_a_request=0.4), MadeUpClock().clock, lambda *_: [LOOPBACK])
        begun = time.monotonic()
        refused = it.visit(f"https://www.example.gov.cn:{server.port}/")

    assert refused.kind == "too_slow"
    assert time.monotonic() - begun < OF_THIRTY
