"""The app on a server of its own, and a browser to use it with."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from eval.served import CHROMIUM, FLAGS, free_port, serve


def _restart(found: dict, environment: dict[str, str], port: int) -> None:
    found["server"].kill()
    found["server"].wait()
    found["server"] = serve(environment, port)


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine; install it to run these")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def app(chromium, home, advisor) -> Iterator[dict]:
    environment = {
        **os.environ,
        "ADVISOR_HOME": str(advisor.settings.home),
        "ADVISOR_CHROMA": advisor.settings.chroma,
        "ADVISOR_DATABASE_URL": advisor.settings.database,
    }
    port = free_port()
    found = {"address": f"http://127.0.0.1:{port}", "server": serve(environment, port)}
    found["restart"] = lambda: _restart(found, environment, port)
    yield found
    found["server"].kill()
    found["server"].wait()


@contextmanager
def visit(browser, address: str) -> Iterator:
    """A page of a new visitor, at the beginning; nothing that it asks for lies outside the server."""
    found = browser.new_page()
    found.set_default_timeout(60_000)
    asked: list[str] = []
    found.on("request", lambda request: asked.append(request.url))
    found.goto(address)
    found.get_by_role("heading", name="Readiness Advisor").wait_for()
    yield found
    inside = (address, "data:", "blob:", address.replace("http", "ws"))
    found.close()
    assert [url for url in asked if not url.startswith(inside)] == []


@pytest.fixture
def page(chromium, app) -> Iterator:
    with visit(chromium, app["address"]) as found:
        yield found


def ask(page, question: str) -> None:
    box = page.get_by_placeholder("Tell me about your pilot, answer, ask, or drop in documents")
    box.fill(question)
    box.press("Enter")
