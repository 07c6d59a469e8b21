"""`python -m randa.demo.solve_plans`: solve the demo world's plans anew. Takes the database of the settings, and empties it."""

from randa.runtime import supervisor


def main() -> None:
    """Make the demo world and keep its plans."""
    with supervisor.database():
        supervisor.set_up_django()
        from randa.demo.plans import FOLDER, make_plans, regions_of_plans, solve_and_keep
        from randa.demo.services import STEPS, empty_all_tables
        from randa.runtime.reference import load_reference

        empty_all_tables()
        load_reference()
        for step in STEPS:
            if step is not make_plans:
                step()
        for name, regions in regions_of_plans().items():
            solve_and_keep(name, regions)
            print(f"Kept {FOLDER / name}.")


if __name__ == "__main__":
    main()
