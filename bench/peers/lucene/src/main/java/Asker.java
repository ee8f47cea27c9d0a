import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.document.LongField;
import org.apache.lucene.facet.DrillDownQuery;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiCollectorManager;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.FSDirectory;

/** Answers queries. Safe for concurrent use once {@link #choose} has been called for the last time. */
final class Asker implements AutoCloseable {
  /** How many terms a word of similar spelling may stand for: enough for all of them, which totals need. */
  private static final int SIMILAR_TERMS = 1024;

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final List<String> facetNames;
  private final FacetsConfig config;
  private final SortedSetDocValuesReaderState state;
  private final Sort newest = new Sort(LongField.newSortField("date", true, SortedNumericSelector.Type.MAX), SortField.FIELD_DOC);
  private final Marker marker;
  private final Map<String, Ways> ways = new ConcurrentHashMap<>();

  /** A plain page has two ways: every hit scored and counted, or the best found with the others left out, and the total counted apart. */
  private static final class Ways {
    double joined, separate; // seconds, while warming up
    boolean apart;
  }

  Asker(Path path, List<String> facetNames) throws IOException {
    this.facetNames = facetNames;
    config = Indexer.facetsConfig(facetNames);
    reader = DirectoryReader.open(FSDirectory.open(path));
    searcher = new IndexSearcher(reader);
    marker = new Marker(searcher);
    state = new DefaultSortedSetDocValuesReaderState(reader, config);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Takes for each class the faster way of the last round of warming up; earlier ones are forgotten, for the code is not compiled then. */
  void choose() {
    for (Ways w : ways.values()) {
      w.apart = w.separate < w.joined;
      w.joined = w.separate = 0;
    }
  }

  String note() {
    List<String> apart = new ArrayList<>();
    ways.forEach((kind, w) -> {
      if (w.apart) apart.add(kind);
    });
    return "one segment; plain pages by the faster of two ways: totals counted apart in " + String.join(", ", apart.stream().sorted().toList());
  }

  /** Answers a query; what is compared is filled in only where it is wanted. */
  Map<String, Object> ask(JsonObject q, boolean full, boolean wanted) throws IOException {
    Query words = query(q.getAsJsonObject("words"));
    boolean byDate = q.has("newest");
    return full ? page(q, words, byDate, wanted) : plain(q, words, byDate, wanted);
  }

  private Map<String, Object> plain(JsonObject q, Query words, boolean byDate, boolean wanted) throws IOException {
    Ways w = ways.computeIfAbsent(LucenePeer.kind(q), k -> new Ways());
    long total = plain(narrowed(words, q, null), byDate, w.apart);
    return wanted ? new LinkedHashMap<>(Map.of("total", total)) : null;
  }

  /** The total; the ids of the best are found, too. */
  private long plain(Query narrowed, boolean byDate, boolean apart) throws IOException {
    TopDocs top = searcher.search(narrowed, top(byDate, apart ? 1 : Integer.MAX_VALUE));
    for (ScoreDoc hit : top.scoreDocs) id(hit.doc);
    return apart ? searcher.count(narrowed) : top.totalHits.value();
  }

  /** The id of a unit, from a column. */
  private String id(int doc) throws IOException {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
    BinaryDocValues ids = leaf.reader().getBinaryDocValues("unit");
    return ids.advanceExact(doc - leaf.docBase) ? ids.binaryValue().utf8ToString() : "";
  }

  /** Answers a query in both forms, a plain page in both ways. */
  void warm(JsonObject q) throws IOException {
    Query narrowed = narrowed(query(q.getAsJsonObject("words")), q, null);
    Ways w = ways.computeIfAbsent(LucenePeer.kind(q), k -> new Ways());
    double start = LucenePeer.now();
    plain(narrowed, q.has("newest"), false);
    double between = LucenePeer.now();
    plain(narrowed, q.has("newest"), true);
    w.joined += between - start;
    w.separate += LucenePeer.now() - between;
    ask(q, true, false);
  }

  private CollectorManager<?, ? extends TopDocs> top(boolean byDate, int threshold) {
    return byDate ? new TopFieldCollectorManager(newest, LucenePeer.SIZE, threshold) : new TopScoreDocCollectorManager(LucenePeer.SIZE, threshold);
  }

  private Map<String, Object> page(JsonObject q, Query words, boolean byDate, boolean wanted) throws IOException {
    Query narrowed = narrowed(words, q, null);
    TopDocs top;
    Facets facets;
    if (narrowed instanceof MatchAllDocsQuery) {
      top = searcher.search(narrowed, top(byDate, 1));
      top = new TopDocs(new org.apache.lucene.search.TotalHits(searcher.count(narrowed), org.apache.lucene.search.TotalHits.Relation.EQUAL_TO), top.scoreDocs);
      facets = new SortedSetDocValuesFacetCounts(state);
    } else {
      Object[] found = searcher.search(narrowed, new MultiCollectorManager(top(byDate, Integer.MAX_VALUE), new FacetsCollectorManager()));
      top = (TopDocs) found[0];
      facets = new SortedSetDocValuesFacetCounts(state, (FacetsCollector) found[1]);
    }
    Map<String, Facets> own = new LinkedHashMap<>();
    for (JsonElement f : filters(q)) {
      String field = f.getAsJsonObject().get("field").getAsString();
      own.put(field, new SortedSetDocValuesFacetCounts(state, searcher.search(narrowed(words, q, field), new FacetsCollectorManager())));
    }
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    for (String facet : facetNames) counts.put(facet, values(own.getOrDefault(facet, facets), facet));
    String[] texts = marker.texts(words, top);
    List<String> ids = new ArrayList<>(), dates = new ArrayList<>();
    for (ScoreDoc hit : top.scoreDocs) {
      ids.add(id(hit.doc));
      if (byDate) dates.add(dashed(((Number) ((FieldDoc) hit).fields[0]).longValue()));
    }
    return wanted ? new LinkedHashMap<>(Map.of("total", top.totalHits.value(), "ids", ids, "dates", dates, "texts", texts.length, "facets", counts)) : null;
  }

  private static String dashed(long day) {
    return day == 0 ? "" : String.format("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
  }

  private static Map<String, Integer> values(Facets facets, String field) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    FacetResult found = facets.getTopChildren(10, field);
    if (found != null) {
      for (LabelAndValue v : found.labelValues) counts.put(v.label, v.value.intValue());
    }
    return counts;
  }

  private static JsonArray filters(JsonObject q) {
    return q.has("filters") ? q.getAsJsonArray("filters") : new JsonArray();
  }

  /** A query under all filters but that on a field. */
  private Query narrowed(Query words, JsonObject q, String without) {
    BooleanQuery.Builder all = new BooleanQuery.Builder().add(words, BooleanClause.Occur.MUST);
    int filters = 0;
    for (JsonElement f : filters(q)) {
      String field = f.getAsJsonObject().get("field").getAsString();
      if (field.equals(without)) continue;
      BooleanQuery.Builder values = new BooleanQuery.Builder();
      for (JsonElement v : f.getAsJsonObject().getAsJsonArray("values")) {
        Term term = DrillDownQuery.term(config.getDimConfig(field).indexFieldName, field, v.getAsString());
        values.add(new TermQuery(term), BooleanClause.Occur.SHOULD);
      }
      all.add(values.build(), BooleanClause.Occur.FILTER);
      filters++;
    }
    return filters == 0 ? words : all.build();
  }

  private static Query query(JsonObject node) {
    String kind = node.keySet().iterator().next();
    JsonElement value = node.get(kind);
    return switch (kind) {
      case "all" -> MatchAllDocsQuery.INSTANCE;
      case "none" -> MatchNoDocsQuery.INSTANCE;
      case "term" -> new TermQuery(new Term(text(value, 0), text(value, 1)));
      case "prefix" -> new PrefixQuery(new Term(text(value, 0), text(value, 1)));
      case "phrase" -> phrase(value.getAsJsonArray());
      case "near" -> near(value.getAsJsonArray());
      case "similar" -> new FuzzyQuery(new Term(text(value, 0), text(value, 1)), 1, 1, SIMILAR_TERMS, true);
      case "or" -> or(value.getAsJsonArray());
      case "and" -> and(value.getAsJsonArray());
      default -> throw new Cannot("no query " + kind);
    };
  }

  private static String text(JsonElement values, int i) {
    return values.getAsJsonArray().get(i).getAsString();
  }

  private static Query phrase(JsonArray words) {
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    for (int i = 1; i < words.size(); i++) phrase.add(new Term(text(words, 0), text(words, i)));
    return phrase.build();
  }

  private static Query near(JsonArray given) {
    List<IntervalsSource> words = new ArrayList<>();
    for (JsonElement word : given.get(2).getAsJsonArray()) words.add(Intervals.term(word.getAsString()));
    IntervalsSource together = Intervals.unordered(words.toArray(IntervalsSource[]::new));
    return new IntervalQuery(text(given, 0), Intervals.maxwidth(words.size() + given.get(1).getAsInt(), together));
  }

  private static Query or(JsonArray nodes) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (JsonElement n : nodes) any.add(query(n.getAsJsonObject()), BooleanClause.Occur.SHOULD);
    return any.build();
  }

  private static Query and(JsonArray nodes) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (JsonElement n : nodes) {
      JsonObject node = n.getAsJsonObject();
      if (node.has("not")) {
        all.add(query(node.getAsJsonObject("not")), BooleanClause.Occur.MUST_NOT);
      } else {
        all.add(query(node), BooleanClause.Occur.MUST);
      }
    }
    return all.build();
  }
}
