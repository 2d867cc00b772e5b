"""The app as a person uses it, in headless Chromium."""

import pytest

from tests.ui.conftest import ask

pytestmark = pytest.mark.browser

# The citation that has the focus is the first, however deep the shadow roots are.
_FOCUSED = """() => {
  let active = document.activeElement;
  while (active?.shadowRoot) active = active.shadowRoot.activeElement;
  return active?.dataset.number === "1";
}"""


def test_ask_open_a_citation_and_find_the_quote_marked(page) -> None:
    ask(page, "Why do healthcare AI pilots stall, and what does production really cost?")
    page.get_by_text("five to ten times").first.wait_for()
    page.locator(".said .cite").first.click()
    mark = page.locator(".passage mark")
    mark.wait_for()
    quote = mark.inner_text()
    assert len(quote) > 30
    assert " ".join(quote.split()) in " ".join(page.locator(".said").first.inner_text().split())
    assert len(page.locator(".passage").inner_text()) > len(quote)
    page.keyboard.press("Escape")
    mark.wait_for(state="detached")
    page.wait_for_function(_FOCUSED)  # the keyboard goes on where it was


def test_questions_in_quick_succession_are_all_answered(page) -> None:
    ask(page, "How do we monitor drift?")
    page.wait_for_timeout(400)  # as fast as a person can be; the first is not answered yet on most machines
    ask(page, "Who pays after the pilot?")
    page.locator(".said").nth(1).wait_for()
    page.reload()
    page.locator(".asked", has_text="How do we monitor drift?").wait_for()
    page.locator(".asked", has_text="Who pays after the pilot?").wait_for()


def test_the_beginning_of_a_new_answer_is_in_view(page) -> None:
    page.set_viewport_size({"width": 800, "height": 600})
    for number, question in enumerate(("Why do pilots fail?", "How long should it run?", "What does production cost?")):
        ask(page, question)
        page.locator("[data-testid=stChatMessage] .answer").nth(number).wait_for()
    last = page.locator("[data-testid=stChatMessage] .answer").nth(2)
    page.wait_for_timeout(3500)
    top = last.bounding_box()["y"]
    assert 0 <= top < 400


def test_the_keyboard_alone_is_enough(page) -> None:
    ask(page, "Is accuracy enough for go-live?")
    cite = page.locator(".said .cite").first
    cite.wait_for()
    cite.focus()
    page.keyboard.press("Enter")
    page.locator(".passage mark").wait_for()


def test_an_example_can_be_pressed_and_a_next_question_too(page) -> None:
    page.locator(".ask", has_text="How long should a pilot run").click()
    page.get_by_text("90 to 180 days").first.wait_for()
    page.get_by_text("The articles differ").first.wait_for()
    following = page.locator(".answer .next .ask").last
    text = following.inner_text()
    following.click()
    page.get_by_test_id("stChatMessage").filter(has_text=text).nth(1).wait_for()


def test_a_conversation_outlives_a_reload_and_a_restart_of_the_server(page, app) -> None:
    ask(page, "How long should a pilot run?")
    page.get_by_text("90 to 180 days").first.wait_for()
    page.reload()
    page.get_by_text("90 to 180 days").first.wait_for()
    app["restart"]()
    page.reload()
    page.get_by_text("90 to 180 days").first.wait_for()
    ask(page, "and who decides?")
    page.locator(".said").nth(1).wait_for()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the best lasagne recipe?", "outside what I know"),
        ("Is our tool a medical device under FDA rules?", "ruling, which I do not give"),
        ("Pourquoi les projets pilotes échouent-ils dans les hôpitaux ?", "English only"),
        ("x" * 19_000, "more than I can read at once"),
        ('<img src="http://192.0.2.1/a.png" onerror="alert(1)"> ![b](http://192.0.2.1/c.png)', ""),
    ],
)
def test_what_is_not_answered_gets_a_clear_reply(page, question: str, said: str) -> None:
    ask(page, question)
    reply = page.locator(".declined")
    reply.wait_for()
    assert said in reply.inner_text()
    assert page.locator(".cite").count() == 0
    assert page.locator("img[src*='192.0.2.1']").count() == 0


def turns(page) -> int:
    return page.get_by_test_id("stChatMessage").count()


def reply(page, text: str) -> None:
    """Press a quick reply, and wait for the next turn's question or decision."""
    before = turns(page)
    page.locator(".quick .reply", has_text=text).last.click()
    page.wait_for_function(
        f"document.querySelectorAll('[data-testid=stChatMessage]').length >= {before + 2}", timeout=60_000
    )
    page.get_by_test_id("stChatMessage").nth(before + 1).locator(".asks, .outlook").first.wait_for()


def test_a_quick_screen_end_to_end(page, app) -> None:
    """Nineteen gates by quick replies, one reply corrected, a reload, and the same decision afterwards."""
    page.locator(".ask", has_text="Start the quick screen").click()
    page.locator(".asks").wait_for()
    page.locator(".asks .why .cite").first.wait_for()
    for _ in range(19):
        reply(page, "In place")
    page.locator(".outlook", has_text="Scale").wait_for()
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_text("19 of 19 gates known").wait_for()

    sidebar.get_by_role("button", name="Executive sponsor who stays: in place").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("not in place").first.click()
    dialog.get_by_role("textbox").fill("She left in May.")
    dialog.get_by_role("button", name="Save").click()
    sidebar.get_by_role("button", name="Executive sponsor who stays: not in place").first.wait_for()

    page.reload()
    sidebar.get_by_role("button", name="Executive sponsor who stays: not in place").first.wait_for()
    ask(page, "report")
    page.locator(".outlook", has_text="Iterate with a plan").last.wait_for()
    app["restart"]()
    address = page.url
    page.goto(address.replace("/?", "/readiness?"))
    page.get_by_text("Iterate with a plan").first.wait_for()
    page.get_by_text("1 gate is open: executive sponsor who stays").first.wait_for()
    page.goto(address.replace("/?", "/gaps?"))
    page.get_by_text("Known gaps by dimension").wait_for()
    page.goto(address)
    page.locator(".outlook", has_text="Iterate with a plan").last.wait_for()


def test_a_page_opened_by_its_address_is_one_of_the_apps(chromium, app) -> None:
    """On a server that nobody has visited yet, where Streamlit would run a script of a folder "pages" by itself."""
    app["restart"]()
    found = chromium.new_page()
    found.set_default_timeout(60_000)
    found.goto(f"{app['address']}/gaps")
    found.get_by_role("heading", name="Gaps").wait_for()
    names = found.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()
    assert [name.split()[-1] for name in names] == [
        "Chat",
        "Documents",
        "Readiness",
        "Gaps",
        "Milestones",
        "Evaluation",
    ]
    found.close()
