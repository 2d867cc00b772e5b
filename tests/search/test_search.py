import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from advisor.errors import ModelError
from advisor.judging import Reader
from advisor.search import Encoder, MiniLM, SentenceTransformerEncoder, encoder_of, minilm, tokens
from advisor.search.encoder import MINILM_SHA256, packaged_folder, sha256_of
from advisor.search.fusion import fuse
from advisor.search.lexical import BM25, terms
from advisor.search.retriever import HybridRetriever
from advisor.search.store import MemoryVectors, best
from advisor.wiring import Advisor


def test_fusion_is_the_sum_of_reciprocal_ranks() -> None:
    found = fuse([(["a", "b"], 1.0), (["b", "c"], 0.5)], k=60)
    assert found == [
        ("b", pytest.approx(1 / 62 + 0.5 / 61)),
        ("a", pytest.approx(1 / 61)),
        ("c", pytest.approx(0.5 / 62)),
    ]


def test_fusion_breaks_ties_by_name() -> None:
    assert [name for name, _ in fuse([(["b"], 1.0), (["a"], 1.0)])] == ["a", "b"]


def test_terms_are_stemmed_content_words() -> None:
    assert terms("What are the costs of integrating 97.5% of systems?") == ["cost", "integr", "97.5%", "system"]


def test_bm25_scores_as_robertson_and_zaragoza_say() -> None:
    texts = ["cost integration cost", "owner", "integration budget plan"]
    lexical = BM25(texts)
    (best, score), *rest = lexical.nearest("cost", 3)
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    wanted = idf * 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / (7 / 3)))  # Lucene leaves out the constant factor k1 + 1
    assert (best, rest) == (0, [])
    assert score == pytest.approx(wanted, rel=1e-5)
    assert lexical.idf("cost") == pytest.approx(idf)
    assert lexical.nearest("nothing known", 3) == []


def test_bm25_of_nothing() -> None:
    assert BM25([]).nearest("cost", 3) == []
    assert BM25(["", "!"]).nearest("cost", 3) == []


def test_memory_vectors_are_exact() -> None:
    store = MemoryVectors()
    assert store.nearest(np.ones((1, 2), np.float32), 3) == [[]]
    store.add(["x", "y"], np.array([[1, 0], [0, 1]], np.float32))
    store.add(["z"], np.array([[0.6, 0.8]], np.float32))
    assert [name for name, _ in store.nearest(np.array([[0, 1]], np.float32), 2)[0]] == ["y", "z"]
    assert set(store.get(["x", "nobody"])) == {"x"}


@pytest.mark.parametrize(
    "encoder", [MiniLM(), SentenceTransformerEncoder()], ids=lambda encoder: type(encoder).__name__
)
def test_the_packaged_model_is_the_official_one(encoder: Encoder) -> None:
    assert encoder.name == "all-MiniLM-L6-v2"
    assert encoder.sha256 == MINILM_SHA256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    vectors = encoder.encode(["The sponsor signed.", "A long text " * 200])
    assert vectors.shape == (2, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_model_of_another_hash_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr("advisor.search.encoder.packaged_folder", lambda: tmp_path)
    for encoder in (MiniLM(), SentenceTransformerEncoder()):
        with pytest.raises(ModelError, match="not the official file's; reinstall"):
            encoder.encode(["x"])
    with pytest.raises(ModelError, match="missing"):
        sha256_of(tmp_path / "none")


def test_a_tokenizer_of_another_hash_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tokenizer.json").write_bytes(b"something else")
    monkeypatch.setattr(tokens, "packaged_folder", lambda: tmp_path)
    monkeypatch.setattr(tokens, "_loaded", [])
    with pytest.raises(ModelError, match=r"tokenizer\.json of the packaged MiniLM is not the official file; reinstall"):
        MiniLM().encode(["x"])


TEXTS = [
    "",
    "Yes",
    "The sponsor signed.",
    "A long text " * 300,
    "Ünïcode — dashes, 日本語",
    *(f"word {n} " * n for n in range(40)),
]


def test_the_shipped_encoder_gives_the_vectors_of_the_reference() -> None:
    ours = MiniLM().encode(TEXTS)
    assert (ours * SentenceTransformerEncoder().encode(TEXTS)).sum(axis=1).min() > 0.9999  # it may be half as precise
    assert MiniLM().encode([]).shape == (0, 384)


def test_without_bfloat16_the_encoder_computes_in_full_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "_BF16", "what no processor has")
    encoder = MiniLM()
    assert encoder.precision == "f32"
    assert (encoder.encode(TEXTS) * SentenceTransformerEncoder().encode(TEXTS)).sum(axis=1).min() > 0.99999


def test_what_a_text_gives_does_not_hang_on_what_else_is_encoded() -> None:
    encoder = MiniLM()
    ours = encoder.encode(TEXTS)
    others = [
        np.vstack([encoder.encode([text]) for text in TEXTS]),
        MiniLM().encode(TEXTS[::-1])[::-1],
        encoder.encode([text for text in TEXTS for _ in range(20)])[::20],  # in batches of one length
    ]
    with ThreadPoolExecutor(4) as pool:
        others += pool.map(encoder.encode, [TEXTS] * 4)
    assert max(np.abs(found - ours).max() for found in others) < 1e-6


def test_word_pieces_are_those_of_the_reference() -> None:
    reference = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
    reference.no_truncation()
    reference.no_padding()
    for text, ids in zip(TEXTS, tokens.pieces(TEXTS), strict=True):
        assert [tokens.FIRST, *ids, tokens.END] == reference.encode(text).ids


def test_a_pair_of_texts_of_any_length_is_read() -> None:
    reader = Reader()
    shares = reader.shares(
        [("short", "long " * 500), ("long " * 500, "short"), ("long " * 500, "long " * 500), ("", "")]
    )
    assert shares.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(reader.shares([("short", "long " * 500)]), reader.shares([("short", "long " * 700)]))


def test_the_best_are_those_of_a_stable_sort() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.1, 0.9, 0.5], np.float32)
    for k in range(8):
        assert list(best(scores, k)) == [1, 4, 0, 2, 5, 3][:k]


def test_the_setting_names_the_encoder(tmp_path: Path) -> None:
    assert isinstance(encoder_of(""), MiniLM)
    assert isinstance(encoder_of(str(tmp_path)), SentenceTransformerEncoder)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ADVISOR_EMBEDDING_MODEL"):
        SentenceTransformerEncoder(str(tmp_path / "nothing")).encode(["x"])


def test_hits_name_why_they_were_found(advisor: Advisor) -> None:
    hits = advisor.search.hits(["How much more does production cost than the pilot?"], 5)
    assert len(hits) == 5
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    assert hits[0].passage.section in {"engineering#qa", "engineering#tldr", "engineering#cost-reality"}
    assert hits[0].similarity > 0.5
    assert hits[0].lexical > 0


def test_search_without_a_known_word_still_finds(advisor: Advisor) -> None:
    assert advisor.search.hits(["zzzz qqqq"], 3)


def test_the_retriever_is_langchains(advisor: Advisor) -> None:
    found = HybridRetriever(search=advisor.search, k=3).invoke("Who owns the tool after go-live?")
    assert len(found) == 3
    document = advisor.search.documents[found[0].metadata["source"]]
    text = document.pages[0].text
    assert text[found[0].metadata["start"] : found[0].metadata["end"]] == found[0].page_content


def test_every_passage_stands_in_its_file(advisor: Advisor) -> None:
    for passage in advisor.search.passages.values():
        text = advisor.search.documents[passage.document].page(passage.page).text
        assert passage.span.of(text) == passage.text
