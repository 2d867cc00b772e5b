"""Which workspace a browser is in: its id stands in the address, so that a reload or a bookmark finds it."""

import re
import secrets
from threading import Lock

import streamlit as st

from advisor.ui.startup import Startup, startup

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


def ready() -> tuple[Startup, str] | None:
    """The started advisor and the workspace, for a page that needs records alone; None where they cannot be read."""
    started, name = startup(), workspace_id()
    started.wait_for_records()
    if not started.state.records:
        st.error("The records cannot be opened. The Chat page says why.")
        return None
    return started, name
