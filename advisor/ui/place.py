"""Which workspace a browser is in: its id stands in the address, so that a reload or a bookmark finds it."""

import re
import secrets
from threading import Lock

import streamlit as st

from advisor.assessment import Assessment
from advisor.ui.startup import startup
from advisor.wiring import Advisor

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def workspace_id() -> str:
    """The id in the address; else that of the page before; else a new one."""
    given = st.query_params.get("c", "")
    if not _ID.fullmatch(given):
        given = st.session_state.get("workspace", "") or secrets.token_urlsafe(18)
        st.query_params["c"] = given
    if st.session_state.get("workspace") != given:
        st.session_state.update(workspace=given, waiting=[], turns_lock=Lock(), cited=None, focus=None, opened=None)
    return given


def new_workspace() -> None:
    """Begin anew; the old workspace stays at its address."""
    st.query_params["c"] = secrets.token_urlsafe(18)


def started_page(title: str) -> tuple[Advisor, str] | None:
    """The title, then the advisor and the workspace of a page that needs records alone; None without records."""
    st.title(title, anchor=False)
    started, name = startup(), workspace_id()
    started.wait_for_records()
    if not started.state.records:
        st.error("The records cannot be opened. The Chat page says why.")
        return None
    return started.advisor, name


def assessed_page(title: str, nothing: str) -> tuple[Advisor, str, Assessment] | None:
    """As `started_page`, with the assessment; `nothing` is shown, and None returned, where nothing is recorded."""
    found = started_page(title)
    if found is None:
        return None
    advisor, name = found
    assessment = advisor.assessment(name)
    if not any(finding.settled for finding in assessment.findings.values()):
        st.write(nothing)
        return None
    return advisor, name, assessment
