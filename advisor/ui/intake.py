"""Documents come in: files that a person gives, or those of the invented hospital."""

from collections.abc import Callable, Sequence

import streamlit as st

from advisor.ui.jobs import Progress, jobs
from advisor.wiring import Advisor

_PAGE = "views/documents.py"


def begin(workspace: str, work: Callable[[Progress], list[str]]) -> None:
    """Start work in the background and show it, or say that other work is under way."""
    if jobs().start(workspace, work):
        st.switch_page(_PAGE)
    st.warning("Your documents are being worked on; try again when that is done.")


def take_in(advisor: Advisor, workspace: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Begin to read and analyse files."""
    begin(workspace, lambda progress: advisor.take_in(workspace, files, progress))


def draw_demo(advisor: Advisor, workspace: str) -> None:
    """One click loads the invented hospital's documents and shows their analysis."""
    stages = advisor.samples()
    if not stages:
        return
    st.write("Or look at an example: the chest X-ray pilot of an invented hospital, in three stages.")
    for column, (name, files) in zip(st.columns(len(stages)), stages.items(), strict=True):
        label = f"{name} ({len(files)} {'file' if len(files) == 1 else 'files'})"
        if column.button(label, width="stretch", key=f"demo-{name}"):
            take_in(advisor, workspace, [(file.name, file.read_bytes()) for file in files])
