"""`python -m randa.demo.solve_plans`: solve the demo world's plans anew. Takes the database of the settings, and empties it."""

from randa.runtime import supervisor


def main() -> None:
    """Make the demo world and keep its plans."""
    with supervisor.database():
        supervisor.set_up_django()
        from django.db import transaction

        from randa.demo.emptying import empty_all_tables
        from randa.demo.plans import make_draft_plan, make_published_plan, solve_and_keep
        from randa.demo.services import STEPS
        from randa.runtime.reference import load_reference

        solved_before = {make_published_plan: "mellansverige", make_draft_plan: "dalarna"}
        with transaction.atomic():  # as a reset does: the log lets itself be emptied with the whole world only
            empty_all_tables()
            load_reference()
            for step in STEPS:
                if step in solved_before:
                    solve_and_keep(solved_before[step])
                step()


if __name__ == "__main__":
    main()
