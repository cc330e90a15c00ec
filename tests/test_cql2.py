"""CQL2: every example of the standard reads to the same tree in both dialects; random trees go through text and JSON unchanged, and an
independent reader (the package cql2) understands our text as the same expression. Examples and that reader come once by
scripts/cql2-examples; tests/tools/cql2.c is our side."""
import glob
import json
import os
import random
import subprocess
import sys

from check import ROOT, check, equal, finish

EXAMPLES = os.path.join(ROOT, "build", "cql2-examples")
TOOL = os.path.join(ROOT, "build", os.environ.get("VARIANT", "release"), "tests", "tools", "cql2")
TREES = 3000
# What we drop on purpose: heights. Of these examples the JSON we write is the standard's without the third ordinate.
WITH_HEIGHTS = {"example45", "example49"}


def ask(items):
    """Our two canonical forms of each (kind, expression), or the error."""
    sent = b"".join(kind.encode() + expression.encode() + b"\0" for kind, expression in items)
    done = subprocess.run([TOOL], input=sent, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def content(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def without_heights(x):
    if isinstance(x, dict):
        if "bbox" in x and len(x["bbox"]) == 6:
            return {"bbox": x["bbox"][:2] + x["bbox"][3:5]}
        return {k: without_heights(v) for k, v in x.items()}
    if isinstance(x, list):
        if len(x) == 3 and all(isinstance(v, float) for v in x):
            return x[:2]
        return [without_heights(v) for v in x]
    return x


def test_examples():
    names = sorted(os.path.basename(path)[:-5] for path in glob.glob(os.path.join(EXAMPLES, "json", "*.json")))
    check(len(names) == 109, "the standard has 109 examples", seen=len(names))
    for name in names:
        wanted = content(os.path.join(EXAMPLES, "json", name + ".json"))
        texts = [os.path.join(EXAMPLES, "text", name + ".txt")] + sorted(glob.glob(os.path.join(EXAMPLES, "text", name + "-alt*.txt")))
        answers = ask([("j", wanted)] + [("t", content(path)) for path in texts])
        if check("error" not in answers[0] and all(a == answers[0] for a in answers), f"{name} is one tree in both dialects", seen=answers):
            wanted = json.loads(wanted)
            equal(json.loads(answers[0]["json"]), without_heights(wanted) if name in WITH_HEIGHTS else wanted, f"{name}: the JSON we write is the standard's")
            equal(ask([("t", answers[0]["text"]), ("j", answers[0]["json"])]), [answers[0]] * 2, f"{name}: what we write is read as the same")


def flat(x):
    """and in and, or in or are the same however they are nested; the judge joins them."""
    if isinstance(x, list):
        return [flat(v) for v in x]
    if not isinstance(x, dict):
        return x
    x = {k: flat(v) for k, v in x.items()}
    if x.get("op") in ("and", "or"):
        args = []
        for arg in x["args"]:
            args += arg["args"] if isinstance(arg, dict) and arg.get("op") == x["op"] else [arg]
        x["args"] = args
    return x


def test_annex(judge):
    lines = [line for line in content(os.path.join(EXAMPLES, "ats.txt")).splitlines() if line and not line.startswith("#")]
    expressions = [line.split("|", 1)[1] for line in lines]
    check(len(expressions) > 100, "the expressions of Annex A are there", seen=len(expressions))
    for expression, answer in zip(expressions, ask([("t", e) for e in expressions])):
        if not check("json" in answer, f"{expression} is read", seen=answer):
            continue
        if "\\" not in expression and " \"" not in expression:  # the judge has no escapes
            equal(flat(judge.parse_text(expression).to_json()), flat(json.loads(answer["json"])), f"{expression} means the same to the judge")


class Trees:
    """Random expressions as CQL2 JSON."""

    SPATIAL = "contains crosses disjoint equals intersects overlaps touches within".split()
    TEMPORAL = "after before contains disjoint during equals finishedBy finishes intersects meets metBy overlappedBy overlaps startedBy starts".split()
    DAYS = ["2011-07-06", "1999-12-31", "2020-02-29"]
    INSTANTS = ["2011-07-06T12:00:00Z", "2020-02-29T23:59:59.5Z"]

    def __init__(self, seed, shortest):
        self.random = random.Random(seed)
        self.shortest = shortest  # list

    def one(self, *makers):
        return self.random.choice(makers)()

    def some(self, make, low, high):
        return [make() for _ in range(self.random.randint(low, high))]

    def op(self, names, *args):
        return {"op": self.random.choice(names), "args": list(args)}

    def property(self):
        return {"property": self.random.choice(["a", "b:c", "año", "x_1", "eo:cloud.cover", "date", "Valor"])}

    def number(self):
        return self.random.choice([0, 7, -3, 2.5, 1e-7, -0.125, 123456789])

    def text(self):
        return self.random.choice(["agua", "it's", "ñandú", "", "a b", "x%_y", "«💧»"])

    def function(self, depth):
        return self.op(["f", "Buffer", "avg_1"], *self.some(lambda: self.one(self.property, self.number, self.text, lambda: self.condition(depth - 1)), 1, 2))

    def numeric(self, depth):
        if depth <= 0:
            return self.one(self.property, self.number)
        return self.one(self.property, self.number, lambda: self.function(depth - 1),
                        lambda: self.op(["+", "-", "*", "/", "%", "div", "^"], self.numeric(depth - 1), self.numeric(depth - 1)))

    def characters(self, depth, leaf=None):
        leaf = leaf or (lambda: self.one(self.property, self.text))
        return leaf() if depth <= 0 else self.one(leaf, lambda: self.op(["casei", "accenti"], self.characters(depth - 1, leaf)))

    def instant(self):
        return self.one(lambda: {"date": self.random.choice(self.DAYS)}, lambda: {"timestamp": self.random.choice(self.INSTANTS)})

    def bound(self):
        return self.one(self.property, lambda: self.random.choice(self.DAYS + self.INSTANTS + [".."]))

    def temporal(self):
        return self.one(self.property, self.instant, lambda: {"interval": [self.bound(), self.bound()]})

    def position(self):
        return [self.random.choice([-75.5, 0, 10.25, -0.001, 179.99]), self.random.choice([4.5, -33, 0, 10.4])]

    def line(self):
        return self.some(self.position, 2, 4)

    def ring(self):
        first = self.position()
        return [first, self.position(), self.position(), first]

    def polygon(self):
        return self.some(self.ring, 1, 2)

    def geometry(self, single=False):
        makers = {"Point": self.position, "LineString": self.line, "Polygon": self.polygon, "MultiPoint": self.line,
                  "MultiLineString": lambda: self.some(self.line, 1, 2), "MultiPolygon": lambda: self.some(self.polygon, 1, 2)}
        kind = self.random.choice(sorted(makers) + ([] if single else ["GeometryCollection"]))
        if kind == "GeometryCollection":
            return {"type": kind, "geometries": self.some(lambda: self.geometry(True), 2, 3)}
        return {"type": kind, "coordinates": makers[kind]()}

    def spatial(self):
        return self.one(self.property, self.geometry, lambda: {"bbox": [-76, 4.5, -75, 11]})

    def scalar(self, depth):
        return self.one(lambda: self.characters(depth), lambda: self.numeric(depth), self.instant, lambda: self.random.choice([True, False]))

    def element(self, depth):
        if depth <= 0:
            return self.one(self.text, self.number, self.property)
        return self.one(lambda: self.scalar(depth), lambda: self.array(depth - 1))

    def array(self, depth):
        return self.some(lambda: self.element(depth), self.shortest, 3)

    def list(self, depth):
        return self.one(self.property, lambda: self.array(depth))

    def predicate(self, depth):
        return self.one(
            lambda: self.op(["=", "<>", "<", "<=", ">", ">="], self.scalar(depth), self.scalar(depth)),
            lambda: self.op(["like"], self.characters(depth), self.characters(depth, self.text)),
            lambda: self.op(["between"], *[self.numeric(depth) for _ in range(3)]),
            lambda: self.op(["in"], self.scalar(depth), self.some(lambda: self.scalar(depth), 1, 3)),
            lambda: self.op(["isNull"], self.one(self.property, lambda: self.numeric(depth))),
            lambda: self.op(["s_" + name for name in self.SPATIAL], self.spatial(), self.spatial()),
            lambda: self.op(["t_" + name for name in self.TEMPORAL], self.temporal(), self.temporal()),
            lambda: self.op(["a_equals", "a_contains", "a_containedBy", "a_overlaps"], self.list(depth), self.list(depth)),
            lambda: self.random.choice([True, False]), lambda: self.function(depth))

    def condition(self, depth):
        if depth <= 0:
            return self.one(lambda: self.op(["=", "<"], self.scalar(0), self.scalar(0)), lambda: True)
        return self.one(lambda: self.predicate(depth - 1), lambda: self.op(["and", "or"], *self.some(lambda: self.condition(depth - 1), 2, 3)),
                        lambda: self.op(["not"], self.condition(depth - 1)))


def differing(pairs):
    return [pair for pair in pairs if pair[0] != pair[1]]


def test_round_trips():
    trees = [Trees(seed, 0).condition(5) for seed in range(TREES)]
    read = ask([("j", json.dumps(tree)) for tree in trees])
    refused = [answer for answer in read if "error" in answer]
    if not check(not refused, f"{TREES} random trees are read", seen=refused[:2]):
        return
    wrong = differing([(tree, json.loads(answer["json"])) for tree, answer in zip(trees, read)])
    check(not wrong, "JSON is written as it was read", seen=wrong[:1])
    wrong = differing(list(zip(read, ask([("t", answer["text"]) for answer in read]))))
    check(not wrong, "the text of a tree is read as that tree", seen=wrong[:1])


def test_judge(judge):
    """Without lists of none or one, which the judge does not take."""
    trees = [Trees(seed, 2).condition(4) for seed in range(TREES)]
    texts = [answer["text"] for answer in ask([("j", json.dumps(tree)) for tree in trees])]
    wrong = differing([(flat(judge.parse_text(text).to_json()), flat(tree)) for text, tree in zip(texts, trees)])
    check(not wrong, f"{TREES} of our texts mean the same to the judge ({len(wrong)} do not)", seen=wrong[:1])


def test_refusals():
    said = ask([("t", "ñandú == 3"), ("t", "(a = 1"), ("j", '{"op":"=","args":[1]}'), ("t", "(" * 16000)])
    for answer, word in zip(said, ["character 7, at '=='", "character 7, at the end", "2 operands", "more than 64 parentheses"]):
        check(word in answer.get("error", ""), f"a refusal says {word}", seen=answer)


def main():
    made = subprocess.run([os.path.join(ROOT, "scripts", "cql2-examples"), EXAMPLES], capture_output=True, text=True, check=False)
    test_round_trips()
    test_refusals()
    if check(made.returncode == 0, "scripts/cql2-examples fetched the standard's examples; without them nothing is held against it: " + made.stderr[-500:]):
        sys.path.insert(0, os.path.join(EXAMPLES, "judge"))
        import cql2  # pylint: disable=import-outside-toplevel,import-error
        test_examples()
        test_annex(cql2)
        test_judge(cql2)
    finish()


main()
