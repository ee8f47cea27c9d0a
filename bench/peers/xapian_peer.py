"""Xapian by its Python binding: terms with a prefix for each stream, value slots for facets and dates, BM25."""

import os
import shutil
import sys

import xapian

import common

folder = sys.argv[1]
path = os.path.join(folder, "xapian")
prefix = {name: "X" + chr(ord("A") + i) for i, name in enumerate(common.STREAMS)}
filter_prefix = {f: "Y" + chr(ord("A") + i) for i, f in enumerate(common.FACETS)}
slot = {f: i for i, f in enumerate(common.FACETS)}
DATE = 20
SEPARATOR = "\x1f"  # several values of a facet stand in one slot: Xapian counts slots whole


def index(units):
    shutil.rmtree(path, ignore_errors=True)
    db = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE)
    for u in units:
        d = xapian.Document()
        d.set_data(u["id"] + "\n" + u["text"])
        d.add_value(DATE, u["date"])
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


def open_():
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
        if kind == "or":
            return Query(Query.OP_OR, [query(m) for m in value])
        if kind == "and":
            q = Query(Query.OP_AND, [query(m) for m in value if "not" not in m])
            for m in value:
                if "not" in m:
                    q = Query(Query.OP_AND_NOT, q, query(m["not"]))
            return q
        raise ValueError(kind)

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
            return answer
        answer["ids"] = []
        for hit in hits:
            unit, _, text = hit.document.get_data().decode().partition("\n")
            answer["ids"].append(unit)
            hits.snippet(text)
        answer["facets"] = {f: counts(spy) for f, spy in spies.items()}
        for field in own:
            _, wide = search(filtered(words, [f for f in filters if f["field"] != field]), False, 0, [field], True)
            answer["facets"][field] = counts(wide[field])
        return answer

    return ask


common.run("xapian", folder, path, index, open_)
