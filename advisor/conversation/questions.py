"""Questions in conversation: what a message asks (a question, a follow-up, small talk, "more"), and the reply."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from advisor.answers import Answer, Context, keys
from advisor.answers.answerability import Verdict
from advisor.answers.question import clean
from advisor.answers.say import CAN
from advisor.conversation.session import Reply, Subject
from advisor.passages import Document
from advisor.search.lexical import STOPWORDS, words

_MORE = re.compile(
    r"(?:please )?(?:tell me |say |show |give me )?(?:some )?"
    r"(?:more|what else|anything else|go on|continue|elaborate|expand)"
    r"(?: (?:on|about) (?:that|this|it))?(?: please)?[.!?]*",
    re.IGNORECASE,
)
_SMALL_TALK = (
    (r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings)(?: there| advisor| all)?", f"Hello. {CAN}"),
    (r"(?:many )?(?:thanks|thank you|thx|cheers)(?: (?:so|very) much| a lot)?|great|perfect|ok(?:ay)?(?: thanks)?",
     "You are welcome. Ask on whenever you like."),
    (r"help|what can you (?:do|answer|help with)|what do you (?:do|know)|who are you|what are you|how do you work",
     f"{CAN} Every sentence I give carries a number that opens the passage it comes from. "
     "Where the articles do not answer, I say so; I give no clinical, legal or regulatory ruling."),
    (r"(?:is|are|will) (?:my|our|this|that|the|these|all)(?: of)? ?(?:data|answers?|information|conversation|chat)?"
     r"(?: i (?:type|say|write))? ?(?:safe|secure|private|confidential|stored|shared|kept)"
     r"(?: here| anywhere| with (?:anyone|others|you))?"
     r"|who (?:can|will) see (?:this|that|it|my answers|what i (?:type|say))"
     r"|what happens (?:with|to) (?:my|our) (?:answers|data)"
     r"|where (?:is|are) (?:this|my answers|it|my data) (?:stored|kept)",
     "What you type is kept on this server, under the address of this page; whoever has the address can open it. "
     "Nothing is sent elsewhere unless your administrators have set up a chat model."),
    (r"(?:are you|is this) (?:chat ?gpt|an? (?:ai|bot|human|robot|person|llm|(?:language )?model))"
     r"|can i (?:talk|speak) to a (?:human|person)",
     f"I am a program that reads what you write and answers from five articles; no person reads along. {CAN}"),
    (r"(?:good)?bye|see you|that'?s all(?: thanks)?", "Goodbye. This conversation stays at this address."),
)  # fmt: skip
_TALK = tuple((re.compile(rf"(?:{pattern})[\s.!?,]*", re.IGNORECASE), reply) for pattern, reply in _SMALL_TALK)
_SOURCES = re.compile(
    r"^(?:which|what|list|show)(?: me)?(?: are)?(?: all)?(?: the| your)? (?:articles|sources|documents|publications)"
    r"(?: (?:do|did|are|have) you\b.*| you (?:use|have|read|know)\b.*|)[?.! ]*$",
    re.IGNORECASE,
)
_DIFFER = re.compile(r"\b(?:disagree\w*|differ|contradict\w*|conflict\w*|agree|at odds)\b", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(?:articles?|sources?|authors?|publications?|they)\b", re.IGNORECASE)
_BRIEFLY = re.compile(
    r"(?:please )?(?:shorter|briefer|in (?:short|brief|one (?:line|sentence))|tl;?dr|"
    r"sum(?:marise|marize| (?:it|that) up)|(?:the )?short version|make (?:it|that) shorter)"
    r"(?: (?:it|that|this))?(?: please)?[.!?]*",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:and|but|so|then|or|also|ok(?:ay)?|well|hmm?|right),? (?:then )?", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how) about\b", re.IGNORECASE)
# "this" and "that" stand for something only where no noun follows ("is that enough?", not "in this patient").
_PRONOUN = re.compile(
    r"\b(?:it|they|them|he|she|him)\b(?! (?:is|was) true)|\b(?:this|that|these|those)\b"
    r"(?=\s*(?:[?.!,;]|$|(?:is|are|was|were|do|does|did|should|would|will|can|mean|work|cost|matter|happen|take|enough)\b))",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
# Margins of the answerability model, chosen on the dev split of the follow-up benchmark.
_LEANS = -0.25  # a follow-up below this asks for what is not ours, whatever went before
_SURE = 1.0  # a short message above this is a subject of its own
_SHORT = 6  # words
_BACK = 14  # words; a longer message brings its own subject along


def small_talk(text: str) -> str | None:
    """The advisor's own line to a greeting, thanks, or a question about itself; None where it is something else."""
    return next((reply for pattern, reply in _TALK if pattern.fullmatch(text)), None)


def asks_on(text: str) -> bool:
    """Whether a message asks for more, or less, of the answer before it."""
    return bool(_MORE.fullmatch(text) or _BRIEFLY.fullmatch(text))


class Answers(Protocol):
    """What a conversation asks: `Answerer`, or the team's documents before the articles."""

    def answer(self, message: str, context: Context = Context()) -> Answer:
        """Answer a question, or decline it."""

    def verdict(self, question: str) -> Verdict:
        """How likely a question can be answered."""

    def documents(self) -> list[Document]:
        """What is answered from."""

    def all_differences(self, question: str) -> Answer:
        """The points on which the articles differ, or the one that is asked about."""


class Questions:
    """Questions answered by one answerer, each after those before it. Pure: all state is in the subject."""

    def __init__(self, answerer: Answers) -> None:
        self._answerer = answerer

    def last(self, messages: Sequence[str]) -> Reply:
        """The reply to the last of some messages, after the others."""
        subject, reply = Subject(), Reply()
        for message in messages:
            subject, reply = self.step(subject, message)
        return reply

    def step(self, subject: Subject, message: str) -> tuple[Subject, Reply]:
        """The subject after a message, and the reply to it."""
        text = clean(message)
        talk = small_talk(text)
        if talk is not None:
            return subject, Reply(text=talk)
        if _SOURCES.search(text):
            return subject, Reply(text=self._sources())
        if _DIFFER.search(text) and _ARTICLES.search(text):
            answer = self._answerer.all_differences(text)
            return Subject(text, "", keys(answer)), Reply(answer=answer)
        if subject.question and _MORE.fullmatch(text):
            return self._more(subject)
        if subject.question and _BRIEFLY.fullmatch(text):
            answer = self._again(subject, Context(wording=subject.wording, trusted=True, most=1))
            return subject, Reply(answer=answer, understood=subject.question)
        if subject.question and (_depends(text) or self._is_fragment(text)):
            return self._follow_up(subject, text)
        answer = self._answerer.answer(message)
        return _after(subject, answer.question, "", answer), Reply(answer=answer)

    def _sources(self) -> str:
        """The titles of what is answered from."""
        titles = [
            f"“{d.title}”" + (f" by {by}" if (by := d.author or d.publisher) else "")
            for d in self._answerer.documents()
        ]
        return f"I answer from {len(titles)} articles: {'; '.join(titles)}."

    def _more(self, subject: Subject) -> tuple[Subject, Reply]:
        answer = self._again(subject, Context(wording=subject.wording, without=subject.shown, trusted=True))
        if answer.abstained:
            return subject, Reply(text="That is all that the articles say on it.")
        shown = subject.shown | keys(answer)
        return replace(subject, shown=shown), Reply(answer=answer, understood=subject.question)

    def _again(self, subject: Subject, context: Context) -> Answer:
        return replace(self._answerer.answer(subject.question, context), differences=())

    def _is_fragment(self, text: str) -> bool:
        """Whether a message is so short that only the turn before says what it asks ("by how long?")."""
        short = len(text.split()) <= _SHORT and _content(text) <= 2
        return short and self._answerer.verdict(text).margin < _SURE

    def _follow_up(self, subject: Subject, text: str) -> tuple[Subject, Reply]:
        """Answer a message that leans on the question before it.

        What it asks for must nearly stand by itself: a good question before does not carry one that is off the
        subject or that asks for what no passage gives.
        """
        alone = _with_subject(text)
        together = f"{subject.question} {_LEAD.sub('', text)}"
        verdict = self._answerer.verdict(alone)
        near = verdict.margin >= 0 or verdict.margin + self._answerer.verdict(together).margin >= 0
        if not verdict.vetoed and verdict.margin >= _LEANS and near:
            context = Context(wording=together, shown=subject.shown, trusted=True)
            answer = replace(self._answerer.answer(alone, context), question=text)
            if not answer.abstained:
                # A follow-up that names a subject of its own is what the next one follows.
                question = alone if _content(alone) >= 2 else subject.question
                understood = f"{text} (after: {subject.question})"
                return _after(subject, question, together, answer), Reply(answer=answer, understood=understood)
        answer = replace(self._answerer.answer(alone, Context(declined=True)), question=text)
        return subject, Reply(answer=answer)


def _after(subject: Subject, question: str, wording: str, answer: Answer) -> Subject:
    """The next subject; a question that was declined leaves the subject as it was."""
    if answer.abstained:
        return subject
    shown = keys(answer) | (subject.shown if wording else frozenset())
    return Subject(question, wording, shown)


def _depends(text: str) -> bool:
    """Whether a message leans on what was said before it."""
    count = len(text.split())
    if count > _BACK:
        return False
    return bool(_LEAD.match(text) or _ABOUT.match(text) or _PRONOUN.search(text) or _content(text) == 0)


def _with_subject(text: str) -> str:
    """The message without its leading "and", its pronouns replaced by what this advisor talks about."""
    text = _LEAD.sub("", text)
    text = _ITS.sub("the AI tool's", text)
    return _PRONOUN.sub("the AI tool", text)


def _content(text: str) -> int:
    """How many words carry a subject of their own."""
    return sum(
        word not in STOPWORDS and word not in {"ai", "tool", "else", "example", "examples"} for word in words(text)
    )
