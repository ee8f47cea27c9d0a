import java.io.IOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;

/**
 * Reads the stored texts of hits and marks the words of a query in them, as written and in English stems: the streams of the index are not
 * the text.
 */
final class Marker {
  private final UnifiedHighlighter highlighter;

  Marker(IndexSearcher searcher) {
    highlighter = UnifiedHighlighter.builder(searcher, new WordsAndStems()).withFieldMatcher(field -> true)
        .withBreakIterator(WholeBreakIterator::new).withMaxLength(Integer.MAX_VALUE - 1).build();
  }

  private static final class WordsAndStems extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream both = new KeywordRepeatFilter(new LowerCaseFilter(words));
      return new TokenStreamComponents(words, new RemoveDuplicatesTokenFilter(new SnowballFilter(both, "English")));
    }
  }

  /** The whole texts of the hits, in order, with marks. */
  String[] texts(Query query, TopDocs top) throws IOException {
    return highlighter.highlight("text", query, top, 1);
  }
}
