"""Documents: upload the team's files, see what they show of each criterion, accept or overrule it, delete them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from advisor.assessment import Assessment, Basis, Kind, Role
from advisor.framework import Criterion, Status
from advisor.passages import Document, Filed
from advisor.ui.evidence_view import draw_evidence, place
from advisor.ui.finding_view import show_finding
from advisor.ui.intake import begin, draw_demo, take_in
from advisor.ui.jobs import FILE_TYPES, draw_job, draw_outcome, jobs
from advisor.ui.place import started_page
from advisor.ui.startup import draw_getting_ready, startup
from advisor.ui.words import marked, percent
from advisor.wiring import Advisor

_SHOW = ("shown by documents", "gates only", "gaps only", "contradicted", "silent")
_MOST_FILES = 50
_WHO = {Kind.REPLY: "You said", Kind.OVERRIDE: "You decided", Kind.DOCUMENT: "A document that is gone"}
# The table and a page's picture beside the guidance need more room than a conversation.
_WIDE = "<style>[data-testid=stMainBlockContainer] { max-width: 76rem; }</style>"


@dataclass(frozen=True)
class View:
    """What this page shows of a workspace: its documents by id, what they show by criterion, and what follows."""

    advisor: Advisor
    workspace: str
    documents: dict[str, Document]
    evidence: dict[str, list[Basis]]
    assessment: Assessment


def view_of(advisor: Advisor, workspace: str) -> View:
    """Read it."""
    documents = {document.sha256: document for document in advisor.library.documents(workspace)}
    evidence = evidence_of(advisor.workspaces.session(workspace).interview.bases)
    return View(advisor, workspace, documents, evidence, advisor.assessment(workspace))


def draw_upload(advisor: Advisor, workspace: str) -> None:
    """Take files in, in the background."""
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            "Add documents of your pilot",
            type=FILE_TYPES,
            accept_multiple_files=True,
            help="Charter, minutes, reviews, plans, slides, sheets. A file of the same name replaces the one before.",
        )
        pressed = st.form_submit_button("Read and analyse", type="primary")
    if not pressed:
        return
    if not files:
        st.error("Choose one or more files first.")
    elif len(files) > _MOST_FILES:
        st.error(f"Give at most {_MOST_FILES} files at once.")
    else:
        take_in(advisor, workspace, [(file.name, file.getvalue()) for file in files])


def draw_list(view: View, entries: Sequence[Filed]) -> None:
    """The documents, each with a way to delete it."""
    with st.expander(f"Documents ({len(entries)})", expanded=len(entries) <= 3):
        for entry in entries:
            left, right = st.columns([5, 1], vertical_alignment="center")
            document = view.documents.get(entry.id)
            size = f"{entry.pages} pages" if entry.pages > 1 else f"{max(1, entry.size // 1000):,} kB"
            warned = f" · {len(document.notices)} warnings" if document and document.notices else ""
            warned += "" if document else " · its file is gone from the server: upload it again"
            left.html(f"{escape(entry.name)} <small>· {size} · added {entry.added_at:%d %b %Y, %H:%M}{warned}</small>")
            if right.button("Delete", key=f"delete-{entry.id}", width="stretch"):
                confirm_delete(view.advisor, view.workspace, entry)


@st.dialog("Delete this document?")
def confirm_delete(advisor: Advisor, workspace: str, document: Filed) -> None:
    """Ask once more."""
    said = "is deleted with everything read from it. What rested on it alone will be not known again."
    st.text(f"{document.name} {said}")
    if st.button("Delete it for good", type="primary"):
        begin(workspace, lambda progress: advisor.delete(workspace, document, progress))


def evidence_of(bases: Sequence[Basis]) -> dict[str, list[Basis]]:
    """The documents' bases by criterion, the deciding one first, those against it last."""
    found: dict[str, list[Basis]] = {}
    for basis in sorted(bases, key=lambda b: list(Role).index(b.role)):
        if basis.kind is Kind.DOCUMENT:
            found.setdefault(basis.criterion, []).append(basis)
    return found


def contradicted(view: View) -> list[Criterion]:
    """The criteria on which passages contradict each other, or a document what was said."""
    return [
        criterion
        for criterion in view.assessment.framework.criteria
        if view.assessment.findings[criterion.id].disputed
        or any(basis.role is Role.CONTRADICTS for basis in view.evidence.get(criterion.id, []))
    ]


def chosen(view: View) -> list[Criterion]:
    """The criteria that the filters leave."""
    assessment = view.assessment
    first, second = st.columns([3, 2])
    kinds = first.pills("Show", _SHOW, selection_mode="multi", default=[_SHOW[0]])
    names = {d.id: d.label for d in assessment.framework.dimensions}
    wanted = second.multiselect("Dimensions", list(names), format_func=lambda name: names[name], placeholder="all")
    of, against = assessment.framework.dimension_of, contradicted(view)
    kept = []
    for criterion in assessment.framework.criteria:
        shown = view.evidence.get(criterion.id, [])
        status = assessment.findings[criterion.id].status
        tests = {
            _SHOW[0]: bool(shown),
            _SHOW[1]: criterion.gate,
            _SHOW[2]: status in (Status.UNMET, Status.PARTIAL, Status.UNKNOWN),
            _SHOW[3]: criterion in against,
            _SHOW[4]: not shown,
        }
        if all(tests[kind] for kind in kinds) and (not wanted or of[criterion.id].id in wanted):
            kept.append(criterion)
    return kept


def row(view: View, criterion: Criterion) -> dict[str, str]:
    """A line of the table."""
    finding, shown = view.assessment.findings[criterion.id], view.evidence.get(criterion.id)
    first = shown[0] if shown else None
    document = view.documents.get(first.document) if first else None
    by_person = finding.basis is not None and finding.basis.kind is not Kind.DOCUMENT
    return {
        "Criterion": criterion.label,
        "Gate": "gate" if criterion.gate else "",
        "Status": marked(finding.status) + (" (your word)" if by_person else ""),
        "Sure": percent(first.confidence) if first else "",
        "Quote": " ".join(first.quote.split()) if first else "",
        "Where": f"{document.name}{place(document, first)}" if document and first else "",
        "What would settle it": criterion.settles if finding.status is Status.UNKNOWN else "",
    }


@st.fragment  # a filter or a marked line draws this again, not the page
def draw_findings(view: View) -> None:
    """The table, and the row that is marked."""
    kept = chosen(view)
    if not kept:
        st.caption("No criterion fits these filters.")
        return
    st.caption(f"{len(kept)} criteria. Mark a line to see the quote on its page, and to accept or overrule.")
    rows = [row(view, criterion) for criterion in kept]
    widths = {"Quote": st.column_config.TextColumn(width="large"), "Where": st.column_config.TextColumn(width="medium")}
    event = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"findings-{hash(tuple(c.id for c in kept))}",  # of another list, the marked line is another criterion
        column_config=widths,
    )
    at = event.selection.rows
    if at and at[0] < len(kept):
        draw_criterion(view, kept[at[0]])


def draw_criterion(view: View, criterion: Criterion) -> None:
    """One criterion: what the documents say, the guidance beside it, accept or overrule."""
    finding, shown = view.assessment.findings[criterion.id], view.evidence.get(criterion.id, [])
    st.subheader(criterion.label, anchor=False)
    st.html(f"<p>{escape(criterion.satisfied)}</p><p><strong>{escape(marked(finding.status))}</strong></p>")
    left, right = st.columns([3, 2])
    with left:
        if not shown:
            st.html(f"<p>The documents are silent. What would settle it: {escape(criterion.settles)}.</p>")
        else:
            draw_passages(view, criterion, shown)
    with right:
        draw_guidance(view.advisor, criterion)
        accept, other = st.columns(2)
        if accept.button("Accept", type="primary", width="stretch", disabled=not shown):
            view.advisor.rule(view.workspace, criterion.id, shown[0].status, "Accepted as the documents show it.")
            st.rerun()
        if other.button("Overrule", width="stretch"):
            show_finding(view.advisor, view.workspace, criterion.id)


def draw_passages(view: View, criterion: Criterion, shown: Sequence[Basis]) -> None:
    """The passages of a criterion, one at a time."""
    names = {Role.DECIDES: "Shows", Role.SUPPORTS: "Also", Role.CONTRADICTS: "Against"}
    labels = [f"{number}. {names[basis.role]}: {marked(basis.status)}" for number, basis in enumerate(shown, start=1)]
    chosen = labels[0]
    if len(labels) > 1:
        picked = st.segmented_control("Passages", labels, default=labels[0], key=f"passages-{criterion.id}")
        chosen = picked or labels[0]
    basis = shown[labels.index(chosen)]
    # What carried the status is measured by reading the quote a dozen times over: for what a person opens alone.
    why = view.advisor.judge.because(criterion, basis.quote, basis.status) if startup().state.ready else basis.note
    st.html(f"<p><em>{percent(basis.confidence)} sure.</em> {escape(why)}</p>")
    key = f"{criterion.id}-{labels.index(chosen)}"
    draw_evidence(view.advisor.library, view.workspace, basis, view.documents, key)


def draw_guidance(advisor: Advisor, criterion: Criterion) -> None:
    """Why it matters, with the passage of the articles."""
    if criterion.why is None:
        return
    answer = advisor.guidance(criterion)
    quotes = "".join(
        f"<blockquote>{escape(c.quote)}<br><small>{escape(c.title)}, {escape(c.heading)}</small></blockquote>"
        for c in answer.citations
    )
    st.html(f"<p><strong>Why it matters.</strong> {escape(criterion.why.text)}</p>{quotes}")


def draw_contradictions(view: View) -> None:
    """Passages that cannot both hold, and documents against what was said, side by side."""
    found = contradicted(view)
    if not found:
        st.caption("No two passages contradict each other, and no document contradicts what you said.")
    for criterion in found:
        finding = view.assessment.findings[criterion.id]
        with st.container(border=True):
            st.html(f"<strong>{escape(criterion.label)}</strong><p>Counts now as {escape(marked(finding.status))}.</p>")
            sides = [b for b in view.evidence.get(criterion.id, []) if b.role is not Role.SUPPORTS]
            sides += [b for b in finding.bases if b.kind is not Kind.DOCUMENT]
            columns = st.columns(min(2, max(1, len(sides))))
            for number, basis in enumerate(sides[:4]):
                with columns[number % len(columns)]:
                    document = view.documents.get(basis.document)
                    who = f"{document.name}{place(document, basis)}" if document else _WHO[basis.kind]
                    st.html(
                        f"<small>{escape(who)}</small><blockquote>{escape(basis.quote)}</blockquote>"
                        f"<p>→ {escape(marked(basis.status))}</p>"
                    )
            if st.button("Decide", key=f"decide-{criterion.id}"):
                show_finding(view.advisor, view.workspace, criterion.id)


def draw_warnings(documents: Sequence[Document]) -> None:
    """Hidden text, text that addresses the software, parts that could not be read."""
    found = [(document, notice) for document in documents for notice in document.notices]
    if not found:
        st.caption("Nothing hidden, nothing that addresses the software, nothing unread.")
    for document, notice in found:
        with st.container(border=True):
            where = f", page {notice.page}" if notice.page is not None else ""
            quote = f"<blockquote>{escape(notice.quote)}</blockquote>" if notice.quote else ""
            st.html(f"<strong>{escape(document.name)}{where}</strong><p>{escape(notice.text)}</p>{quote}")


def draw_samples(advisor: Advisor, workspace: str) -> None:
    """What can be done here, and the demo."""
    st.write(
        "Drop in your pilot's own files: charter, plans, reviews, minutes, slides, sheets. Each of the 77 criteria "
        "gets a status with the passage that shows it; where the documents are silent, it says what would settle it."
    )
    st.caption("Files stay on this server, and are deleted with everything derived from them when you delete them.")
    draw_demo(advisor, workspace)


def main() -> None:
    """Draw the page."""
    found = started_page("Documents")
    if found is None:
        return
    advisor, workspace = found
    st.html(_WIDE)
    started = startup()
    job = jobs().of(workspace)
    if job is not None and not job.done:
        draw_job(jobs(), workspace)
    elif not started.state.ready and started.state.error is None:
        st.caption("Getting ready, a few seconds …")
        draw_getting_ready()
    else:
        draw_upload(advisor, workspace)
    draw_outcome(workspace)
    entries = advisor.workspaces.documents(workspace)
    if not entries:
        draw_samples(advisor, workspace)
        return
    view = view_of(advisor, workspace)
    documents = list(view.documents.values())
    draw_list(view, entries)
    warnings = sum(len(document.notices) for document in documents)
    tabs = st.tabs(["Findings", f"Contradictions ({len(contradicted(view))})", f"Warnings ({warnings})"])
    with tabs[0]:
        draw_findings(view)
    with tabs[1]:
        draw_contradictions(view)
    with tabs[2]:
        draw_warnings(documents)


main()
