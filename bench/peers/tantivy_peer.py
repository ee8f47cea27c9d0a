"""tantivy by its Python package: whitespace-analysed streams, fast fields for facets (terms aggregations), BM25."""

import os
import shutil
from importlib import metadata

import tantivy

import common

name_of = {name: name.replace(".", "_") for name in common.STREAMS}


def dashed(day):
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" if day else ""


def schema():
    b = tantivy.SchemaBuilder()
    b.add_unsigned_field("number", fast=True)  # a plain page's id: fast fields of text cannot be read from Python
    b.add_text_field("unit", stored=True, tokenizer_name="raw")
    b.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="basic")  # for snippets alone: they need a field's own text
    b.add_unsigned_field("date", stored=True, indexed=True, fast=True)
    for field in name_of.values():
        b.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in common.FACETS:
        b.add_text_field(field, tokenizer_name="raw", fast=True, index_option="basic")
    return b.build()


def index(units, path):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    writer = tantivy.Index(schema(), path=path).writer(heap_size=512 << 20, num_threads=2)
    for number, u in enumerate(units):
        d = tantivy.Document()
        d.add_unsigned("number", number)
        d.add_text("unit", u["id"])
        d.add_text("text", u["text"])
        d.add_unsigned("date", int((u["date"] or "0").replace("-", "")))
        for name, words in u["streams"].items():
            d.add_text(name_of[name], words)
        for field, values in u["facets"].items():
            for value in values:
                d.add_text(field, value)
        writer.add_document(d)
    writer.commit()
    writer.wait_merging_threads()


def open_(path):
    s = schema()
    idx = tantivy.Index(s, path=path)
    idx.reload()
    searcher = idx.searcher()
    must, should, must_not = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
    Query = tantivy.Query

    def query(n):
        (kind, value), = n.items()
        if kind == "all":
            return Query.all_query()
        if kind == "none":
            return Query.empty_query()
        if kind == "term":
            return Query.term_query(s, name_of[value[0]], value[1])
        if kind == "phrase":
            return Query.phrase_query(s, name_of[value[0]], value[1:])
        if kind == "prefix":
            return Query.regex_query(s, name_of[value[0]], value[1] + ".*")
        if kind == "similar":  # the first letter is free here
            return Query.fuzzy_term_query(s, name_of[value[0]], value[1], 1, True, False)
        if kind == "near":
            raise common.Cannot("phrases with slop are no windows of words in any order")
        if kind == "or":
            return Query.boolean_query([(should, query(m)) for m in value])
        if kind == "and":
            return Query.boolean_query([(must_not, query(m["not"])) if "not" in m else (must, query(m)) for m in value])
        raise ValueError(kind)

    def filtered(words, filters):
        parts = [(must, words)]
        for f in filters:
            values = Query.boolean_query([(should, Query.term_query(s, f["field"], v)) for v in f["values"]])
            parts.append((must, Query.const_score_query(values, 0.0)))
        return Query.boolean_query(parts) if filters else words

    def counts(q, fields):
        wanted = {f: {"terms": {"field": f, "size": 10}} for f in fields}
        return {f: {b["key"]: b["doc_count"] for b in found["buckets"]} for f, found in searcher.aggregate(q, wanted).items()}

    def ask(q, full):
        words, filters = query(q["words"]), q.get("filters", [])
        wanted = filtered(words, filters)
        if q.get("newest"):
            found = searcher.search(wanted, common.SIZE, count=True, order_by_field="date", order=tantivy.Order.Desc)
        else:
            found = searcher.search(wanted, common.SIZE, count=True)
        answer = {"total": found.count}
        if not full:
            searcher.fast_field_values("number", [address for _, address in found.hits])
            return answer
        docs = [searcher.doc(address) for _, address in found.hits]
        answer["ids"] = [d["unit"][0] for d in docs]
        if q.get("newest"):
            answer["dates"] = [dashed(d["date"][0]) for d in docs]
        snippets = tantivy.SnippetGenerator.create(searcher, idx.parse_query_lenient(q["marks"], ["text"])[0], s, "text")
        for d in docs:
            snippets.snippet_from_doc(d).to_html()
        own = [f["field"] for f in filters]
        answer["facets"] = counts(wanted, [f for f in common.FACETS if f not in own])
        for field in own:
            answer["facets"].update(counts(filtered(words, [f for f in filters if f["field"] != field]), [field]))
        return answer

    return ask


common.run("tantivy", metadata.version("tantivy"), index, open_, note="two collectors, one for hits and one for facets: its Python package cannot join them; snippets by a field of English stems")
