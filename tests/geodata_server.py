"""A server over a store made from geodata/, for the black-box tests: `with GeodataServer() as server: server.get("/version")`.

GeodataServer(make) serves another store: make(folder) puts it there and gives its path."""
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from decimal import Decimal
from urllib.parse import urlsplit

from check import COOPMAP, ROOT, check


def make_store(folder):
    """A store with everything in geodata/ and its snapshot; its path."""
    db = os.path.join(folder, "coopmap.db")
    made = subprocess.run([os.path.join(ROOT, "scripts", "load-geodata"), db, COOPMAP], capture_output=True, text=True)
    if made.returncode:
        raise SystemExit("load-geodata failed:\n" + made.stdout + made.stderr)
    return db


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        """Numbers with a point as exact decimals: money is never a float here."""
        return json.loads(self.text, parse_float=Decimal)

    def header(self, name):
        return {k.lower(): v for k, v in self.headers}.get(name.lower())


class GeodataServer:
    def __init__(self, make=make_store):
        self.make = make

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="coopmap-test-")
        self.db = self.make(self.folder)
        self.log = open(os.path.join(self.folder, "log"), "w+", encoding="utf-8")  # a file never fills up as a pipe does
        self.process = subprocess.Popen([COOPMAP, "serve", "--db", self.db, "--port", "0", "--lang", "en"], stdout=self.log, stderr=subprocess.STDOUT)
        found = None
        for _ in range(600):
            found = re.search(r"http://127\.0\.0\.1:(\d+)", self.said())
            if found or self.process.poll() is not None:
                break
            time.sleep(0.05)
        if not found:
            raise SystemExit("the server said no address:\n" + self.said())
        self.port = int(found.group(1))
        self.base = f"http://127.0.0.1:{self.port}"
        return self

    def said(self):
        """Everything the server wrote so far."""
        with open(self.log.name, encoding="utf-8", errors="replace") as f:
            return f.read()

    def __exit__(self, *_):
        self.process.terminate()
        try:
            ended = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            ended = "killed"
        check(ended == 0, "the server ends with 0 after SIGTERM", (ended, self.said()[-2000:]))  # sanitizers speak here too
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def get(self, address, headers=None, method="GET"):
        """GET a path or an absolute address of this server."""
        parts = urlsplit(address)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), headers=headers or {})
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        connection.close()
        return answer
