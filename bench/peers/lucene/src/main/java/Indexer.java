import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** Writes units into an index of one segment: streams of words divided by blanks, facets in doc values, the text stored. */
final class Indexer {
  private static final int THREADS = 2;
  private static final String END = "";
  private final Path path;
  private final FacetsConfig facets;

  Indexer(Path path, List<String> facets) {
    this.path = path;
    this.facets = facetsConfig(facets);
  }

  static FacetsConfig facetsConfig(List<String> facets) {
    FacetsConfig config = new FacetsConfig();
    for (String facet : facets) config.setMultiValued(facet, true);
    return config;
  }

  void index(Path units) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE).setRAMBufferSizeMB(512);
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(path), config); var pool = Executors.newFixedThreadPool(THREADS)) {
      BlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);
      List<Future<Void>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) workers.add(pool.submit((Callable<Void>) () -> add(lines, writer)));
      try (BufferedReader in = Files.newBufferedReader(units)) {
        for (String line; (line = in.readLine()) != null; ) lines.put(line);
      }
      for (int i = 0; i < THREADS; i++) lines.put(END);
      for (Future<Void> worker : workers) worker.get();
      writer.forceMerge(1);
      writer.commit();
    }
  }

  private Void add(BlockingQueue<String> lines, IndexWriter writer) throws Exception {
    for (String line; !(line = lines.take()).equals(END); ) {
      writer.addDocument(facets.build(document(JsonParser.parseString(line).getAsJsonObject())));
    }
    return null;
  }

  private static Document document(JsonObject unit) throws IOException {
    Document d = new Document();
    d.add(new BinaryDocValuesField("unit", new BytesRef(unit.get("id").getAsString())));
    d.add(new StoredField("text", unit.get("text").getAsString()));
    String date = unit.get("date").getAsString();
    d.add(new LongField("date", date.isEmpty() ? 0 : Long.parseLong(date.replace("-", "")), Field.Store.YES));
    for (Map.Entry<String, JsonElement> stream : unit.getAsJsonObject("streams").entrySet()) {
      d.add(new TextField(stream.getKey(), stream.getValue().getAsString(), Field.Store.NO));
    }
    for (Map.Entry<String, JsonElement> facet : unit.getAsJsonObject("facets").entrySet()) {
      for (JsonElement value : facet.getValue().getAsJsonArray()) d.add(new SortedSetDocValuesFacetField(facet.getKey(), value.getAsString()));
    }
    return d;
  }
}
