"""From a request to passages, as LangChain documents."""

from __future__ import annotations

from assistant.revision.retrieval import PassageRetriever, comparable, hits_of, query_for
from tests.revision.drafts import TEXT, section
from tests.revision.shelf import Shelf


def test_the_query_holds_wish_heading_and_body() -> None:
    document, _, found = section("1.2")
    query = query_for(document, found, "写具体")
    assert query.split("\n") == [
        "写具体",
        "工作作风方面",
        "到村里走访少，对群众的困难了解不够，汛期值班有时靠电话了解情况。",
    ]


def test_a_long_section_does_not_make_a_long_query() -> None:
    document, _, found = section("1.2", TEXT.replace("到村里走访少", "到村里走访少" * 500))
    assert len(query_for(document, found, "写" * 5_000)) < 1_100


async def test_passages_come_as_documents_with_their_place() -> None:
    documents = await PassageRetriever(library=Shelf(), k=2).ainvoke("到村里走访少，群众的困难")
    assert [d.metadata["score"] for d in documents] == sorted(
        (d.metadata["score"] for d in documents), reverse=True
    )
    first = documents[0]
    assert first.page_content.startswith("到村组走访") and first.id == first.metadata["passage_id"]
    assert set(first.metadata) == {
        "passage_id", "report_id", "report_title", "origin", "kind", "role", "path", "start", "end", "score", "hit",
    }  # fmt: skip
    assert first.metadata["end"] - first.metadata["start"] == len(first.page_content)
    assert [h.rank for h in hits_of(documents)] == [1, 2]


async def test_the_role_is_preferred_and_not_required() -> None:
    texts = (("achievements", "走访群众"), ("problems", "走访群众"), ("causes", "学习"))
    document, _, found = section("1.2")
    hits = await comparable(Shelf(texts), document, found, "走访群众", k=3)
    assert found.role == "problems"
    assert [h.passage.role for h in hits] == ["problems", "achievements", "causes"]


async def test_openings_and_closings_come_after_what_the_section_is_about() -> None:
    texts = (("opening", "走访群众 走访不够"), ("achievements", "走访群众"), ("closing", "走访群众 走访"))
    document, _, found = section("1.2")
    hits = await comparable(Shelf(texts), document, found, "走访群众", k=3)
    assert hits[0].passage.role == "achievements" and len(hits) == 3
    asked = await PassageRetriever(library=Shelf(texts), k=3, role="opening").ainvoke("走访群众")
    assert asked[0].metadata["role"] == "opening"


async def test_the_draft_in_the_library_is_no_example_of_itself() -> None:
    document, _, found = section("1.2")
    body = document.text[found.body_start : found.body_end].strip()
    other_version = body.replace("有时", "常常")
    texts = (
        ("problems", body),
        ("problems", other_version),
        ("problems", "到村组走访不够经常，困难说不出三件。"),
    )
    hits = await comparable(Shelf(texts), document, found, "写具体", k=3)
    assert [hit.passage.text for hit in hits] == [texts[2][1]]


async def test_an_empty_query_searches_nothing() -> None:
    shelf = Shelf()
    assert await PassageRetriever(library=shelf).ainvoke("  ") == [] and shelf.asked == []


async def test_all_texts_together_are_bounded() -> None:
    long = tuple(("problems", f"走访{n}" * 200) for n in range(6))
    hits = hits_of(await PassageRetriever(library=Shelf(long), k=6, chars=1_300).ainvoke("走访"))
    assert len(hits) == 2
    assert len(hits_of(await PassageRetriever(library=Shelf(long), k=6, chars=10).ainvoke("走访"))) == 1


async def test_filters_are_passed_on() -> None:
    shelf = Shelf()
    await PassageRetriever(library=shelf, k=3, kind="plan", origin="own").ainvoke("走访")
    assert shelf.asked == [{"query": "走访", "k": 9, "role": None, "kind": "plan", "origin": "own"}]
