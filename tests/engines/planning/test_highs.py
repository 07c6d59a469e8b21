"""The linear solver keeps quiet: a command prints one line of JSON on standard output and nothing else."""

import subprocess
import sys

CODE = "from randa.engines.planning.highs import SilentHighs; solver = SilentHighs(); solver.addCol(1.0, 0.0, 1.0, 0, [], []); solver.run()"


def test_a_solver_prints_nothing_not_even_its_greeting():
    # In a process of its own: the greeting is written by C++, past Python's own output, and when the process ends.
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)  # noqa: S603  our own words

    assert (done.stdout, done.stderr) == ("", "")
