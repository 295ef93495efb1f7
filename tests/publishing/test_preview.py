"""The preview answers whoever sits at this machine, and nobody for long; nothing that is asked for makes it fall over."""

import http.client
import socket
import threading
import time
from contextlib import closing, suppress

import pytest
from gongkai.files import writer
from gongkai.publishing import preview

HOME = b'<!doctype html><title>home</title><body data-page="home">'


@pytest.fixture
def folder(tmp_path):
    for name, content in {"index.html": HOME, "a/b.txt": b"text", "404.html": b"<title>none</title>"}.items():
        writer.put(tmp_path / "site" / name, content)
    return tmp_path / "site"


@pytest.fixture
def port(folder, capfd):
    """Where it is served; at the end it has printed nothing."""
    with preview.server(folder, free_port()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
    assert capfd.readouterr() == ("", "")


def free_port() -> int:
    with closing(socket.socket()) as asked:
        asked.bind((preview.LOOPBACK, 0))
        return int(asked.getsockname()[1])


def said(port: int, request: bytes, *, ended: bool = True) -> bytes:
    """All that is answered to these bytes."""
    with socket.create_connection((preview.LOOPBACK, port), timeout=30) as connection:
        connection.sendall(request)
        if ended:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def status(port: int, path: str, host: str = "localhost", method: str = "GET") -> int:
    with closing(http.client.HTTPConnection(preview.LOOPBACK, port, timeout=30)) as connection:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        return connection.getresponse().status


# --- for whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_is_answered_by_any_of_its_own_names(port, host):
    assert status(port, "/index.html", host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example:8000",
        "localhost.evil.example",
        "",
        "10.0.0.1",
        "[::1",
        "localhost@evil",
        "localhost:",
        ":80",
        "localhost:999999",
    ],
)
def test_page_of_another_site_that_leads_its_name_to_this_machine_is_refused(port, host):
    assert status(port, "/index.html", host) == 403


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: evil.example\r\n"], ids=["none", "two"])
def test_request_that_names_no_host_or_two_is_refused_with_the_address_that_is_right(port, hosts):
    answer = said(port, b"GET /index.html HTTP/1.1\r\n" + hosts + b"\r\n")

    assert (answer.split()[1], HOME in answer) == (b"403", False)
    assert f"请用 http://127.0.0.1:{port}/index.html".encode() in answer


# --- what is asked for ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *[("/index.html", 200), ("/", 200), ("/a/b.txt", 200), ("/a", 301), ("/a/", 404), ("/none.html", 404)],
        *[("/index.html%00.txt", 404), ("/%00", 404), ("/a/%00/b.txt", 404), ("/%ff%fe", 404), ("/../../etc/passwd", 404)],
        *[("/%2e%2e/%2e%2e/etc/passwd", 404), ("//[", 404), ("/" + "a" * 5000, 404), ("/a/b.txt/c", 404), ("/%0d%0aX:1", 404)],
        *[("*", 404), ("http://[/", 404), ("/a%", 404), ("/\u00e9".encode().decode("latin-1"), 404)],
    ],
)
def test_any_address_is_answered(port, path, expected):
    answer = said(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1"))

    assert int(answer.split()[1]) == expected


@pytest.mark.parametrize(
    "request_",
    [
        *[b"", b"\r\n", b"GET", b"\x00\xff\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"A" * 70_000],
        *[b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 200 + b"\r\n", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"],
        b"GET / HTTP/1.1\r\nHost: localhost\r\nIf-Modified-Since: Mon, 99 Foo 99999999 99:99:99 GMT\r\nConnection: close\r\n\r\n",
    ],
    ids=repr,
)
def test_any_bytes_leave_it_standing(port, request_):
    said(port, request_)

    assert status(port, "/index.html") == 200


def test_reader_who_leaves_before_the_answer_leaves_it_standing(port):
    for _ in range(20):
        with socket.create_connection((preview.LOOPBACK, port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.sendall(b"GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert status(port, "/index.html") == 200


# --- how long -------------------------------------------------------------------------------------


def test_reader_who_is_silent_is_ended(port, monkeypatch):
    monkeypatch.setattr(preview.Handler, "timeout", 0.2)

    assert said(port, b"GET /index.html HTTP/1.1\r\nHost: loc", ended=False) == b""


def test_reader_who_sends_letter_by_letter_is_ended(port, monkeypatch):
    monkeypatch.setattr(preview, "LONGEST", 0.5)
    begun = time.monotonic()

    with socket.create_connection((preview.LOOPBACK, port)) as connection, suppress(ConnectionError):
        while time.monotonic() < begun + 20:
            connection.sendall(b"G")
            time.sleep(0.05)

    assert time.monotonic() < begun + 10


def test_hundreds_who_wait_keep_nobody_out(port):
    waiting = [socket.create_connection((preview.LOOPBACK, port)) for _ in range(3 * preview.MOST_CONNECTIONS)]
    try:
        assert status(port, "/index.html") == 200
        assert threading.active_count() < 3 * preview.MOST_CONNECTIONS + 20
    finally:
        for connection in waiting:
            connection.close()


# --- the desk -------------------------------------------------------------------------------------


class Echo:
    """Says what it was handed, and stands above each page."""

    def bar(self, address):
        return f"<nav>{address}</nav>".encode()

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read().decode()
        told = [environ[name] for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "CONTENT_TYPE", "HTTP_ORIGIN")]
        start_response("201 Created", [("Content-Type", "text/plain; charset=utf-8")])
        return ["|".join((*told, body, str("PATH" in environ))).encode()]


@pytest.fixture
def desk_port(folder):
    writer.put(folder / "b.html", b'<body><header class="gk-head">x</header>')
    with preview.server(folder, free_port(), Echo()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


POST = b"POST /desk/%E7%94%B2?a=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: x\r\nOrigin: y\r\nContent-Type: t\r\n"


def test_desk_is_handed_what_was_asked_with_all_of_its_body_and_nothing_of_this_machine(desk_port):
    answer = said(desk_port, POST + b"Content-Length: 4\r\n\r\nabcdef").decode()

    path = "/desk/甲".encode().decode("latin-1")
    assert (answer.split()[1], answer.rpartition("\r\n")[2]) == ("201", f"POST|{path}|a=1|localhost|t|x,y|abcd|False")


@pytest.mark.parametrize("length", ["8388609", "9" * 30, "-1", "x", "１", "1, 1"])
def test_body_that_is_too_long_or_of_no_length_is_refused_unread(desk_port, length):
    assert said(desk_port, POST + f"Content-Length: {length}\r\n\r\n".encode()).split()[1] == b"413"


BODIES = {
    "in chunks": "POST /desk/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
    "in chunks with a length": "POST /desk/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n",
    "of two lengths": "POST /desk/x HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 9\r\n",
    "that nobody wants": "GET /b.html HTTP/1.1\r\nContent-Length: 9\r\n",
}


@pytest.mark.parametrize("head", BODIES.values(), ids=BODIES)
def test_body_is_never_taken_for_the_next_request(desk_port, head):
    within = "GET /b.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    assert said(desk_port, f"{head}Host: localhost\r\n\r\n{within}".encode()).count(b"HTTP/1.1 ") == 1


def test_desk_is_handed_signs_that_no_browser_sends_as_browsers_send_them(desk_port):
    answer = said(desk_port, b"GET /desk/?a=%E7&b=\xe7 HTTP/1.1\r\nHost: localhost\r\nOrigin: x\r\nConnection: close\r\n\r\n")

    assert answer.split(b"|")[2] == b"a=%E7&b=%E7"


@pytest.mark.parametrize("hosts", [b"Host: evil.example\r\n", b""], ids=["another", "none"])
def test_desk_is_not_asked_under_a_name_of_another(desk_port, hosts):
    assert said(desk_port, b"POST /desk/x HTTP/1.1\r\n" + hosts + b"Content-Length: 0\r\n\r\n").split()[1] == b"403"


@pytest.mark.parametrize("path", ["/desk/x", "/index.html"])
def test_socket_is_refused(desk_port, path):
    upgrade = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n"

    assert said(desk_port, f"GET {path} HTTP/1.1\r\n{upgrade}".encode()).split()[1] == b"400"


@pytest.mark.parametrize("path", ["/index.html", "/desk", "/%64esk/x", "/x/../desk/x"])
def test_nothing_but_the_desk_takes_what_is_sent(desk_port, path):
    assert status(desk_port, path, method="POST") == 501


@pytest.mark.parametrize(("path", "code"), [("/desk", 201), ("/desk?x=/desk/", 201), ("/deskx", 404), ("/x?/desk", 404)])
def test_desk_is_asked_by_the_name_of_its_folder_alone(desk_port, path, code):
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: x\r\nConnection: close\r\n\r\n"
    assert said(desk_port, request.encode()).split()[1] == str(code).encode()


def test_desk_stands_above_pages_as_they_are_shown_and_not_in_their_files(desk_port, folder):
    page = said(desk_port, b"GET /b.html?x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

    assert b'<body><nav>b.html</nav><header class="gk-head">' in page
    assert b"<nav>" not in (folder / "b.html").read_bytes()


# --- where ----------------------------------------------------------------------------------------


def test_busy_port_is_refused_with_who_has_it(folder, port):
    with pytest.raises(
        OSError, match=rf"^\[Errno \d+\] {port} 号端口正被占用（.+，进程 \d+）。请先停下那个程序，或用 --port 换一个端口"
    ) as error:
        preview.server(folder, port)

    assert f"--port {port + 1}。" in error.value.strerror
