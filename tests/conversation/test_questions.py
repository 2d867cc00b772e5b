import pytest

from advisor.conversation import Questions, Reply, Subject
from advisor.wiring import Advisor


def talk(advisor: Advisor, *messages: str) -> list[Reply]:
    session, replies = Subject(), []
    for message in messages:
        session, reply = advisor.questions.step(session, message)
        replies.append(reply)
    return replies


@pytest.mark.parametrize("message", ["hi", "Hello!", "thanks", "What can you do?", "good morning", "bye"])
def test_small_talk_gets_a_line_and_no_citation(advisor: Advisor, message: str) -> None:
    (reply,) = talk(advisor, message)
    assert reply.text
    assert reply.answer is None


def test_the_sources_are_named(advisor: Advisor) -> None:
    (reply,) = talk(advisor, "Which articles do you use?")
    assert "5 articles" in reply.text
    assert "Why Healthcare AI Pilots Fail" in reply.text


def test_a_follow_up_is_understood_from_the_turn_before(advisor: Advisor) -> None:
    _, reply = talk(advisor, "What does production cost compared with the pilot?", "and who should own it?")
    assert reply.understood
    assert not reply.answer.abstained
    assert {c.section for c in reply.answer.citations} & {
        "genai#what-successful-do", "playbook#step-6", "playbook#step-2", "genai#faq", "playbook#faq"
    }  # fmt: skip


def test_a_follow_up_off_the_subject_is_declined(advisor: Advisor) -> None:
    first, second, third = talk(
        advisor, "How long should a pilot run?", "and what is the weather in Paris?", "what about a lasagne recipe?"
    )
    assert not first.answer.abstained
    assert second.answer.abstained
    assert third.answer.abstained
    assert second.answer.citations == ()


@pytest.mark.parametrize(
    "message", ["is this legal in Germany?", "and can it diagnose sepsis in this patient?", "so are we liable then?"]
)
def test_a_follow_up_that_asks_for_a_ruling_is_declined(advisor: Advisor, message: str) -> None:
    _, reply = talk(advisor, "How long should a pilot run?", message)
    assert reply.answer.abstained
    assert reply.answer.citations == ()


def test_where_the_articles_disagree_is_answered(advisor: Advisor) -> None:
    (everything,) = talk(advisor, "Where do your sources contradict each other?")
    assert len(everything.answer.differences) == 7
    (one,) = talk(advisor, "Do the articles agree on how long a pilot should run?")
    assert [d.topic for d in one.answer.differences] == ["How long a pilot should run"]


def test_shorter_gives_one_sentence(advisor: Advisor) -> None:
    first, second = talk(advisor, "How long should a pilot run?", "shorter please")
    assert len(second.answer.sentences) == 1
    assert second.answer.sentences[0] == first.answer.sentences[0]


def test_a_declined_turn_leaves_the_subject(advisor: Advisor) -> None:
    session, _ = advisor.questions.step(Subject(), "How long should a pilot run?")
    after, reply = advisor.questions.step(session, "what about the weather in Paris?")
    assert reply.answer.abstained
    assert after == session


def test_more_gives_other_sentences(advisor: Advisor) -> None:
    first, second = talk(advisor, "Why do healthcare AI pilots fail?", "tell me more")
    one, other = ({c.quote for c in reply.answer.citations} for reply in (first, second))
    assert other
    assert not {s.text for s in second.answer.sentences} & {s.text for s in first.answer.sentences}
    assert one != other


def test_more_ends_honestly(advisor: Advisor) -> None:
    replies = talk(advisor, "Should we build or buy?", *["more"] * 12)
    assert replies[-1].text == "That is all that the articles say on it."


def test_more_of_nothing_is_no_crash(advisor: Advisor) -> None:
    (reply,) = talk(advisor, "more")
    assert reply.answer is not None


def test_a_new_question_stands_alone(advisor: Advisor) -> None:
    *_, reply = talk(advisor, "How long should a pilot run?", "Which regulations apply to healthcare AI in production?")
    assert reply.understood is None
    assert any("HIPAA" in sentence.text for sentence in reply.answer.sentences)


def test_a_step_changes_nothing_outside_the_session(advisor: Advisor) -> None:
    session, _ = advisor.questions.step(Subject(), "How long should a pilot run?")
    conversation = Questions(advisor.answerer)
    assert conversation.step(session, "and who decides?") == advisor.questions.step(session, "and who decides?")
