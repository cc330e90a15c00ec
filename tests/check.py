"""Counting for the black-box tests: check(condition, name) for every claim, finish() as the last line.

scripts/test runs each tests/test_*.py with COOPMAP (path of the program under test) and COOPMAP_SHARED (the folder with
test input) in the environment, and adds up the last line "N passed, N failed" of each.
"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COOPMAP = os.path.abspath(os.environ.get("COOPMAP", os.path.join(ROOT, "build", "coopmap")))
SHARED = os.path.abspath(os.environ.get("COOPMAP_SHARED", os.path.join(ROOT, "..", "shared")))

passed = 0
failed = 0


def check(condition, name, seen=None):
    """Count one claim; a false one is shown with what was seen instead. Returns the condition, so tests can stop early."""
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {name}" + ("" if seen is None else f"\n  seen: {seen!r:.2000}"))
    return bool(condition)


def equal(got, want, name):
    """check() for equality that shows both sides."""
    return check(got == want, name, seen={"got": got, "want": want} if got != want else None)


def finish():
    """Print the totals and end with 0 if everything passed, 1 otherwise (also when nothing was checked at all)."""
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)
