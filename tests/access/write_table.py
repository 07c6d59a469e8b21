"""Write `table.csv` from what Randa answers: `python -m tests.access.write_table`, with the database of the tests running."""


def main() -> None:
    """Ask in a test database that is thrown away."""
    import django

    django.setup()
    from django.db import transaction
    from django.test.runner import DiscoverRunner

    from tests.access import probe, table

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    made = runner.setup_databases()
    try:
        with transaction.atomic():
            table.write(list(probe.rows()))
            transaction.set_rollback(True)
    finally:
        runner.teardown_databases(made)
        runner.teardown_test_environment()


if __name__ == "__main__":
    main()
