"""What our own code may do with the machine: where programs are started, and that nothing is made of foreign data."""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "randa"
# Each starts our own programs with a list of arguments that no person types.
STARTS_PROGRAMS = {"runtime/postgres.py", "runtime/programs.py", "runtime/supervisor.py", "core/ui/build.py"}
MAKES_OBJECTS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml"}
RUNS_COMMANDS = {"subprocess", "pty", "pexpect", "commands"}


def _imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def _called(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {ast.unparse(call.func) for call in calls} | {
        f"{ast.unparse(call.func)} with a shell" for call in calls for word in call.keywords if word.arg == "shell"
    }


def _trees() -> dict[str, ast.AST]:
    files = [path for path in SRC.rglob("*.py") if "node_modules" not in path.parts]
    return {path.relative_to(SRC).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}


TREES = _trees()


def test_programs_are_started_in_known_places_and_never_through_a_shell() -> None:
    starting = {name for name, tree in TREES.items() if _imported(tree) & RUNS_COMMANDS}
    loose = {
        (name, call)
        for name, tree in TREES.items()
        for call in _called(tree)
        if call.startswith(("os.system", "os.popen", "os.exec", "os.spawn")) or call.endswith("with a shell")
    }

    assert starting == STARTS_PROGRAMS
    assert loose == set()


def test_no_objects_are_made_of_foreign_data_and_no_text_is_run() -> None:
    assert {name for name, tree in TREES.items() if _imported(tree) & MAKES_OBJECTS} == set()
    assert {name for name, tree in TREES.items() if _called(tree) & {"eval", "exec", "compile", "__import__"}} == set()
