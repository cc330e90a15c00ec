#!/usr/bin/env python3
"""The HTTP server from outside, over raw sockets, on a toy route table (tests/unit/http_toy.c): the whole "Rule" column of what
libmicrohttpd lets pass, limits, negotiation, conditional requests, ranges, streams, many clients, and a gentle end."""
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time

from check import ROOT, check, equal, finish

VARIANT = os.environ.get("VARIANT", "release")
TOY = os.environ.get("HTTP_TOY") or os.path.join(ROOT, "build", VARIANT, "tests", "unit", "http_toy")
if "HTTP_TOY" not in os.environ:
    subprocess.run(["make", "-s", f"VARIANT={VARIANT}", os.path.relpath(TOY, ROOT)], cwd=ROOT, check=True)


class Server:
    def __init__(self, *options):
        self.process = subprocess.Popen([TOY, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.stderr = []
        threading.Thread(target=self.drain, daemon=True).start()

    def drain(self):
        for line in self.process.stderr:
            self.stderr.append(line)

    def said(self, words):
        """Whether a line with these words is in the log, or comes within five seconds."""
        until = time.time() + 5
        while not (found := any(words in line for line in self.stderr)) and time.time() < until:
            time.sleep(0.02)
        return found

    def connect(self, timeout=20):
        s = socket.create_connection(("127.0.0.1", self.port), timeout)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def stop(self, name):
        self.process.send_signal(signal.SIGTERM)
        try:
            equal(self.process.wait(20), 0, f"{name}: SIGTERM ends with 0")
        except subprocess.TimeoutExpired:
            self.process.kill()
            check(False, f"{name}: SIGTERM ends it")
        time.sleep(0.1)
        text = b"".join(self.stderr)
        check(b"Sanitizer" not in text and b"runtime error" not in text, f"{name}: nothing for the sanitizers", text)


def read_all(s):
    data = b""
    try:
        while piece := s.recv(65536):
            data += piece
    except (ConnectionResetError, TimeoutError, socket.timeout):
        pass
    return data


def read_head(s):
    data = b""
    while b"\r\n\r\n" not in data:
        piece = s.recv(1)
        if not piece:
            break
        data += piece
    return data


class Answer:
    def __init__(self, head, body=b""):
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if " " in lines[0] else 0
        self.headers = {}
        for line in lines[1:]:
            if ":" in line:
                name, value = line.split(":", 1)
                self.headers[name.lower()] = value.strip()
        self.body = body

    def json(self):
        return json.loads(self.body)


def read_answer(s, head_only=False):
    """One answer of a connection that may live on."""
    answer = Answer(read_head(s))
    if head_only or answer.status in (204, 304):
        return answer
    if answer.headers.get("transfer-encoding") == "chunked":
        with s.makefile("rb") as f:
            pieces, answer.cut = [], True
            while line := f.readline():
                piece = f.read(int(line, 16) + 2)
                pieces.append(piece[:-2])
                if line == b"0\r\n" and piece == b"\r\n":
                    answer.cut = False
                    break
        answer.body = b"".join(pieces)
        return answer
    n = int(answer.headers.get("content-length", 0))
    while len(answer.body) < n:
        piece = s.recv(n - len(answer.body))
        if not piece:
            break
        answer.body += piece
    return answer


def request(server, target, *headers, method="GET"):
    lines = "".join(h + "\r\n" for h in headers)
    with server.connect() as s:
        s.sendall(f"{method} {target} HTTP/1.1\r\nHost: toy.example\r\n{lines}\r\n".encode())
        return read_answer(s, head_only=method == "HEAD")


def raw(server, data, wait=20):
    """Everything that comes back until the server closes."""
    with server.connect(wait) as s:
        try:
            s.sendall(data)
        except (ConnectionResetError, BrokenPipeError):
            pass
        return read_all(s)


def refused(server, name, data, *statuses):
    """The only answer is one of `statuses` and the connection ends: a smuggled second request must not be answered."""
    start = time.time()
    got = raw(server, data + b"GET /status HTTP/1.1\r\nHost: a\r\n\r\n")
    seen = [int(x) for x in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]
    check(seen and all(x in statuses for x in seen) and b"calls" not in got, f"{name}: refused with {statuses}", got)
    check(time.time() - start < 3, f"{name}: closed at once")


def framing(server):
    get = b"GET /status HTTP/1.1\r\nHost: a\r\n"
    bad = (400,)
    refused(server, "length and transfer coding", get + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 413)
    refused(server, "transfer coding and length", get + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400, 413)
    refused(server, "two different lengths", get + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n", *bad)
    refused(server, "two equal lengths", get + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n", *bad)
    refused(server, "unknown transfer coding", get + b"Transfer-Encoding: xchunked\r\n\r\n", 400, 501)
    refused(server, "two transfer codings", get + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 400, 501)
    refused(server, "a body", get + b"Content-Length: 5\r\n\r\nhello", 413)
    refused(server, "a chunked body", get + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 413)
    refused(server, "no Host", b"GET /status HTTP/1.1\r\n\r\n", *bad)
    refused(server, "two Hosts", get + b"Host: b\r\n\r\n", *bad)
    refused(server, "space before the colon", get + b"Content-Length : 0\r\n\r\n", *bad)
    refused(server, "bare line feeds", b"GET /status HTTP/1.1\nHost: a\n\n", *bad)
    refused(server, "one bare line feed", b"GET /status HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", *bad)
    refused(server, "a bare line feed at the end", b"GET /status HTTP/1.1\r\nHost: a\r\nX: b\n\r\n", *bad)
    refused(server, "a bare line feed in the first line", b"GET /status HTTP/1.1\nHost: a\r\n\r\n", *bad)
    refused(server, "a folded header", b"GET /status HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", *bad)
    refused(server, "a folded last header", b"GET /status HTTP/1.1\r\nHost: a\r\nX: b\r\nY: c\r\n\td\r\n\r\n", *bad)
    refused(server, "NUL in a header", b"GET /status HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", *bad)
    refused(server, "NUL in the last header's end", b"GET /status HTTP/1.1\r\nHost: a\r\nX: b\0\r\n\r\n", *bad)
    refused(server, "a control byte in a header", b"GET /status HTTP/1.1\r\nHost: a\r\nX: b\x01c\r\n\r\n", *bad)
    for n in (b"+5", b"-1", b"5,5", b"18446744073709551616"):
        refused(server, f"Content-Length {n.decode()}", get + b"Content-Length: " + n + b"\r\n\r\n", 400, 413)
    refused(server, "a chunk of 2^64", get + b"Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", 400, 413)
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO", "CONNECT"):
        answer = request(server, "/status", method=method)
        check(answer.status == 405 and answer.headers.get("allow") == "GET, HEAD, OPTIONS", f"{method}: 405 with Allow", answer.status)
    for target in ("http://a/status", "status", "*"):
        equal(request(server, target).status, 400, f"target {target}: 400")
    equal(request(server, "/status").status, 200, "a plain request is fine")
    got = raw(server, b"GET /status HTTP/1.0\r\n\r\n")
    check(got.startswith(b"HTTP/1.") and b" 200 " in got, "HTTP/1.0 without Host is fine", got)
    many = "".join(f"X-{i}: {i}\r\n" for i in range(50))
    got = raw(server, f"GET /status HTTP/1.1\r\nHost: a\r\nEmpty:\r\nTight:x\r\nWide:   y\r\n{many}Connection: close\r\n\r\n".encode())
    check(b" 200 " in got, "odd but clean headers are fine", got)
    got = raw(server, b"GET /status HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    check(b" 200 " in got, "Content-Length 0 is fine", got)
    got = raw(server, "GET /status HTTP/1.1\r\nHost: a\r\nX: ñandú\r\nCookie: a=b; c=d\r\nConnection: close\r\n\r\n".encode())
    check(b" 200 " in got, "UTF-8 and cookies in headers are fine", got)


def limits(server):
    got = raw(server, b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 8)
    check(b" 414 " in got or b" 431 " in got or b" 400 " in got or got == b"", "an address of 70 kB is refused", got[:100])
    got = raw(server, b"GET /status HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(5000)) + b"\r\n", 8)
    check(b" 431 " in got or b" 400 " in got or got == b"", "5,000 headers are refused", got[:100])
    equal(request(server, "/" + "a" * 3000).status, 400, "a path of 3,000 bytes: 400")
    equal(request(server, "/a" * 40).status, 400, "a path of 40 parts: 400")
    equal(request(server, "/items?" + "&".join(["area=x"] * 64)).status, 200, "64 parameters: 200")
    equal(request(server, "/items?" + "&".join(["area=x"] * 65)).status, 400, "65 parameters: 400")
    start = time.time()
    status = request(server, "/items?" + "&".join(["area=x"] * 500)).status
    check(status in (0, 400, 431), "500 parameters: refused", status)
    check(time.time() - start < 3, "500 parameters: at once")
    equal(request(server, "/items?area=" + "x" * 257).status, 400, "a value beyond its bound: 400")


def paths(server):
    for path in ("/items/%00", "/items/a%00b", "/items/%2Fetc", "/items/..", "/items/%2e%2e", "/items/.", "/items/%0d%0aX:y",
                 "/items/%zz", "/items/%", "/items/%C3", "/items/%ff", "/items/%7f"):
        equal(request(server, path).status, 400, f"{path}: 400")
    equal(request(server, "/items/%E2%82%AC%20x").json()["segment"], "€ x", "a segment is decoded")
    equal(request(server, "/items/a+b").json()["segment"], "a+b", "a plus in a path is a plus")
    for path in ("/nowhere", "/items/", "/items/a/b", "/tiles/1/2/3.png", "/tiles/1/2/.pbf", "//items", "/"):
        equal(request(server, path).status, 404, f"{path}: 404")


def parameters(server):
    answer = request(server, "/items?foo=1")
    equal((answer.status, answer.headers["content-type"]), (400, "application/problem+json"), "unknown key: problem+json")
    detail = answer.json()["detail"]
    check("foo" in detail and "limit" in detail and "bbox" in detail, "unknown key is named, the accepted ones listed", detail)
    for query in ("limit=abc", "limit=0", "limit=-1", "limit=1.5", "limit=1e3", "limit=+", "limit=99999999999999999999", "anio=1800",
                  "anio=3000", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=1,2,3,nan", "bbox=1,2,3,4,",
                  "bbox=inf,2,3,4", "f=xml", "limit=5&limit=6", "area=%00", "area=%0d%0a", "area=%ff", "area=%4", "monto_min=1.000,5",
                  "monto_min=0x10", "area%00=1", "=1"):
        equal(request(server, "/items?" + query).status, 400, f"?{query}: 400")
    got = request(server, "/items?limit=5000&bbox=-75.6,10.3,-75.4,10.5&area=La%20Popa&area=A+B&&f=json").json()
    equal(got["limit"], 1000, "limit is clamped")
    equal(got["bbox"], [-75.6, 10.3, -75.4, 10.5], "bbox of four")
    equal(got["area"], ["La Popa", "A B"], "repeated key")
    equal(got["query"], "limit=5000&bbox=-75.6%2C10.3%2C-75.4%2C10.5&area=La%20Popa&area=A%20B", "query for links without f")
    equal(request(server, "/items?bbox=1,2,0,3,4,9").json()["bbox"], [1, 2, 3, 4], "bbox of six")
    equal(request(server, "/items?bbox=170,-10,-170,10").status, 200, "bbox across the antimeridian")
    equal(request(server, "/items?area=&limit=").status, 200, "empty fields of a form count as not given")


def negotiation(server):
    plain = request(server, "/items")
    equal((plain.json()["media"], plain.json()["lang"]), ("application/geo+json", "es"), "without wishes: first offer, Spanish")
    for accept, want in (("text/html", "text/html"), ("application/json", "application/geo+json"), ("*/*", "application/geo+json"),
                         ("text/html;q=0.2, application/geo+json;q=0.1", "text/html"), ("text/*, */*;q=0.1", "text/html"),
                         ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")):
        equal(json.loads(request(server, "/items", f"Accept: {accept}").body)["media"], want, f"Accept: {accept}")
    equal(request(server, "/items", "Accept: image/png").status, 406, "nothing acceptable: 406")
    equal(request(server, "/items", "Accept: */*;q=0").status, 406, "everything refused: 406")
    equal(request(server, "/items?f=html").json()["media"], "text/html", "f=html")
    equal(request(server, "/items?f=json", "Accept: text/html").json()["media"], "application/geo+json", "f= goes before Accept")
    for header, want in (("en", "en"), ("es-CO,en;q=0.5", "es"), ("en-US,es;q=0.5", "en"), ("fr", "es"), ("*", "es"), ("en;q=0", "es")):
        equal(request(server, "/items", f"Accept-Language: {header}").json()["lang"], want, f"Accept-Language: {header}")
    equal(request(server, "/items?lang=en", "Accept-Language: es").json()["lang"], "en", "lang= goes before Accept-Language")
    equal(plain.headers["vary"], "Accept-Encoding, Accept, Accept-Language", "Vary")
    equal(request(server, "/tiles/1/2/3.pbf").headers["vary"], "Accept-Encoding", "Vary of a tile")


def errors(server):
    for kind, status in (("input", 400), ("notfound", 404), ("conflict", 409), ("limit", 400), ("geom", 400), ("io", 500), ("db", 500),
                         ("bug", 500), ("busy", 503)):
        answer = request(server, f"/fail/{kind}")
        equal((answer.status, answer.headers["content-type"]), (status, "application/problem+json"), f"{kind}: {status}")
        equal(answer.json()["status"], status, f"{kind}: status in the body")
        check((b"secret" in answer.body) == (status < 500), f"{kind}: internals stay inside", answer.body)
        check(b"half" not in answer.body and "etag" not in answer.headers, f"{kind}: nothing of the half answer")
        page = request(server, f"/fail/{kind}", "Accept: text/html", "Accept-Language: en")
        equal(page.headers["content-type"], "text/html; charset=utf-8", f"{kind}: a page for people")
        check(b"<b>" not in page.body and b'lang="en"' in page.body, f"{kind}: escaped, in English", page.body)
        check("default-src 'self'" in page.headers["content-security-policy"], f"{kind}: CSP")
    check(server.said(b"secret"), "failures of ours are logged")
    browser = "Accept: text/html,*/*;q=0.8"
    equal(request(server, "/nowhere", browser).headers["content-type"], "text/html; charset=utf-8", "404 for a browser is a page")
    equal(request(server, "/tiles/1/2/3.pbf?x=1", browser).headers["content-type"], "application/problem+json", "not on a data route")


def headers(server):
    a = request(server, "/items?f=html")
    equal(a.headers["x-content-type-options"], "nosniff", "nosniff")
    check("referrer-policy" in a.headers, "referrer policy")
    csp = request(server, "/items", "Accept: text/html").headers["content-security-policy"]
    check("default-src 'self'" in csp and "frame-ancestors 'none'" in csp and "unsafe" not in csp, "strict CSP", csp)
    check("img-src 'self' data: blob: https://tiles.example" in csp, "the basemap's origin", csp)
    check("permissions-policy" in a.headers, "permissions policy")
    equal(a.headers["access-control-allow-origin"], "*", "CORS")
    pre = request(server, "/items", "Origin: https://x.example", "Access-Control-Request-Method: GET", method="OPTIONS")
    equal((pre.status, pre.headers["access-control-allow-methods"], pre.headers["allow"]), (204, "GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
          "preflight")
    equal(request(server, "/text").headers["cache-control"], "public, max-age=60", "max_age")
    equal(request(server, "/status").headers["cache-control"], "no-store", "live answers are not stored")
    check("etag" not in request(server, "/status").headers, "live answers have no ETag")
    equal(request(server, "/items").json()["base"], "http://toy.example", "links begin with Host")
    equal(request(server, "/items", "X-Forwarded-Host: evil.example").json()["base"], "http://toy.example", "strangers' X-Forwarded-Host is not believed")


def conditional(server):
    calls = lambda: request(server, "/status").json()["calls"]
    first = request(server, "/items?area=etag")
    tag = first.headers["etag"]
    check(tag.startswith('"') and not tag.startswith("W/"), "a strong ETag", tag)
    before = calls()
    for value in (tag, "W/" + tag, f'"x", {tag}', f'"x",{tag[:-1]}-gz"'):
        got = request(server, "/items?area=etag", f"If-None-Match: {value}")
        equal(got.status, 304, f"If-None-Match: {value}")
        check("etag" in got.headers and "vary" in got.headers and "cache-control" in got.headers, "304 has ETag, Vary, Cache-Control")
    equal(request(server, "/items?area=etag", "If-None-Match: *").status, 304, "If-None-Match: *")
    equal(request(server, "/fail/notfound", "If-None-Match: *").status, 404, "If-None-Match: * of what is not there")
    equal(request(server, "/items?area=etag", 'If-None-Match: "other"').status, 200, "another tag: 200")
    equal(request(server, "/items?area=etag", "If-None-Match: broken").status, 200, "a broken tag: 200")
    head = request(server, "/items?area=etag", method="HEAD")
    equal((head.status, head.headers["content-length"], head.headers["etag"]), (200, str(len(first.body)), tag), "HEAD is GET without body")
    check(calls() - before <= 1, "no handler ran but for *", calls() - before)
    equal(request(server, "/items?area=b&limit=3").headers["etag"], request(server, "/items?limit=3&area=%62&").headers["etag"], "equal questions, equal tags")
    different = {request(server, t, *h).headers["etag"] for t, h in (
        ("/items?area=1", []), ("/items?area=2", []), ("/items?area=1", ["Accept-Language: en"]), ("/items?area=1", ["Accept: text/html"]),
        ("/items/1", []), ("/items?area=1&area=2", []), ("/items?area=2&area=1", []))}
    equal(len(different), 7, "path, query, language and form make different tags")
    request(server, "/bump/version")
    check(request(server, "/items?area=etag").headers["etag"] != tag, "new data, new tag")
    equal(request(server, "/items?area=etag", f"If-None-Match: {tag}").status, 200, "the old tag is no longer fresh")
    request(server, "/bump/missing")
    gone = request(server, "/items")
    equal((gone.status, "retry-after" in gone.headers), (503, True), "no view: 503 with Retry-After")
    equal(request(server, "/status").json()["view"], False, "live answers work without a view")
    request(server, "/bump/back")


def repeated(server):
    """The third time a request is answered by its bytes alone: it must say what the first said, and differ where that differed."""
    forms = [[], ["Accept-Language: en"], ["Accept: text/html"], ["Accept-Encoding: gzip"], ["X-Forwarded-Host: evil.example"]]
    ask = lambda h, method="GET": request(server, "/items?area=again", *h, method=method)
    plain = lambda a: (a.status, {k: v for k, v in a.headers.items() if k != "date"}, a.body)
    first = [plain(ask(h)) for h in forms]
    for turn in range(3):
        equal([plain(ask(h)) for h in forms], first, f"time {turn + 2}: the same answers")
    equal(len({body for _, _, body in first[:3]}), 3, "and they are three")
    tag, packed = first[0][1]["etag"], first[3][1]["etag"]
    for turn in range(3):
        for h, one in ((forms[0], tag), (forms[3], packed), (forms[0], packed)):
            got = ask([*h, f"If-None-Match: {one}"])
            equal((got.status, got.headers["etag"], got.body, got.headers["vary"]), (304, one, b"", first[0][1]["vary"]), f"304, time {turn + 1}")
        equal(ask([*forms[0], 'If-None-Match: "other"']).status, 200, "another tag is not taken for it")
        equal(ask(forms[0], "HEAD").body, b"", "HEAD of a known request has no body")
        equal(ask([*forms[0], "Range: bytes=0-3"]).status, 200, "a range of an answer without ranges is the whole")
    request(server, "/bump/version")
    check(ask(forms[0]).headers["etag"] != tag, "new data: it is not known any more")
    equal(ask([*forms[0], f"If-None-Match: {tag}"]).status, 200, "nor is its tag")


def caching(server):
    calls = lambda: request(server, "/status").json()["calls"]
    before = calls()
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(request(server, "/tiles/9/9/9.pbf", "Accept-Encoding: gzip"))) for _ in range(12)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    equal(calls() - before, 1, "twelve at once, one computation")
    equal(len({a.body for a in answers}), 1, "all get the same bytes")
    plain = request(server, "/tiles/9/9/9.pbf")
    packed = answers[0]
    equal(packed.headers["content-encoding"], "gzip", "gzip where it is accepted")
    equal(gzip.decompress(packed.body), plain.body, "gzip holds the same bytes")
    check("content-encoding" not in plain.headers, "no gzip where it is not")
    check(packed.headers["etag"] != plain.headers["etag"], "each coding has its tag")
    equal(request(server, "/tiles/9/9/9.pbf", "If-None-Match: " + packed.headers["etag"]).status, 304, "the tag of gzip is known")
    check("content-encoding" not in request(server, "/tiles/9/9/9.pbf", "Accept-Encoding: gzip;q=0").headers, "gzip;q=0")
    check("content-encoding" not in request(server, "/text?n=100", "Accept-Encoding: gzip").headers, "small bodies stay plain")
    equal(request(server, "/text?n=100000", "Accept-Encoding: br, gzip").headers["content-encoding"], "gzip", "large text is packed")
    big = "/tiles/5/5/5.pbf?n=4000000"  # an eighth of the cache is 2 MB
    before = calls()
    equal(len(request(server, big).body) >= 4000000 and len(request(server, big).body) >= 4000000, True, "larger than the cache keeps")
    equal(calls() - before, 2, "is made each time")
    for i in range(60):
        request(server, f"/tiles/5/5/{i}.pbf?n=1000000")
    before = calls()
    request(server, "/tiles/5/5/59.pbf?n=1000000")
    equal(calls() - before, 0, "the last used is kept")
    request(server, "/tiles/5/5/0.pbf?n=1000000")
    equal(calls() - before, 1, "the first has gone")
    css = request(server, "/assets/toy-0123.css", "Accept-Encoding: gzip")
    equal((css.headers["content-encoding"], css.headers["cache-control"]), ("gzip", "public, max-age=31536000, immutable"), "asset: packed and immutable")
    check(css.body.startswith(b"not really gzip"), "asset: the bytes packed ahead of time")
    check(request(server, "/assets/toy-0123.css").body.startswith(b"body"), "asset: plain")
    equal(request(server, "/assets/toy-0123.css", 'If-None-Match: "cssetag-gz"').status, 304, "asset: 304")


def ranges(server, data):
    for path, whole in (("/fixed", b"0123456789"), ("/descriptor", b"".join(b"%09d\n" % i for i in range(100000))), ("/basemap.pmtiles", data)):
        n = len(whole)
        full = request(server, path)
        equal((full.status, full.body == whole), (200, True), f"{path}: whole")
        for value, want in (("bytes=0-0", whole[:1]), ("bytes=2-5", whole[2:6]), ("bytes=5-", whole[5:]), ("bytes=-3", whole[-3:]),
                            (f"bytes=-{n + 5}", whole), (f"bytes=3-{n * 9}", whole[3:]), ("bytes=0-99999999999999999999", whole)):
            got = request(server, path, f"Range: {value}")
            equal((got.status, got.body == want), (206, True), f"{path}: {value}")
            equal(got.headers["content-range"].split("/")[1], str(n), f"{path}: {value}: Content-Range")
        for value in (f"bytes={n}-", "bytes=-0", "bytes=99999999999999999999-"):
            got = request(server, path, f"Range: {value}")
            equal((got.status, got.headers.get("content-range")), (416, f"bytes */{n}"), f"{path}: {value}: 416")
        for value in ("bytes=5-2", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes=", "bytes=-"):
            equal(request(server, path, f"Range: {value}").status, 200, f"{path}: {value}: the whole")
        tag = full.headers["etag"]
        equal(request(server, path, "Range: bytes=0-1", f"If-Range: {tag}").status, 206, f"{path}: If-Range fits")
        equal(request(server, path, "Range: bytes=0-1", 'If-Range: "old"').status, 200, f"{path}: If-Range does not fit")
        head = request(server, path, "Range: bytes=2-5", method="HEAD")
        check(head.status in (200, 206), f"{path}: HEAD with a range")
    equal(request(server, "/basemap.pmtiles", "If-None-Match: " + request(server, "/basemap.pmtiles").headers["etag"]).status, 304, "a file: 304")
    equal(request(server, "/items", "Range: bytes=0-1").status, 200, "no ranges of made bodies")


def streams(server):
    answer = request(server, "/stream?n=5000000")
    equal((len(answer.body), answer.cut), (5000000, False), "a stream arrives whole")
    equal(request(server, "/stream?n=0").body, b"", "an empty stream")
    equal(request(server, "/broken?n=300000").cut, True, "a stream that fails is cut without its last chunk")
    head = request(server, "/stream?n=50", method="HEAD")
    equal(head.status, 200, "HEAD of a stream")
    before = request(server, "/status").json()["closed"]
    with server.connect() as s:
        s.sendall(b"GET /stream?n=900000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        s.recv(100000)
    for _ in range(100):
        if (status := request(server, "/status").json())["closed"] == before + 1:
            break
        time.sleep(0.1)
    equal(status["closed"], before + 1, "a client that leaves: the stream is closed")
    s = server.connect()
    s.sendall(b"GET /stream?n=900000000 HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.5)
    with open(f"/proc/{server.process.pid}/statm") as f:
        first = int(f.read().split()[1])
    time.sleep(1)
    with open(f"/proc/{server.process.pid}/statm") as f:
        check(int(f.read().split()[1]) - first < 500, "a client that does not read costs no memory")
    s.close()
    time.sleep(0.5)
    equal(request(server, "/status").json()["held"], 1, "every view was given back")


def pipelining(server):
    with server.connect() as s:
        s.sendall(b"".join(b"GET /items/%d HTTP/1.1\r\nHost: a\r\n\r\n" % i for i in range(20)))
        equal([read_answer(s).json()["segment"] for _ in range(20)], [str(i) for i in range(20)], "twenty requests at once, in order")
    with server.connect() as s:
        for piece in (b"GE", b"T /items/x", b" HTTP/1.1\r", b"\nHost: a\r\n\r", b"\n"):
            s.sendall(piece)
            time.sleep(0.02)
        equal(read_answer(s).json()["segment"], "x", "a request in pieces")
    started = time.time()
    threads = [threading.Thread(target=lambda: request(server, "/slow")) for _ in range(6)]
    [t.start() for t in threads]
    time.sleep(0.1)
    quick = time.time()
    for _ in range(20):
        request(server, "/text")
    check(time.time() - quick < 0.5, "slow routes keep nobody waiting", time.time() - quick)
    [t.join() for t in threads]
    check(time.time() - started < 15, "slow routes are answered")


def crowd(server):
    sockets = [server.connect() for _ in range(1000)]
    start = time.time()
    equal(request(server, "/items").status, 200, "beside 1,000 idle connections there is an answer")
    check(time.time() - start < 2, "at once", time.time() - start)
    for s in sockets[:300]:
        s.sendall(b"GET /text HTTP/1.1\r\nHost: a\r\n\r\n")
    equal({read_answer(s).status for s in sockets[:300]}, {200}, "300 of them ask at once")
    for s in sockets:
        s.close()


def slowloris():
    server = Server("--idle", "2", "--request", "3")
    dribble = {
        "request line": (b"", b"G"), "header": (b"GET /text HTTP/1.1\r\nHost: a\r\nX: ", b"x"), "CRLF": (b"", b"\r\n"),
        "body": (b"GET /text HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n", b"x"),
        "second request": (b"GET /text HTTP/1.1\r\nHost: a\r\n\r\n", b"G")}
    ended = {}

    def attack(name, first, piece):
        start = time.time()
        with server.connect(1) as s:
            try:
                s.sendall(first)
                while time.time() - start < 14:
                    s.sendall(piece)
                    s.settimeout(0.5)
                    try:
                        if s.recv(4096) == b"":
                            break
                    except (TimeoutError, socket.timeout):
                        pass
            except OSError:
                pass
        ended[name] = time.time() - start

    threads = [threading.Thread(target=attack, args=(name, *how)) for name, how in dribble.items()]
    [t.start() for t in threads]
    with server.connect() as s:
        start = time.time()
        read_all(s)
        check(1 < time.time() - start < 5, "an idle connection is closed after its time", time.time() - start)
    [t.join() for t in threads]
    for name, seconds in ended.items():
        check(seconds < 9, f"slowloris in the {name} is ended", seconds)
    with server.connect(30) as s:  # an answer that is not taken
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(b"GET /stream?n=900000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        start = time.time()
        while time.time() - start < 12 and request(server, "/status").json()["closed"] == 0:
            time.sleep(0.3)
        equal(request(server, "/status").json()["closed"], 1, "a client that never reads is ended")
    server.stop("slowloris")


def ending():
    server = Server()
    result = {}

    def ask(name, path):
        result[name] = request(server, path)

    threads = [threading.Thread(target=ask, args=(p, p)) for p in ("/slow", "/block", "/stream?n=30000000")]
    [t.start() for t in threads]
    time.sleep(0.3)
    idle = server.connect()
    started = time.time()
    server.stop("ending")
    check(time.time() - started < 6, "no longer than needed", time.time() - started)
    [t.join() for t in threads]
    equal([(r.status, len(r.body)) for r in (result["/slow"], result["/block"], result["/stream?n=30000000"])],
          [(200, 13), (200, 13), (200, 30000000)], "what ran was finished")
    try:
        server.connect(1).close()
        check(False, "no new connection afterwards")
    except OSError:
        check(True, "no new connection afterwards")
    idle.close()
    other = Server()
    taken = subprocess.run([TOY, "--port", str(other.port)], capture_output=True, timeout=20)
    check(taken.returncode == 1 and b"in use" in taken.stderr, "a taken port is said", taken)
    other.stop("other")


def proxied():
    server = Server("--trust", "127.0.0.1")
    base = lambda *h: request(server, "/items", *h).json()["base"]
    equal(base("X-Forwarded-Proto: https", "X-Forwarded-Host: map.example.org"), "https://map.example.org", "the trusted proxy is believed")
    equal(base("X-Forwarded-Host: map.example.org", "X-Forwarded-Prefix: /mapa/"), "http://map.example.org/mapa", "with its prefix")
    for bad in ("a b", 'a"b', "a<b", "a/b", "a,b"):
        equal(base(f"X-Forwarded-Host: {bad}"), "http://toy.example", f"not an authority: {bad}")
    server.stop("proxied")
    server = Server("--public", "https://mapa.example.org", "--trust", "127.0.0.1", "--threads", "1", "--cache", "0")
    got = request(server, "/items", "X-Forwarded-Host: other.example").json()
    equal(got["base"], "https://mapa.example.org", "--public-url goes first")
    equal(request(server, "/slow").status, 200, "one thread is enough")
    server.stop("public")


def load():
    """New data under load: every answer is of one version, and of the one its tag names."""
    server = Server()
    stop, wrong, seen = threading.Event(), [], {}

    def ask():
        with server.connect() as s:
            while not stop.is_set():
                s.sendall(b"GET /items/load HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                a = read_answer(s)
                if a.status != 200 or seen.setdefault(a.headers["etag"], a.body) != a.body:
                    wrong.append(a)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    [t.start() for t in threads]
    for _ in range(20):
        request(server, "/bump/version")
        time.sleep(0.05)
    stop.set()
    [t.join() for t in threads]
    check(not wrong and len(seen) > 5, "20 versions under load, none mixed", len(wrong))
    server.stop("load")


with tempfile.NamedTemporaryFile(suffix=".pmtiles") as basemap:
    content = os.urandom(300000)
    basemap.write(content)
    basemap.flush()
    main = Server("--file", basemap.name, "--idle", "30")
    framing(main)
    limits(main)
    paths(main)
    parameters(main)
    negotiation(main)
    errors(main)
    headers(main)
    conditional(main)
    repeated(main)
    caching(main)
    ranges(main, content)
    streams(main)
    pipelining(main)
    crowd(main)
    main.stop("main")
slowloris()
ending()
proxied()
load()
finish()
