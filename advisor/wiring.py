"""The one place where parts are put together: settings -> a working advisor."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TypeVar

from threadpoolctl import threadpool_limits

from advisor.answers import Answer, Answerer, DocumentsFirst, Relevance, Topic, read_positions
from advisor.answers.answerability import Variant
from advisor.answers.guidance import Guidance
from advisor.answers.positions import questions_by_section
from advisor.assessment import Assessment, Assessor, Basis, read_patterns, read_rules
from advisor.conversation import Conversation, Guide, Interviewer, Questions, Session, Turn, changed
from advisor.documents import Analysis, Analyst, DocumentStore, Library, analysis_of, clean_name
from advisor.errors import DocumentError, RecordsError, StaleIndexError
from advisor.framework import Criterion, Framework, Status, read_framework
from advisor.interview import Listener
from advisor.judging import EnsembleJudge, Finder, Nearness, Reader
from advisor.llm import ChatModel, Phraser
from advisor.passages import (
    Document,
    Filed,
    article_files,
    read_articles,
    read_document,
    read_documents,
    split,
    told_apart,
)
from advisor.records import ConflictError, Engine, SqlContents, Workspaces, open_database
from advisor.search import (
    Contents,
    Encoder,
    Fingerprint,
    HybridSearch,
    Index,
    IndexFolder,
    MemoryVectors,
    ShippedEncoder,
    by_section,
    corpus_hash,
    encoder_of,
    read_asked,
    read_questions,
    text_entries,
)
from advisor.search.encoder import MINILM_SHA256
from advisor.search.index import Progress, silent
from advisor.settings import CORPUS, Settings

_BRIEFS = CORPUS / "articles"
_QUESTIONS = CORPUS / "questions"
_ASKED = CORPUS / "asked"
_POSITIONS = CORPUS / "positions.yaml"
_VECTORS = CORPUS / "vectors.npz"
_FRAMEWORK = CORPUS / "framework"
_PATTERNS = CORPUS / "patterns.yaml"
_RULES = CORPUS / "decision.yaml"
_SAMPLES = CORPUS / "samples"
_FEW_SENTENCES = 600  # documents with no more have every sentence embedded; larger ones only those of the hits
_ATTEMPTS = 100  # of a step, where others record in the same workspace at the same time
Kept = TypeVar("Kept", Turn, None)


def say_nothing(_line: str) -> None:
    """A report that goes nowhere."""


class Opened:
    """What answers from one index; replaced whole when the index is. What the interview needs is loaded when asked."""

    def __init__(self, advisor: "Advisor", index: Index) -> None:
        self._advisor, self.index = advisor, index
        self.search = HybridSearch(index.contents, index.vectors, advisor.encoder)
        ours = any(entry.kind == "question" for entry in index.contents.entries)
        variant: Variant = "articles" if ours and advisor.encoder.sha256 == MINILM_SHA256 else "general"
        self.answerer = Answerer(
            self.search,
            advisor.encoder,
            advisor.relevance,
            topics=advisor.topics,
            variant=variant,
            phraser=advisor.phraser,
        )
        self.questions = Questions(self.answerer)

    @cached_property
    def guide(self) -> Guide:
        """Why criteria matter, by the articles."""
        advisor = self._advisor
        return Guide(advisor.framework, advisor.assessor.rules, Guidance(self.search, advisor.encoder))

    @cached_property
    def conversation(self) -> Conversation:
        """Conversation turns: questions and the interview."""
        advisor = self._advisor
        finder = advisor.criteria_finder
        nearness = Nearness(advisor.framework, finder, finder.regression)
        listener = Listener(advisor.framework, advisor.judge, nearness, finder)
        return Conversation(self.questions, Interviewer(advisor.assessor, self.guide), listener)


class Advisor:
    """One installation: its index, its records, and what answers from them. Safe to share between threads."""

    def __init__(
        self,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
        relevance: Relevance | None = None,
        finder: Finder | None = None,
    ) -> None:
        # Its threads go on spinning for a while after each product, and slow what the networks read by half.
        threadpool_limits(1, "blas")
        self.settings = settings or Settings()
        self.reader, self.relevance = reader or Reader(), relevance or Relevance()
        self.criteria_finder = finder or Finder()
        self.encoder: Encoder = encoder or encoder_of(self.settings.embedding_model)
        self._lock = RLock()
        self._opened: Opened | None = None

    def open(self, *, progress: Progress = silent, say: Callable[[str], None] = say_nothing) -> Index:
        """The index, verified; where it is missing, stale or broken it is built anew, with a line that says why."""
        return self._open(progress, say).index

    def build(self, *, articles: Path | None = None, rebuild: bool = False, progress: Progress = silent) -> Index:
        """Build the index of the corpus, or of another folder of articles. `rebuild` reuses nothing."""
        with self._lock:
            folder = articles or _BRIEFS
            documents = read_articles(folder, _BRIEFS)
            index = self._folder.build(
                self._fingerprint(folder),
                documents,
                {"question": known_questions(), "position": questions_by_section(self.topics)},
                self.encoder,
                folder=articles,
                shipped=_VECTORS,
                progress=progress,
                reuse=not rebuild,
            )
            self._opened = Opened(self, index)
            return index

    def refresh(
        self,
        *,
        articles: Path | None = None,
        rebuild: bool = False,
        progress: Progress = silent,
        say: Callable[[str], None] = say_nothing,
    ) -> Index:
        """The index of those articles (the corpus where None): opened where it is up to date, else built."""
        with self._lock:
            if rebuild or articles is not None or self._folder.articles() is not None:
                return self.build(articles=articles, rebuild=rebuild, progress=progress)
            return self.open(progress=progress, say=say)

    @property
    def search(self) -> HybridSearch:
        """Search over the indexed articles."""
        return self._open().search

    @property
    def answerer(self) -> Answerer:
        """Answers from the indexed articles."""
        return self._open().answerer

    @property
    def questions(self) -> Questions:
        """Questions in conversation, answered from the articles."""
        return self._open().questions

    @property
    def conversation(self) -> Conversation:
        """Conversation turns: questions and the interview."""
        return self._open().conversation

    @cached_property
    def framework(self) -> Framework:
        """The criteria of the corpus."""
        return read_framework(_FRAMEWORK)

    @cached_property
    def assessor(self) -> Assessor:
        """What turns findings into gaps, patterns, score and decision."""
        framework = self.framework
        return Assessor(framework, read_patterns(_PATTERNS, framework), read_rules(_RULES, framework))

    @cached_property
    def judge(self) -> EnsembleJudge:
        """The judge of our criteria."""
        return EnsembleJudge(self.framework, ShippedEncoder(self.encoder, _VECTORS), self.reader)

    def judge_of(self, framework: Path | None) -> tuple[Framework, EnsembleJudge]:
        """A framework of somebody's (ours where None) and a judge of its criteria. Raises CorpusError."""
        if framework is None:
            return self.framework, self.judge
        found = read_framework(framework)
        return found, EnsembleJudge(found, self.encoder, self.reader)

    @cached_property
    def analyst(self) -> Analyst:
        """What reads documents against our criteria."""
        return Analyst(self.framework, self.judge, self.reader, self.encoder, self.criteria_finder)

    def analyse(self, files: Sequence[Path], framework: Path | None = None, *, progress: Progress = silent) -> Analysis:
        """What files show of a framework (ours where None); they are read for this call and kept nowhere.

        A file that cannot be read stands in the analysis with its error. Raises DocumentError where none can be read.
        """
        given, judge = self.judge_of(framework)
        analyst = (
            self.analyst
            if framework is None
            else Analyst(given, judge, self.reader, self.encoder, self.criteria_finder)
        )
        assessor = self.assessor if framework is None else self.assessor.of(given)
        found: list[Document | DocumentError] = []
        for number, one in enumerate(read_documents(files)):
            progress(0.4 * number / len(files), f"Reading {files[number].name}")
            found.append(one)
        guidance = self.guidance if framework is None else lambda criterion: Answer(question=criterion.id)
        return analysis_of(found, analyst, assessor, guidance, lambda s, step: progress(0.4 + 0.6 * s, step))

    def guidance(self, criterion: Criterion) -> Answer:
        """Why a criterion matters, with the passages of the articles that say so."""
        return self._open().guide.why(criterion)

    @cached_property
    def library(self) -> Library:
        """The documents of workspaces."""
        store = DocumentStore(self.settings.home / "documents")
        return Library(store, self.workspaces, lambda: self.analyst, self._documented)

    def take_in(self, workspace: str, files: Sequence[tuple[str, bytes]], progress: Progress = silent) -> list[str]:
        """Take a workspace's files in, read and analyse them; a line for each, and one on which gaps that closed."""
        before = self.assessment(workspace)
        lines = [taken.line for taken in self.library.add(workspace, files, progress)]
        return [*lines, *changed(before, self.assessment(workspace))]

    def delete(self, workspace: str, document: Filed, progress: Progress = silent) -> list[str]:
        """Delete a document with everything derived from it; what became of it, and of the gaps."""
        before = self.assessment(workspace)
        self.library.remove(workspace, document.id, progress)
        line = f"{document.name}: deleted, with everything derived from it."
        return [line, *changed(before, self.assessment(workspace))]

    def receive(self, workspace: str, files: Sequence[tuple[str, bytes]], progress: Progress = silent) -> list[str]:
        """As `take_in`, for files that came with the conversation: a turn of it says what became of them."""
        before = self.assessment(workspace)
        lines = [taken.line for taken in self.library.add(workspace, files, progress)]

        def step(session: Session) -> tuple[Session, Turn]:
            after, reply = self.conversation.received(session, lines, before)
            return after, Turn(f"Files: {'; '.join(clean_name(name) for name, _ in files)}", reply)

        self._keep(workspace, step)
        return lines

    def samples(self) -> dict[str, list[Path]]:
        """The documents of the invented hospital, by stage."""
        folders = sorted(path for path in _SAMPLES.glob("*") if path.is_dir())
        return {folder.name[2:].replace("-", " ").capitalize(): sorted(folder.glob("files/*")) for folder in folders}

    def _documented(self, workspace: str, bases: Sequence[Basis]) -> None:
        self._keep(workspace, lambda session: (self.conversation.documented(session, bases), None))

    def _open(self, progress: Progress = silent, say: Callable[[str], None] = say_nothing) -> Opened:
        with self._lock:
            if self._opened is None:
                folder = self._folder.articles()
                try:
                    if folder is not None and not folder.is_dir():
                        say(f"The folder of the articles, {folder}, is not there; their index is used as it is.")
                        index = self._folder.open_as_it_is()
                    else:
                        index = self._folder.open(self._fingerprint(folder or _BRIEFS))
                except StaleIndexError as error:
                    say(f"Building the index: {error}.")
                    keep = folder if folder is not None and folder.is_dir() else None
                    self.build(articles=keep, progress=progress)
                else:
                    self._opened = Opened(self, index)
            opened = self._opened
            if opened is None:
                raise StaleIndexError("the index could not be opened")
            return opened

    def ahead(self) -> None:
        """Begin to load the models, beside what else a first answer needs; where one cannot be, its use says so."""
        pool = ThreadPoolExecutor(2, "advisor-ahead")
        pool.submit(self.encoder.encode, ["How long?"])
        pool.submit(self.relevance.shares, [("How long?", "Ninety days.")])
        pool.shutdown(wait=False)

    def warm(self) -> None:
        """Load what the first answer needs, so that nobody waits for it later."""
        self.conversation.step(Session(), "How long shuold a pilot run?")  # mended, which needs the dictionary
        self.judge.judge([(self.framework.criteria[0], "We agreed on it.")])
        self.criteria_finder.encode(["We agreed on it."])

    @cached_property
    def phraser(self) -> Phraser | None:
        """The chat model of the settings, where one is named."""
        return ChatModel(self.settings.chat_model) if self.settings.chat_model else None

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The points on which the articles differ."""
        return read_positions(_POSITIONS)

    def say(self, workspace: str, message: str) -> Turn:
        """One turn of a workspace's conversation: nothing is returned before it is stored."""

        def step(session: Session) -> tuple[Session, Turn]:
            after, reply = self.conversation.step(session, message)
            return after, Turn(message, reply)

        return self._keep(workspace, step)

    def rule(self, workspace: str, criterion: str, status: Status, note: str) -> None:
        """A person's ruling on a criterion, made on a page."""
        self._keep(workspace, lambda session: (self.conversation.rule(session, criterion, status, note), None))

    def withdraw(self, workspace: str, criterion: str) -> None:
        """Take back what was said and ruled of a criterion."""
        self._keep(workspace, lambda session: (self.conversation.withdraw(session, criterion), None))

    def assessment(self, workspace: str, turn: int | None = None) -> Assessment:
        """What follows from all that is recorded, now or after an earlier turn."""
        if turn is not None:
            return self.assessor.assess(self.workspaces.bases_at(workspace, turn))
        return self.assessor.assess(self.workspaces.session(workspace).interview.bases)

    def _keep(self, workspace: str, step: Callable[[Session], tuple[Session, Kept]]) -> Kept:
        """Do a step on the state as it is and keep it; once more where somebody else was faster."""
        for attempt in range(_ATTEMPTS):
            before = self.workspaces.session(workspace)
            after, turn = step(before)
            try:
                self.workspaces.append(workspace, before, after, turn)
            except ConflictError:
                time.sleep(random.uniform(0, 0.01 * attempt))  # noqa: S311 - no secret hangs on it
                continue
            return turn
        raise RecordsError("others record in this workspace without pause; try again in a moment.")

    def finder(self, files: Sequence[Path] = ()) -> HybridSearch:
        """What `advisor search` searches: the articles, or those files alone."""
        return self.search_of(files) if files else self.search

    def asker(self, files: Sequence[Path] = ()) -> Questions:
        """What `advisor ask` puts its turns to.

        With files, they are asked first: a question about this pilot is answered from them or not at all, a
        general one from the articles where the files say nothing.
        """
        if not files:
            return self.questions
        documents = Answerer(self.search_of(files), self.encoder, self.relevance, phraser=self.phraser)
        return Questions(DocumentsFirst(documents, self.answerer))

    @cached_property
    def workspaces(self) -> Workspaces:
        """Where workspaces are kept."""
        return Workspaces(self._engine)

    def search_of(self, files: Sequence[Path]) -> HybridSearch:
        """Search over documents that are read for this call and kept nowhere. Raises DocumentError."""
        documents = told_apart([read_document(path) for path in files])
        passages = [passage for document in documents for passage in split(document)]
        few = sum(len(p.sentences) for p in passages) <= _FEW_SENTENCES
        entries = text_entries(passages, sentences=few)
        texts = {entry.vector_id: entry.text for entry in entries}
        vectors = MemoryVectors()
        if texts:
            vectors.add(list(texts), self.encoder.encode(list(texts.values())))
        return HybridSearch(Contents(tuple(documents), tuple(passages), tuple(entries)), vectors, self.encoder)

    @cached_property
    def _engine(self) -> Engine:
        return open_database(self.settings.database)

    @cached_property
    def _folder(self) -> IndexFolder:
        return IndexFolder(self.settings.index_folder, self.settings.chroma, SqlContents(self._engine))

    def _fingerprint(self, articles: Path) -> Fingerprint:
        files = [
            *article_files(articles),
            *sorted(_QUESTIONS.glob("*.yaml")),
            *sorted(_ASKED.glob("*.jsonl")),
            _POSITIONS,
        ]
        return Fingerprint(corpus=corpus_hash(files), model=self.encoder.name, model_sha256=self.encoder.sha256)


def known_questions() -> dict[str, list[str]]:
    """The questions that each section answers: those written for it first, then those that people ask."""
    found = {section: list(questions) for section, questions in read_questions(_QUESTIONS).items()}
    for section, questions in by_section(read_asked(_ASKED)).items():
        found[section] = list(dict.fromkeys([*found.get(section, ()), *questions]))
    return found
