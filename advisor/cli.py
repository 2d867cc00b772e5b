"""The commands of `python -m advisor`. Results go to standard output, progress and errors to standard error."""

import argparse
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from advisor import __version__
from advisor.answers import Answer, cite
from advisor.answers.question import clean
from advisor.conversation import Questions
from advisor.documents import as_text as as_analysis
from advisor.errors import AdvisorError, InputError
from advisor.framework import Criterion, Framework
from advisor.jsonl import read_lines
from advisor.judging import Judge
from advisor.progress import Bar
from advisor.search import HybridSearch
from advisor.terminal import as_text, place, printable
from advisor.wiring import Advisor

_BATCH = 256  # statements judged at once


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0, 2 for wrong usage or bad input, 1 for a failure of its own."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except AdvisorError as error:
        print(f"advisor: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader has gone (`| head`), which is no failure
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("advisor: stopped", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m advisor", description="Is a healthcare AI pilot ready for production, and how do we know?"
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = commands.add_parser("index", help="build or refresh the index of the articles")
    index.add_argument("--rebuild", action="store_true", help="reuse nothing of the index that is there")
    index.add_argument("--articles", type=Path, metavar="DIR", help="index this folder of articles instead")
    index.set_defaults(run=_index)

    search = commands.add_parser("search", help="find passages")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many hits (10)")
    search.set_defaults(run=_search)

    ask = commands.add_parser("ask", help="answer a question, with citations")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.set_defaults(run=_ask)
    for command in (search, ask):
        command.add_argument("--document", type=Path, action="append", default=[], metavar="FILE", help="use this file")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument(
            "--batch", type=Path, metavar="FILE.jsonl", help="many at once, one JSON line out for each"
        )

    judge = commands.add_parser("judge", help="judge statements against criteria, one JSON line out for each line in")
    judge.add_argument("file", type=Path, metavar="FILE.jsonl", help='lines with "id", "criterion" and "text"')
    judge.add_argument("--framework", type=Path, metavar="FILE|DIR", help="the criteria of another framework")
    judge.set_defaults(run=_judge)

    analyse = commands.add_parser("analyse", help="what documents show of each criterion, with the passages")
    analyse.add_argument("files", type=Path, nargs="+", metavar="FILE")
    analyse.add_argument("--framework", type=Path, metavar="FILE|DIR", help="the criteria of another framework")
    analyse.add_argument("--json", action="store_true", help="print JSON")
    analyse.set_defaults(run=_analyse)

    chat = commands.add_parser("chat", help="a conversation in the terminal")
    chat.add_argument("--workspace", default="default", metavar="NAME", help="which workspace to go on with")
    chat.set_defaults(run=_chat)
    return parser


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number of at least 1")
    return int(text)


def _open(*, asked: bool = False) -> Advisor:
    """The advisor with its index open; `asked`: questions come, so the models are loaded beside."""
    advisor = Advisor()
    if asked:
        advisor.ahead()
    with Bar() as bar:
        advisor.open(progress=bar, say=bar.say)
    return advisor


def _index(options: argparse.Namespace) -> None:
    advisor = Advisor()
    with Bar() as bar:
        index = advisor.refresh(articles=options.articles, rebuild=options.rebuild, progress=bar, say=bar.say)
    contents = index.contents
    sections = {p.section for p in contents.passages if p.section}
    print(f"{len(contents.documents)} articles, {len(sections)} sections, {len(contents.passages)} passages indexed.")


def _search(options: argparse.Namespace) -> None:
    _check(options, options.query, "a QUERY")
    search = _open().finder(options.document)
    if options.batch:
        _batch(options.batch, lambda line: found(search, _text(line, "query"), options.k))
        return
    result = found(search, options.query, options.k)
    if options.json:
        _print_json(result)
        return
    for number, hit in enumerate(result["hits"], start=1):
        print(f"{number:2}. {place(hit['citation'])}")
        print(textwrap.fill(printable(hit["text"]), 100, initial_indent="    ", subsequent_indent="    "))
    if not result["hits"]:
        print("Nothing found.")


def found(search: HybridSearch, query: str, k: int) -> dict[str, Any]:
    """The hits of a query in the JSON shape of `advisor search`."""
    hits = search.hits([clean(query)], k) if clean(query) else []
    return {
        "query": query,
        "hits": [
            {
                "passage": hit.passage.id,
                "score": round(hit.score, 6),
                "text": hit.passage.text,
                "citation": asdict(cite(search.documents[hit.passage.document], hit.passage, hit.passage.span, number)),
            }
            for number, hit in enumerate(hits, start=1)
        ],
    }


def _ask(options: argparse.Namespace) -> None:
    _check(options, options.question, "a QUESTION")
    questions = _open(asked=True).asker(options.document)
    if options.batch:
        _batch(options.batch, lambda line: _answer(questions, _turns(line)).to_dict())
        return
    if options.json:
        _print_json(_answer(questions, [options.question]).to_dict())
    else:
        print(as_text(questions.last([options.question])))


def _answer(questions: Questions, turns: list[str]) -> Answer:
    return questions.last(turns).as_answer(turns[-1])


def _judge(options: argparse.Namespace) -> None:
    """Lines that cannot be judged give {"id", "error"}; the others go on."""
    if not options.file.is_file():
        raise InputError(f"{options.file}: no such file; check the name")
    framework, judge = Advisor().judge_of(options.framework)
    lines: list[dict[str, Any]] = []
    pairs: list[tuple[Criterion, str]] = []
    for number, line in read_lines(options.file):
        name = line.get("id") if isinstance(line, dict) else None
        try:
            pairs.append(_pair(line, number, framework, options.file.name))
            lines.append({"id": name})
        except InputError as error:
            lines.append({"id": name, "error": str(error)})
    judged = iter(_judgements(judge, pairs))
    for line in lines:
        if "error" not in line:
            line |= next(judged)
        print(_encodable(json.dumps(line, ensure_ascii=False)), flush=True)
    failed = sum("error" in line for line in lines)
    if failed:
        raise InputError(f'{options.file.name}: {failed} lines could not be judged; see the lines with "error"')


def _pair(line: object, number: int, framework: Framework, file: str) -> tuple[Criterion, str]:
    if not isinstance(line, dict):
        raise InputError(f"{file}: line {number} is not a JSON object")
    name = line.get("criterion")
    criterion = framework.by_id.get(str(name))
    if criterion is None:
        raise InputError(f"{file}: line {number}: the framework has no criterion {name!r}; check the id")
    return criterion, _text(line, "text")


def _judgements(judge: Judge, pairs: list[tuple[Criterion, str]]) -> Iterator[dict[str, Any]]:
    """The judgements in the JSON shape of `advisor judge`, in batches, so that progress shows."""
    with Bar() as bar:
        for start in range(0, len(pairs), _BATCH):
            bar(start / len(pairs), "Judging")
            for found in judge.judge(pairs[start : start + _BATCH]):
                yield {
                    "criterion": found.criterion,
                    "status": found.status.value,
                    "confidence": round(found.confidence, 4),
                    "why": found.why,
                }


def _analyse(options: argparse.Namespace) -> None:
    """Files that cannot be read are said so on standard error; the others go on."""
    advisor = _open() if options.framework is None else Advisor()
    with Bar() as bar:
        analysis = advisor.analyse(options.files, options.framework, progress=bar)
        for line in analysis.refused:
            bar.say(f"advisor: {line}")
    if options.json:
        _print_json(analysis.to_dict())
    else:
        print(as_analysis(analysis))


def _chat(options: argparse.Namespace) -> None:
    advisor = _open(asked=True)
    workspace = f"terminal:{options.workspace}"
    _, turns = advisor.workspaces.load(workspace)
    if turns:
        print(f"(going on after {len(turns)} turns; the last reply was:)\n\n{as_text(turns[-1].reply)}\n")
    else:
        print("Tell me about your AI pilot in two sentences, or ask about taking one to production.")
    print("“start” begins the quick screen; an empty line or Ctrl-D ends.")
    for message in _typed():
        print(f"\n{as_text(advisor.say(workspace, message).reply)}\n")


def _typed() -> Iterator[str]:
    while True:
        try:
            line = input("> ").strip()
        except EOFError:
            print()
            return
        if not line:
            return
        yield line


def _check(options: argparse.Namespace, given: str | None, what: str) -> None:
    """Say what is wrong with the arguments before anything is opened or built."""
    if (given is None) == (options.batch is None):
        raise InputError(f"give {what} or --batch FILE.jsonl, one of the two")
    for path in [*options.document, *([options.batch] if options.batch else [])]:
        if not path.is_file():
            raise InputError(f"{path}: no such file; check the name")


def _batch(path: Path, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """One line out for each line in, in order. A line that cannot be read gives {"id", "error"}; the others go on."""
    failed = 0
    for number, line in read_lines(path):
        name = line.get("id") if isinstance(line, dict) else None
        try:
            if not isinstance(line, dict):
                raise InputError(f"{path.name}: line {number} is not a JSON object")
            result = {"id": name, **answer(line)}
        except InputError as error:
            failed += 1
            result = {"id": name, "error": str(error)}
        print(_encodable(json.dumps(result, ensure_ascii=False)), flush=True)
    if failed:
        raise InputError(f'{path.name}: {failed} lines could not be answered; see the lines with "error"')


def _text(line: dict[str, Any], key: str) -> str:
    value = line.get(key)
    if not isinstance(value, str):
        raise InputError(f'a line needs "{key}" as text')
    return value


def _turns(line: dict[str, Any]) -> list[str]:
    """The messages of a batch line, the last of which is answered. Turns may be texts or {"role", "content"}."""
    if "turns" not in line:
        return [_text(line, "question")]
    turns = line["turns"]
    if not isinstance(turns, list) or not turns:
        raise InputError('"turns" must be a list with at least one message')
    found = []
    for turn in turns:
        if isinstance(turn, dict):
            if turn.get("role", "user") != "user":
                continue
            turn = turn.get("content", turn.get("text", turn.get("question")))
        if not isinstance(turn, str):
            raise InputError('each of "turns" must be a text')
        found.append(turn)
    if not found:
        raise InputError('"turns" holds no message of a person')
    return found


def _encodable(text: str) -> str:
    """Text without halves of surrogate pairs, which no encoding writes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _print_json(value: Any) -> None:
    print(_encodable(json.dumps(value, ensure_ascii=False, indent=2)))
