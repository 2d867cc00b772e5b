"""The product's search as a LangChain retriever, for chains and tools that expect one."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from advisor.search.search import HybridSearch


class HybridRetriever(BaseRetriever):
    """Hybrid search (vectors and BM25, fused by reciprocal rank) behind LangChain's interface.

    Each document's metadata names the passage, its source, section, page, span and score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: HybridSearch
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                page_content=hit.passage.text,
                id=hit.passage.id,
                metadata={
                    "source": hit.passage.document,
                    "title": hit.passage.title,
                    "section": hit.passage.section,
                    "page": hit.passage.page,
                    "start": hit.passage.span.start,
                    "end": hit.passage.span.end,
                    "score": hit.score,
                },
            )
            for hit in self.search.hits([query], self.k)
        ]
