"""What the harnesses of the peers share: the collection, the queries, timing, and the report.

A harness is called as `PEER.py FOLDER [--rounds N]`: it indexes FOLDER/units.jsonl, asks FOLDER/queries.jsonl, and writes
FOLDER/PEER.json: index seconds and bytes, and for each class and form the times and totals of its queries.
"""

import json
import os
import resource
import sys
import time

STREAMS = ["verbatim", "stem.en", "stem.fr", "stem.es", "stem.ru", "stem.ar", "stem.zh", "stem.de", "stem.und"]
FACETS = ["item", "resolution", "body", "type", "year", "lang"]
SIZE = 10


def units(folder):
    with open(os.path.join(folder, "units.jsonl"), encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def queries(folder):
    with open(os.path.join(folder, "queries.jsonl"), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(path) for name in names)


def run(name, folder, path, index, open_, limit=20.0):
    """index(units) writes an index at path; open_() gives ask(query, full) -> {"total", "ids", "facets"}.

    Classes whose queries together took more than limit seconds in a round are cut off, and say so.
    """
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 3
    start, cpu = time.perf_counter(), cpu_seconds()
    index(units(folder))
    report = {"name": name, "index_seconds": time.perf_counter() - start, "index_cpu": cpu_seconds() - cpu, "bytes": size(path), "rows": []}
    ask = open_()
    asked = queries(folder)
    for kind in dict.fromkeys(q["class"] for q in asked):
        of = [q for q in asked if q["class"] == kind]
        for full in (False, True):
            report["rows"].append(measure(ask, kind, of, full, rounds, limit))
            print(name, kind, "full" if full else "plain", report["rows"][-1]["p50"], flush=True)
    with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as out:
        json.dump(report, out)


def measure(ask, kind, of, full, rounds, limit):
    times, answers, cut = [], [], False
    spent = time.perf_counter()
    for q in of:  # warms up, and is compared
        answers.append(ask(q, full))
        if time.perf_counter() - spent > limit:
            cut = True
            break
    of = of[: len(answers)]
    cpu = cpu_seconds()
    for _ in range(rounds):
        for q in of:
            start = time.perf_counter()
            ask(q, full)
            times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() - spent > 2 * limit:
            break
    cpu = (cpu_seconds() - cpu) * 1000 / len(times)
    times.sort()
    at = lambda p: times[max(0, -int(-p * len(times) // 1) - 1)]
    return {"class": kind, "full": full, "p50": at(0.5), "p99": at(0.99), "mean": sum(times) / len(times), "cpu": cpu,
            "queries": len(of), "cut": cut, "answers": answers}


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
