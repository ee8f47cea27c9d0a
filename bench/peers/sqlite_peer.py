"""SQLite FTS5, as its documentation shows: an external content table, bm25(), highlight(), facets by GROUP BY."""

import os
import sqlite3

import common

columns = {name: name.replace(".", "_") for name in common.STREAMS}
single = ["body", "type", "year", "lang"]
multiple = ["item", "resolution"]


def index(units, path):
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.remove(path + end)
    db = sqlite3.connect(path)
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "CREATE TABLE units(id INTEGER PRIMARY KEY, unit TEXT, text TEXT, date TEXT, " + ", ".join(single) + ");"
        + "".join(f"CREATE TABLE {f}(unit INTEGER, value TEXT);" for f in multiple)
        + "CREATE VIRTUAL TABLE words USING fts5(" + ", ".join(columns.values())
        + ", content='', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\");"
    )
    batch, streams, values = [], [], {f: [] for f in multiple}
    insert = "INSERT INTO units VALUES(" + ",".join("?" * (4 + len(single))) + ")"
    into_words = "INSERT INTO words(rowid, " + ", ".join(columns.values()) + ") VALUES(" + ",".join("?" * (1 + len(columns))) + ")"

    def write():
        db.executemany(insert, batch)
        db.executemany(into_words, streams)
        for f in multiple:
            db.executemany(f"INSERT INTO {f} VALUES(?, ?)", values[f])
            values[f].clear()
        db.commit()
        batch.clear()
        streams.clear()

    for n, u in enumerate(units, 1):
        facets = u["facets"]
        batch.append((n, u["id"], u["text"], u["date"], *((facets.get(f) or [None])[0] for f in single)))
        streams.append((n, *(u["streams"].get(name, "") for name in columns)))
        for f in multiple:
            values[f].extend((n, v) for v in facets.get(f, ()))
        if len(batch) == 10_000:
            write()
    write()
    for f in multiple:
        db.execute(f"CREATE INDEX {f}_unit ON {f}(unit)")
    db.commit()
    db.close()


def match(n):
    """A plan as an FTS5 query; "" for everything."""
    (kind, value), = n.items()
    if kind == "all":
        return ""
    if kind == "none":
        return 'verbatim : "\u0001"'
    if kind == "term":
        return columns[value[0]] + ' : "' + value[1] + '"'
    if kind == "phrase":
        return columns[value[0]] + ' : "' + " ".join(value[1:]) + '"'
    if kind == "prefix":
        return columns[value[0]] + ' : "' + value[1] + '" *'
    if kind == "near":  # words between the first and the last one
        return columns[value[0]] + " : NEAR(" + " ".join(f'"{w}"' for w in value[2]) + f", {value[1] + len(value[2]) - 2})"
    if kind == "similar":
        raise common.Cannot("no similar spellings")
    if kind == "or":
        return "(" + " OR ".join(match(m) for m in value) + ")"
    if kind == "and":
        wanted = [match(m) for m in value if "not" not in m]
        words = "(" + " AND ".join(wanted) + ")"
        for m in value:
            if "not" in m:
                words = "(" + words + " NOT " + match(m["not"]) + ")"
        return words
    raise ValueError(kind)


def open_(path):
    db = sqlite3.connect(path)
    db.executescript("PRAGMA cache_size=-1000000; PRAGMA mmap_size=8000000000; PRAGMA temp_store=MEMORY;")

    def ask(q, full):
        words = match(q["words"])
        source, where, args = "units u", [], []
        if words:
            source = "words w JOIN units u ON u.id = w.rowid"
            where.append("words MATCH ?")
            args.append(words)
        filters = {}
        for f in q.get("filters", ()):
            filters[f["field"]] = (f"u.{f['field']} IN ({','.join('?' * len(f['values']))})", f["values"])

        def clause(without=None):
            parts, values = list(where), list(args)
            for field, (sql, given) in filters.items():
                if field != without:
                    parts.append(sql)
                    values.extend(given)
            return (" WHERE " + " AND ".join(parts) if parts else ""), values

        sql, values = clause()
        order = "u.date DESC, u.id" if q.get("newest") else ("bm25(words), u.id" if words else "u.id")
        total = db.execute(f"SELECT count(*) FROM {source}{sql}", values).fetchone()[0]
        rows = db.execute(f"SELECT u.id, u.unit{', u.text, u.date' if full else ''} FROM {source}{sql} ORDER BY {order} LIMIT {common.SIZE}", values).fetchall()
        answer = {"total": total}
        if full:
            for row in rows:
                common.marked(row[2], q["marks"])
            answer["ids"] = [row[1] for row in rows]
            if q.get("newest"):
                answer["dates"] = [row[3] for row in rows]
            answer["facets"] = facets = {}
            db.execute("DROP TABLE IF EXISTS temp.found")
            db.execute(f"CREATE TEMP TABLE found AS SELECT u.id AS id FROM {source}{sql}", values)
            for f in common.FACETS:
                if f in filters:
                    wide, given = clause(f)
                    facets[f] = dict(db.execute(f"SELECT u.{f}, count(*) n FROM {source}{wide} GROUP BY 1 HAVING u.{f} NOT NULL ORDER BY n DESC LIMIT 10", given))
                elif f in multiple:
                    facets[f] = dict(db.execute(f"SELECT value, count(*) n FROM found JOIN {f} ON {f}.unit = found.id GROUP BY 1 ORDER BY n DESC LIMIT 10"))
                else:
                    facets[f] = dict(db.execute(f"SELECT u.{f}, count(*) n FROM found JOIN units u USING(id) GROUP BY 1 HAVING u.{f} NOT NULL ORDER BY n DESC LIMIT 10"))
        return answer

    return ask


common.run("sqlite", sqlite3.sqlite_version, index, open_, note="marks are set by the harness, for a table without its text has none")
