"""How the code is kept: short functions, short files, and a domain that explains itself (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
APPS = ("accounts", "spinouts", "procurement", "partners", "scoring", "config")
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_FILE = 300
FILES = sorted(
    path.relative_to(TOP) for app in APPS for path in (TOP / app).rglob("*.py") if "migrations" not in path.parts
)
DOMAIN = [path for path in FILES if "domain" in path.parts and (TOP / path).stat().st_size]


def functions_of(text):
    """Each function with its name and how many lines it has, its decorators left out."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def long_functions(text):
    return [(name, lines) for name, lines in functions_of(text) if lines > MOST_LINES_OF_A_FUNCTION]


def test_no_function_is_longer_than_a_screen():
    found = {str(path): long for path in FILES if (long := long_functions((TOP / path).read_text()))}

    assert found == {}


def test_no_file_is_longer_than_a_reader_remembers():
    lines = {str(path): len((TOP / path).read_text().splitlines()) for path in FILES}

    assert {path: count for path, count in lines.items() if count > MOST_LINES_OF_A_FILE} == {}


def test_each_file_of_a_domain_says_what_it_is_about():
    found = [str(path) for path in DOMAIN if not ast.get_docstring(ast.parse((TOP / path).read_text()))]

    assert found == []


def test_there_is_something_to_look_at():
    assert len(FILES) > 400
    assert len(DOMAIN) > 80


@pytest.mark.parametrize(
    ("lines", "is_long"), [(MOST_LINES_OF_A_FUNCTION, False), (MOST_LINES_OF_A_FUNCTION + 1, True)]
)
def test_a_long_function_would_be_found(lines, is_long):
    text = "class A:\n    @property\n    def b(self):\n" + "        pass\n" * (lines - 1)

    assert long_functions(text) == ([("b", lines)] if is_long else [])
