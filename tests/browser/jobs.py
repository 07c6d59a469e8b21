"""Work in the background, done while the page waits for it."""

from playwright.sync_api import Page

from randa.core.jobs.services import execute


def job_of(page: Page) -> str:
    """Return the id of the job whose page is open."""
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def finish_job(page: Page) -> None:
    """Do the job that the page follows, as the worker would; the page leads on by itself when it is done."""
    page.wait_for_url("**/jobb/*/")
    execute(job_of(page))
    page.wait_for_url(lambda address: "/jobb/" not in address)
