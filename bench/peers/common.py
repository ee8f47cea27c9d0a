"""What the programs of the peers share: the collection, the queries, timing, and what they write.

Called as `PEER.py index FOLDER` a program indexes FOLDER/units.jsonl and writes FOLDER/PEER.index.json; called as `PEER.py ask FOLDER`
it asks FOLDER/queries.jsonl and writes FOLDER/PEER.ask.json. FOLDER/fields.json names what fields units have. The forms of what is read
are those of bench/exchange, of what is written those of bench/result.go.
"""

import argparse
import json
import multiprocessing
import os
import re
import resource
import time

SIZE = 10
MIXED = "mixed"
NOT_ALL_HAVE = ("nearness", "fuzzy")


class Cannot(Exception):
    """The engine has no such queries; the text says why."""


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=["index", "ask"])
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--limit", type=float, default=10)
    parser.add_argument("--classes", default="")
    return parser.parse_args()


def fields(folder):
    """The names of the streams and of the facets that units may have."""
    with open(os.path.join(folder, "fields.json"), encoding="utf-8") as file:
        found = json.load(file)
    return found["streams"], found["facets"]


ARGUMENTS = arguments()
STREAMS, FACETS = fields(ARGUMENTS.folder)


def run(name, version, index, open_, note=""):
    """index(units, path) writes an index at path; open_(path) gives ask(query, full) -> {"total", "ids", "dates", "facets"}."""
    path = os.path.join(ARGUMENTS.folder, name)
    if ARGUMENTS.step == "index":
        figures = index_once(index, path)
    else:
        figures = {"note": note, **ask_all(name, open_, path, ARGUMENTS)}
    with open(os.path.join(ARGUMENTS.folder, f"{name}.{ARGUMENTS.step}.json"), "w", encoding="utf-8") as out:
        json.dump({"version": version, **figures}, out, ensure_ascii=False)


def index_once(index, path):
    start, cpu = time.perf_counter(), cpu_seconds()
    index(lines(os.path.join(ARGUMENTS.folder, "units.jsonl")), path)
    return {"seconds": time.perf_counter() - start, "cpu": cpu_seconds() - cpu, "bytes": size(path)}


def ask_all(name, open_, path, args):
    queries = list(lines(os.path.join(args.folder, "queries.jsonl")))
    start = time.perf_counter()
    ask = open_(path)
    ask(queries[0], False)
    open_ms = (time.perf_counter() - start) * 1000
    clients = Clients(2, open_, path, queries, args)
    rows = []
    for kind in [*dict.fromkeys(q["class"] for q in queries), MIXED]:
        if args.classes and kind not in args.classes.split(","):
            continue
        for full in (False, True):
            rows.extend(rows_of(ask, clients, kind, queries, full, args))
        print(time.strftime("%H:%M:%S"), f"{name}: {kind} done", flush=True)
    clients.close()
    own, mapped = memory()
    return {"open_ms": open_ms, "own_mib": own, "mapped_mib": mapped, "rows": rows}


def lines(name):
    with open(name, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def of_class(queries, kind):
    """The queries of a class; of the mixed one, all that every engine has, in the order of result.go."""
    if kind != MIXED:
        return [q for q in queries if q["class"] == kind]
    all_have = [q for q in queries if q["class"] not in NOT_ALL_HAVE]
    return [all_have[k * 7919 % len(all_have)] for k in range(len(all_have))]


def rows_of(ask, clients, kind, queries, full, args):
    """The rows of a class in one form: one client, then two."""
    row = {"class": kind, "full": full}
    of = of_class(queries, kind)
    answers = None
    if kind != MIXED:
        try:
            answers = answers_of(ask, of, full, args.limit)
        except Cannot as why:
            return [{**row, "clients": 1, "cannot": str(why)}]
        of = of[: len(answers)]
    rounds, seconds = load(kind, args)
    one = measured(ask, of, full, rounds, seconds)
    if answers:
        one["answers"] = answers
    two = clients.measured(kind, len(of), full)
    return [{**row, "clients": 1, **one}, {**row, "clients": 2, **two}]


def load(kind, args):
    """Rounds and seconds of a class, as in child.go."""
    return (max(1, args.rounds // 4), 3 * args.seconds) if kind == MIXED else (args.rounds, args.seconds)


def answers_of(ask, of, full, limit):
    """Asks each query once, which also warms up; none after limit seconds."""
    answers, start = [], time.perf_counter()
    for q in of:
        answer = ask(q, full)
        if "facets" in answer:
            answer["facets"] = {f: {v: n for v, n in counts.items() if v is not None} for f, counts in answer["facets"].items()}
        answers.append(answer)
        if time.perf_counter() - start > limit:
            break
    return answers


def measured(ask, of, full, rounds, seconds, offset=0):
    n, times, by_query = len(of), [], [[] for _ in of]
    cpu, start = cpu_seconds(), time.perf_counter()
    for k in range(n * rounds):
        i = (k + offset) % n
        begin = time.perf_counter()
        if k and begin - start > seconds:
            break
        ask(of[i], full)
        took = (time.perf_counter() - begin) * 1000
        times.append(took)
        by_query[i].append(took)
    elapsed, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    return {
        "p50": percentile(times, 0.5), "p99": percentile(times, 0.99), "mean": sum(times) / len(times), "cpu": cpu * 1000 / len(times),
        "per_second": len(times) / elapsed, "asked": len(times), "medians": [percentile(t, 0.5) for t in by_query],
    }


def percentile(times, p):
    """The smallest time that the share p of them does not exceed; 0 of none."""
    return sorted(times)[max(0, -int(-p * len(times) // 1) - 1)] if times else 0


class Clients:
    """Processes that ask at the same time, for Python runs one thread at a time. Each opens the index; its files are in memory once."""

    def __init__(self, n, open_, path, queries, args):
        context = multiprocessing.get_context("fork")
        barrier = context.Barrier(n)
        self.pipes = []
        for number in range(n):
            mine, theirs = context.Pipe()
            process = context.Process(target=self.work, args=(number, n, barrier, theirs, open_, path, queries, args), daemon=True)
            process.start()
            theirs.close()  # so that its end is noticed
            self.pipes.append((mine, process))

    @staticmethod
    def work(number, n, barrier, pipe, open_, path, queries, args):
        ask = open_(path)
        while True:
            wanted = pipe.recv()
            if wanted is None:
                return
            kind, count, full = wanted
            of = of_class(queries, kind)[:count]
            ask(of[0], full)
            rounds, seconds = load(kind, args)
            barrier.wait()
            pipe.send(measured(ask, of, full, rounds, seconds, number * len(of) // n))

    def measured(self, *wanted):
        for pipe, _ in self.pipes:
            pipe.send(wanted)
        both = [pipe.recv() for pipe, _ in self.pipes]
        asked = sum(r["asked"] for r in both)
        mean = lambda key: sum(r[key] * r["asked"] for r in both) / asked
        return {"p50": mean("p50"), "p99": max(r["p99"] for r in both), "mean": mean("mean"), "cpu": mean("cpu"),
                "per_second": sum(r["per_second"] for r in both), "asked": asked, "medians": []}

    def close(self):
        for pipe, process in self.pipes:
            pipe.send(None)
            process.join()


def marked(text, words):
    """text with <b> around each word that begins as one of words does: for engines that cannot mark it."""
    if not words:
        return text
    beginnings = "|".join(re.escape(w[: max(4, len(w) - 2)]) for w in words.split())
    return re.sub(rf"\b(?:{beginnings})\w*", r"<b>\g<0></b>", text, flags=re.IGNORECASE)


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(path) for name in names)


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory():
    """MiB of this process that are resident: its own, and those of files."""
    own = mapped = 0.0
    with open("/proc/self/status", encoding="utf-8") as status:
        for line in status:
            name, _, value = line.partition(":")
            if name == "RssAnon":
                own = int(value.split()[0]) / 1024
            elif name in ("RssFile", "RssShmem"):
                mapped += int(value.split()[0]) / 1024
    return own, mapped
