"""Documents: upload the team's files, see what they show of each criterion, accept or overrule it, delete them."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from advisor.assessment import Assessment, Basis, Finding, Kind, Role
from advisor.framework import Criterion, Status
from advisor.passages import Document
from advisor.ui.evidence_view import draw_evidence, place
from advisor.ui.finding_view import show_finding
from advisor.ui.intake import begin, draw_demo, take_in
from advisor.ui.jobs import FILE_TYPES, Progress, draw_job, draw_outcome, jobs
from advisor.ui.place import started_page
from advisor.ui.startup import startup
from advisor.ui.words import marked, percent
from advisor.wiring import Advisor

_SHOW = ("shown by documents", "gates only", "gaps only", "contradicted", "silent")
_MOST_FILES = 50
# The table and a page's picture beside the guidance need more room than a conversation.
_WIDE = "<style>[data-testid=stMainBlockContainer] { max-width: 76rem; }</style>"


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


def draw_list(advisor: Advisor, workspace: str, documents: Sequence[Document]) -> None:
    """The documents, each with a way to delete it."""
    entries = advisor.workspaces.documents(workspace)
    by_id = {document.sha256: document for document in documents}
    with st.expander(f"Documents ({len(entries)})", expanded=len(entries) <= 3):
        for entry in entries:
            left, right = st.columns([5, 1], vertical_alignment="center")
            document = by_id.get(entry.id)
            size = f"{entry.pages} pages" if entry.pages > 1 else f"{max(1, entry.size // 1000):,} kB"
            warned = f" · {len(document.notices)} warnings" if document and document.notices else ""
            left.html(f"{escape(entry.name)} <small>· {size} · added {entry.added_at:%d %b %Y, %H:%M}{warned}</small>")
            if right.button("Delete", key=f"delete-{entry.id}", width="stretch"):
                confirm_delete(advisor, workspace, entry.id, entry.name)


@st.dialog("Delete this document?")
def confirm_delete(advisor: Advisor, workspace: str, document: str, name: str) -> None:
    """Ask once more."""
    st.text(f"{name} is deleted with everything read from it. What rested on it alone will be not known again.")
    if st.button("Delete it for good", type="primary"):

        def work(progress: Progress) -> list[str]:
            advisor.library.remove(workspace, document, progress)
            return [f"{name}: deleted, with everything derived from it."]

        begin(workspace, work)


def evidence_of(bases: Sequence[Basis]) -> dict[str, list[Basis]]:
    """The documents' bases by criterion, the deciding one first, those against it last."""
    found: dict[str, list[Basis]] = {}
    for basis in sorted(bases, key=lambda b: list(Role).index(b.role)):
        if basis.kind is Kind.DOCUMENT:
            found.setdefault(basis.criterion, []).append(basis)
    return found


def contradicted(assessment: Assessment, evidence: dict[str, list[Basis]]) -> list[Criterion]:
    """The criteria on which passages contradict each other, or a document what was said."""
    return [
        criterion
        for criterion in assessment.framework.criteria
        if assessment.findings[criterion.id].disputed
        or any(basis.role is Role.CONTRADICTS for basis in evidence.get(criterion.id, []))
    ]


def chosen(assessment: Assessment, evidence: dict[str, list[Basis]]) -> list[Criterion]:
    """The criteria that the filters leave."""
    first, second = st.columns([3, 2])
    kinds = first.pills("Show", _SHOW, selection_mode="multi", default=[_SHOW[0]])
    names = {d.id: d.label for d in assessment.framework.dimensions}
    wanted = second.multiselect("Dimensions", list(names), format_func=lambda name: names[name], placeholder="all")
    of, against = assessment.framework.dimension_of, contradicted(assessment, evidence)
    kept = []
    for criterion in assessment.framework.criteria:
        shown = evidence.get(criterion.id, [])
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


def row(
    criterion: Criterion, finding: Finding, shown: Sequence[Basis], documents: dict[str, Document]
) -> dict[str, str]:
    """A line of the table."""
    first = shown[0] if shown else None
    document = documents.get(first.document) if first else None
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


def draw_findings(
    advisor: Advisor,
    workspace: str,
    assessment: Assessment,
    evidence: dict[str, list[Basis]],
    documents: dict[str, Document],
) -> None:
    """The table, and the row that is marked."""
    kept = chosen(assessment, evidence)
    if not kept:
        st.caption("No criterion fits these filters.")
        return
    st.caption(f"{len(kept)} criteria. Mark a line to see the quote on its page, and to accept or overrule.")
    rows = [row(c, assessment.findings[c.id], evidence.get(c.id, []), documents) for c in kept]
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
        draw_criterion(advisor, workspace, kept[at[0]], assessment, evidence.get(kept[at[0]].id, []), documents)


def draw_criterion(
    advisor: Advisor,
    workspace: str,
    criterion: Criterion,
    assessment: Assessment,
    shown: Sequence[Basis],
    documents: dict[str, Document],
) -> None:
    """One criterion: what the documents say, the guidance beside it, accept or overrule."""
    finding = assessment.findings[criterion.id]
    st.subheader(criterion.label, anchor=False)
    st.html(f"<p>{escape(criterion.satisfied)}</p><p><strong>{escape(marked(finding.status))}</strong></p>")
    left, right = st.columns([3, 2])
    with left:
        if not shown:
            st.html(f"<p>The documents are silent. What would settle it: {escape(criterion.settles)}.</p>")
        else:
            draw_passages(advisor, workspace, criterion, shown, documents)
    with right:
        draw_guidance(advisor, criterion)
        accept, other = st.columns(2)
        if accept.button("Accept", type="primary", width="stretch", disabled=not shown):
            advisor.rule(workspace, criterion.id, shown[0].status, "Accepted as the documents show it.")
            st.rerun()
        if other.button("Overrule", width="stretch"):
            show_finding(advisor, workspace, criterion.id)


def draw_passages(
    advisor: Advisor, workspace: str, criterion: Criterion, shown: Sequence[Basis], documents: dict[str, Document]
) -> None:
    """The passages of a criterion, one at a time."""
    names = {Role.DECIDES: "Shows", Role.SUPPORTS: "Also", Role.CONTRADICTS: "Against"}
    labels = [f"{number}. {names[basis.role]}: {marked(basis.status)}" for number, basis in enumerate(shown, start=1)]
    chosen = labels[0]
    if len(labels) > 1:
        picked = st.segmented_control("Passages", labels, default=labels[0], key=f"passages-{criterion.id}")
        chosen = picked or labels[0]
    basis = shown[labels.index(chosen)]
    st.html(f"<p><em>{percent(basis.confidence)} sure.</em> {escape(basis.note)}</p>")
    draw_evidence(advisor.library, workspace, basis, documents, f"{criterion.id}-{labels.index(chosen)}")


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


def draw_contradictions(
    advisor: Advisor,
    workspace: str,
    assessment: Assessment,
    evidence: dict[str, list[Basis]],
    documents: dict[str, Document],
) -> None:
    """Passages that cannot both hold, and documents against what was said, side by side."""
    found = contradicted(assessment, evidence)
    if not found:
        st.caption("No two passages contradict each other, and no document contradicts what you said.")
    for criterion in found:
        finding = assessment.findings[criterion.id]
        with st.container(border=True):
            st.html(f"<strong>{escape(criterion.label)}</strong><p>Counts now as {escape(marked(finding.status))}.</p>")
            sides = [b for b in evidence.get(criterion.id, []) if b.role is not Role.SUPPORTS]
            sides += [b for b in finding.bases if b.kind is not Kind.DOCUMENT]
            columns = st.columns(min(2, max(1, len(sides))))
            for number, basis in enumerate(sides[:4]):
                with columns[number % len(columns)]:
                    document = documents.get(basis.document)
                    who = f"{document.name}{place(document, basis)}" if document else "You said"
                    st.html(
                        f"<small>{escape(who)}</small><blockquote>{escape(basis.quote)}</blockquote>"
                        f"<p>→ {escape(marked(basis.status))}</p>"
                    )
            if st.button("Decide", key=f"decide-{criterion.id}"):
                show_finding(advisor, workspace, criterion.id)


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
        draw_job(workspace)
    elif not started.state.ready and started.state.error is None:
        st.caption("Getting ready, a few seconds …")
        draw_getting_ready()
    else:
        draw_upload(advisor, workspace)
    draw_outcome(workspace)
    documents = advisor.library.documents(workspace)
    if not documents:
        draw_samples(advisor, workspace)
        return
    draw_list(advisor, workspace, documents)
    assessment = advisor.assessment(workspace)
    evidence = evidence_of(advisor.workspaces.session(workspace).interview.bases)
    by_id = {document.sha256: document for document in documents}
    against = len(contradicted(assessment, evidence))
    warnings = sum(len(document.notices) for document in documents)
    tabs = st.tabs(["Findings", f"Contradictions ({against})", f"Warnings ({warnings})"])
    with tabs[0]:
        draw_findings(advisor, workspace, assessment, evidence, by_id)
    with tabs[1]:
        draw_contradictions(advisor, workspace, assessment, evidence, by_id)
    with tabs[2]:
        draw_warnings(documents)


@st.fragment(run_every=0.5)
def draw_getting_ready() -> None:
    """Draws the page again when the start is done."""
    if startup().state.ready or startup().state.error is not None:
        st.rerun()


main()
