import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.Version;

/**
 * Measures Lucene. `LucenePeer index FOLDER` indexes FOLDER/units.jsonl, `LucenePeer ask FOLDER` asks FOLDER/queries.jsonl; see common.py, of
 * which this is the like.
 */
public final class LucenePeer {
  static final int SIZE = 10;
  static final String MIXED = "mixed";
  static final Set<String> NOT_ALL_HAVE = Set.of("nearness", "fuzzy");
  /** How long all queries are asked before anything is measured: the virtual machine compiles what runs often. */
  static final double WARM_SECONDS = 20;

  final Path folder;
  final Map<String, String> options = new HashMap<>();

  public static void main(String[] args) throws Exception {
    LucenePeer peer = new LucenePeer(args);
    switch (args[0]) {
      case "index" -> peer.index();
      case "ask" -> peer.ask();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  LucenePeer(String[] args) {
    folder = Path.of(args[1]);
    for (int i = 2; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
  }

  double option(String name, double otherwise) {
    return Double.parseDouble(options.getOrDefault(name, String.valueOf(otherwise)));
  }

  static double cpuSeconds() {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  static double now() {
    return System.nanoTime() / 1e9;
  }

  static List<JsonObject> lines(Path file) throws IOException {
    List<JsonObject> all = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line; (line = in.readLine()) != null; ) all.add(JsonParser.parseString(line).getAsJsonObject());
    }
    return all;
  }

  /** The names of the facets that units may have. */
  List<String> facets() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonElement name : lines(folder.resolve("fields.json")).get(0).getAsJsonArray("facets")) names.add(name.getAsString());
    return names;
  }

  void write(String step, Object value) throws IOException {
    Files.writeString(folder.resolve("lucene." + step + ".json"), new Gson().toJson(value));
  }

  void index() throws Exception {
    double start = now(), cpu = cpuSeconds();
    Path path = folder.resolve("lucene");
    new Indexer(path, facets()).index(folder.resolve("units.jsonl"));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("seconds", now() - start);
    report.put("cpu", cpuSeconds() - cpu);
    report.put("bytes", size(path));
    report.put("version", version());
    write("index", report);
  }

  static String version() {
    return Version.LATEST + ", Java " + Runtime.version().feature();
  }

  static long size(Path path) throws IOException {
    long bytes = 0;
    try (var files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) bytes += Files.size(file);
    }
    return bytes;
  }

  void ask() throws Exception {
    List<JsonObject> queries = lines(folder.resolve("queries.jsonl"));
    double start = now();
    try (Asker asker = new Asker(folder.resolve("lucene"), facets())) {
      asker.ask(queries.get(0), false, false);
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("version", version());
      report.put("open_ms", (now() - start) * 1000);
      report.put("heap_mib", heapMiB());
      warm(asker, queries);
      List<Object> rows = new ArrayList<>();
      for (String kind : classes(queries)) {
        for (boolean full : new boolean[] {false, true}) rows.addAll(rowsOf(asker, kind, queries, full));
        System.out.println("lucene: " + kind + " done");
      }
      report.put("rows", rows);
      report.put("note", asker.note());
      memory(report);
      write("ask", report);
    }
  }

  Set<String> classes(List<JsonObject> queries) {
    Set<String> kinds = new LinkedHashSet<>();
    for (JsonObject q : queries) kinds.add(kind(q));
    kinds.add(MIXED);
    String wanted = options.getOrDefault("--classes", "");
    if (!wanted.isEmpty()) kinds.retainAll(Set.of(wanted.split(",")));
    return kinds;
  }

  static String kind(JsonObject q) {
    return q.get("class").getAsString();
  }

  void warm(Asker asker, List<JsonObject> queries) throws Exception {
    double until = now() + WARM_SECONDS;
    while (now() < until) {
      for (JsonObject q : queries) {
        try {
          if (now() < until) asker.warm(q);
        } catch (Cannot e) {
          // the class has no rows
        }
      }
      asker.choose();
    }
  }

  static List<JsonObject> ofClass(List<JsonObject> queries, String kind) {
    List<JsonObject> of = new ArrayList<>();
    for (JsonObject q : queries) {
      if (kind.equals(MIXED) ? !NOT_ALL_HAVE.contains(kind(q)) : kind(q).equals(kind)) of.add(q);
    }
    if (!kind.equals(MIXED)) return of;
    List<JsonObject> mixed = new ArrayList<>();
    for (int k = 0; k < of.size(); k++) mixed.add(of.get((int) (k * 7919L % of.size())));
    return mixed;
  }

  List<Object> rowsOf(Asker asker, String kind, List<JsonObject> queries, boolean full) throws Exception {
    List<JsonObject> of = ofClass(queries, kind);
    List<Object> answers = new ArrayList<>();
    List<Object> rows = new ArrayList<>();
    if (!kind.equals(MIXED)) {
      double start = now();
      try {
        for (JsonObject q : of) {
          answers.add(asker.ask(q, full, true));
          if (now() - start > option("--limit", 10)) break;
        }
      } catch (Cannot e) {
        rows.add(new LinkedHashMap<>(Map.of("class", kind, "full", full, "clients", 1, "cannot", e.getMessage())));
        return rows;
      }
      of = of.subList(0, answers.size());
    }
    int rounds = (int) option("--rounds", 10);
    double seconds = option("--seconds", 3);
    if (kind.equals(MIXED)) {
      rounds = Math.max(1, rounds / 4);
      seconds *= 3;
    }
    for (int clients = 1; clients <= 2; clients++) {
      Map<String, Object> row = new Measurement(asker, of, full, rounds, seconds).run(clients);
      row.put("class", kind);
      row.put("full", full);
      row.put("clients", clients);
      if (clients == 1) row.put("answers", answers);
      rows.add(row);
    }
    return rows;
  }

  static double heapMiB() {
    System.gc();
    return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / (double) (1 << 20);
  }

  static void memory(Map<String, Object> report) throws IOException {
    double mapped = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      String[] words = line.split("\\s+");
      switch (words[0]) {
        case "RssAnon:" -> report.put("own_mib", Double.parseDouble(words[1]) / 1024);
        case "RssFile:", "RssShmem:" -> mapped += Double.parseDouble(words[1]) / 1024;
        default -> {}
      }
    }
    report.put("mapped_mib", mapped);
  }
}
