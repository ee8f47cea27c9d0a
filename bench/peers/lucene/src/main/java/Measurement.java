import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks queries and says how long they took, as measure.Run does in Go. */
final class Measurement {
  private final Asker asker;
  private final List<JsonObject> queries;
  private final boolean full;
  private final int rounds;
  private final double seconds;

  Measurement(Asker asker, List<JsonObject> queries, boolean full, int rounds, double seconds) {
    this.asker = asker;
    this.queries = queries;
    this.full = full;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** What asking query i once took, in milliseconds. */
  private record Sample(int query, double millis) {}

  Map<String, Object> run(int clients) throws Exception {
    List<List<Sample>> samples = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    List<Exception> errors = new ArrayList<>();
    double cpu = LucenePeer.cpuSeconds(), start = LucenePeer.now();
    for (int c = 0; c < clients; c++) {
      int offset = c * queries.size() / clients;
      List<Sample> mine = new ArrayList<>();
      samples.add(mine);
      Thread thread = new Thread(() -> {
        try {
          client(offset, start, mine);
        } catch (Exception e) {
          synchronized (errors) {
            errors.add(e);
          }
        }
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) thread.join();
    double elapsed = LucenePeer.now() - start, used = LucenePeer.cpuSeconds() - cpu;
    if (!errors.isEmpty()) throw errors.get(0);
    return summary(samples.stream().flatMap(List::stream).toList(), elapsed, used);
  }

  private void client(int offset, double start, List<Sample> samples) throws Exception {
    int n = queries.size();
    for (int k = 0; k < n * rounds; k++) {
      int i = (k + offset) % n;
      double begin = LucenePeer.now();
      if (k > 0 && begin - start > seconds) return;
      asker.ask(queries.get(i), full, false);
      samples.add(new Sample(i, (LucenePeer.now() - begin) * 1000));
    }
  }

  private Map<String, Object> summary(List<Sample> samples, double elapsed, double used) {
    double[] all = samples.stream().mapToDouble(Sample::millis).toArray();
    double[] medians = new double[queries.size()];
    for (int i = 0; i < medians.length; i++) {
      int query = i;
      medians[i] = percentile(samples.stream().filter(s -> s.query == query).mapToDouble(Sample::millis).toArray(), 0.5);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("p50", percentile(all, 0.5));
    row.put("p99", percentile(all, 0.99));
    row.put("mean", Arrays.stream(all).average().orElse(0));
    row.put("cpu", used * 1000 / all.length);
    row.put("per_second", all.length / elapsed);
    row.put("asked", all.length);
    row.put("medians", medians);
    return row;
  }

  /** The smallest time that the share p of them does not exceed; 0 of none. */
  private static double percentile(double[] times, double p) {
    if (times.length == 0) return 0;
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(p * sorted.length) - 1)];
  }
}
