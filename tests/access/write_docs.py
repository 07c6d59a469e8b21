"""Write `docs/access.md` from the access rows: `python -m tests.access.write_docs`."""

from pathlib import Path

from tests.access import ACTORS

TARGET = Path(__file__).resolve().parents[2] / "docs" / "access.md"
WORDS = {
    200: "opens",
    302: "is led on",
    401: "must sign in",
    403: "may not",
    404: "does not see",
    503: "opens (503: no worker)",
}
HEAD = """# Who may open what

Made from the rows in `tests/access/` by `python -m tests.access.write_docs`; `tests/test_access.py` asks every address of Randa as
each of these actors and compares. The outsider is a training manager of another region; the others have their role in the region
that the objects belong to. "Is led on" is a redirect: to sign-in for who is not signed in, else to the page that shows what was
done. Other answers are given as numbers.
"""


def text(rows: dict[str, dict[str, int]]) -> str:
    """Return the page: one table per app, one line per route."""
    lines = [HEAD]
    app = None
    for route in sorted(rows, key=lambda name: (name.rpartition(":")[0], name)):
        if route.rpartition(":")[0] != app:
            app = route.rpartition(":")[0]
            lines += [
                f"\n## {app or 'sign-in and the house'}\n",
                f"| route | {' | '.join(ACTORS).replace('_', ' ')} |",
                "|---" * 6 + "|",
            ]
        answers = (WORDS.get(rows[route][actor], str(rows[route][actor])) for actor in ACTORS)
        lines.append(f"| `{route.rpartition(':')[2]}` | {' | '.join(answers)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import django

    django.setup()
    from tests.test_access import rows

    TARGET.write_text(text(rows()), encoding="utf-8")
