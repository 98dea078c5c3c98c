"""The spaCy pipeline for notebooks cuts as an audit does."""

from __future__ import annotations

from auditor.corpus import REPORTS
from auditor.nlp import tokenizer_of
from auditor.resources import PACK, rules_folder
from auditor.vocabulary import load_vocabulary


def test_docs_have_the_tokens_of_an_audit() -> None:
    from auditor.pipeline import build_pipeline, tokens_of

    vocabulary = load_vocabulary(rules_folder() / PACK / "claims.toml")
    pipeline, tokenize = build_pipeline(vocabulary), tokenizer_of(vocabulary)
    seen = 0
    for path in sorted(REPORTS.glob("*.txt"))[:8]:
        for line in path.read_text(encoding="utf-8").splitlines():
            doc, tokens = pipeline(line), tokenize(line)
            assert tokens_of(doc) == tokens
            assert [(token.idx, token.text) for token in doc] == [(token.span.start, token.text) for token in tokens]
            assert doc.text == line
            seen += len(tokens)
    assert seen > 5_000


def test_terms_and_quantities_are_whole() -> None:
    from auditor.pipeline import build_pipeline, tokens_of

    doc = build_pipeline(load_vocabulary(rules_folder() / PACK / "claims.toml"))(
        "全年收取费用1,234.56万元，予以公开12件"
    )
    assert [token.text for token in doc] == ["全年", "收取费用", "1,234.56万元", "，", "予以公开", "12件"]
    tokens = tokens_of(doc)
    assert [token.text for token in tokens if token.quantity is not None] == ["1,234.56万元", "12件"]
    assert [meaning.key for token in tokens if token.text == "予以公开" for meaning in token.meanings] == ["granted"]
