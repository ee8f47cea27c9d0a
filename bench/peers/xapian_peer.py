"""Xapian by its Python binding: terms with a prefix for each stream, value slots for facets and dates, BM25."""

import os
import shutil

import xapian

import common

prefix = {name: "X" + chr(ord("A") + i) for i, name in enumerate(common.STREAMS)}
filter_prefix = {f: "Y" + chr(ord("A") + i) for i, f in enumerate(common.FACETS)}
slot = {f: i for i, f in enumerate(common.FACETS)}
DATE, UNIT = 20, 21
SEPARATOR = "\x1f"  # several values of a facet stand in one slot: Xapian counts slots whole


def index(units, path):
    shutil.rmtree(path, ignore_errors=True)
    os.environ["XAPIAN_FLUSH_THRESHOLD"] = "100000"  # units between commits; 10,000 where it is not set
    db = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE)
    for u in units:
        d = xapian.Document()
        d.set_data(u["id"] + "\n" + u["text"])
        d.add_value(DATE, u["date"])
        d.add_value(UNIT, u["id"])
        for name, words in u["streams"].items():
            for position, word in enumerate(words.split(" "), 1):
                if len(word) < 200:
                    d.add_posting(prefix[name] + word, position)
        for field, values in u["facets"].items():
            d.add_value(slot[field], SEPARATOR.join(values))
            for value in values:
                d.add_boolean_term(filter_prefix[field] + value)
        db.add_document(d)
    db.commit()
    db.close()
    xapian.Database(path).compact(path + ".compact")
    shutil.rmtree(path)
    os.rename(path + ".compact", path)


def open_(path):
    db = xapian.Database(path)
    Query = xapian.Query

    def query(n):
        (kind, value), = n.items()
        if kind == "all":
            return Query.MatchAll
        if kind == "none":
            return Query.MatchNothing
        if kind == "term":
            return Query(prefix[value[0]] + value[1])
        if kind == "phrase":
            return Query(Query.OP_PHRASE, [prefix[value[0]] + w for w in value[1:]], len(value) - 1)
        if kind == "prefix":
            return Query(Query.OP_WILDCARD, prefix[value[0]] + value[1], 0, Query.WILDCARD_LIMIT_ERROR, Query.OP_OR)
        if kind == "near":
            return Query(Query.OP_NEAR, [prefix[value[0]] + w for w in value[2]], len(value[2]) + value[1])
        if kind == "similar":
            raise common.Cannot("no similar spellings before Xapian 1.5")
        if kind == "or":
            return Query(Query.OP_OR, [query(m) for m in value])
        if kind == "and":
            q = Query(Query.OP_AND, [query(m) for m in value if "not" not in m])
            for m in value:
                if "not" in m:
                    q = Query(Query.OP_AND_NOT, q, query(m["not"]))
            return q
        raise ValueError(kind)

    english = xapian.Stem("en")
    nothing = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)

    def marker(words):
        """What snippets mark: they know only terms without a prefix and stems after a Z, which the streams have not."""
        enquire = xapian.Enquire(nothing)
        enquire.set_query(Query(Query.OP_OR, ["Z" + english(w.lower()).decode() for w in words.split()]))
        return enquire.get_mset(0, 0)

    def filtered(words, filters):
        for f in filters:
            words = Query(Query.OP_FILTER, words, Query(Query.OP_OR, [Query(filter_prefix[f["field"]] + v) for v in f["values"]]))
        return words

    def search(q, newest, size, facets, exact):
        enquire = xapian.Enquire(db)
        enquire.set_query(q)
        if newest:
            enquire.set_sort_by_value_then_relevance(DATE, True)
        spies = {}
        for f in facets:
            spies[f] = xapian.ValueCountMatchSpy(slot[f])
            enquire.add_matchspy(spies[f])
        return enquire.get_mset(0, size, db.get_doccount() if exact else 0), spies

    def counts(spy):
        found = {}
        for value in spy.values():
            for one in value.term.decode().split(SEPARATOR):
                if one:
                    found[one] = found.get(one, 0) + value.termfreq
        return dict(sorted(found.items(), key=lambda v: -v[1])[:10])

    def ask(q, full):
        words, filters = query(q["words"]), q.get("filters", [])
        wanted = filtered(words, filters)
        own = [f["field"] for f in filters]
        hits, spies = search(wanted, q.get("newest"), common.SIZE, [f for f in common.FACETS if f not in own] if full else [], True)
        answer = {"total": hits.get_matches_estimated()}
        if not full:
            for hit in hits:
                hit.document.get_value(UNIT)
            return answer
        answer["ids"], answer["dates"] = [], []
        marked = marker(q["marks"])
        for hit in hits:
            unit, _, text = hit.document.get_data().decode().partition("\n")
            answer["ids"].append(unit)
            if q.get("newest"):
                answer["dates"].append(hit.document.get_value(DATE).decode())
            marked.snippet(text, 200, english)
        answer["facets"] = {f: counts(spy) for f, spy in spies.items()}
        for field in own:
            _, wide = search(filtered(words, [f for f in filters if f["field"] != field]), False, 0, [field], True)
            answer["facets"][field] = counts(wide[field])
        return answer

    return ask


common.run("xapian", xapian.version_string(), index, open_)
