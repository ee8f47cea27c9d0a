import java.io.IOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/** Marks the words of a query in a stored text, whole words and English stems: the streams of the index are not the text. */
final class Marker {
  private final UnifiedHighlighter highlighter = UnifiedHighlighter.builderWithoutSearcher(new Analyzer() {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream both = new KeywordRepeatFilter(new LowerCaseFilter(words));
      return new TokenStreamComponents(words, new RemoveDuplicatesTokenFilter(new SnowballFilter(both, "English")));
    }
  }).withFieldMatcher(field -> true).build();

  Object mark(Query query, String text) throws IOException {
    return highlighter.highlightWithoutSearcher("text", query, text, 1);
  }
}
