package evaluate

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/language"
)

// languageScore counts the texts of one length.
type languageScore struct{ texts, right, sure, wrong int }

// textSizes are classes of texts by their words, or by what comes to as much in Chinese.
var textSizes = [...]struct {
	name  string
	words int
}{{"document", 0}, {"40 words and more", 40}, {"15 to 39 words", 15}, {"5 to 14 words", 5}, {"1 to 4 words", 1}}

// The least shares that language detection must reach: documents named right, and sure names that are wrong at most.
const (
	leastDocuments = 0.999
	mostWrong      = 0.002
)

// TestLanguage tells the language of resolutions and statements by their words alone: whole and paragraph by paragraph, each without
// the ones around it. "sure" are those that would be labelled against the document they stand in. Tables of words were counted in
// the other half of the files.
func TestLanguage(t *testing.T) {
	files, scores := readIndex(t), map[string]*languageScore{}
	add := func(size int, lang, text string) {
		for _, key := range []string{lang, "all"} {
			s := scores[textSizes[size].name+" "+key]
			if s == nil {
				s = &languageScore{}
				scores[textSizes[size].name+" "+key] = s
			}
			g := language.Detect(text)
			s.texts++
			if g.Lang == lang {
				s.right++
			}
			if g.Sure {
				s.sure++
				if g.Lang != lang {
					s.wrong++
					if key != "all" && s.wrong <= *aknShow {
						t.Logf("%s taken for %q: %.150s", lang, g.Lang, text)
					}
				}
			}
		}
	}
	for n, file := range corpustest.Files(t, aknArchive) {
		f, ok := files[file.Name]
		if !ok || n%2 == 0 || (n/2)%*aknEvery != 0 {
			continue
		}
		c, err := extract.Read(context.Background(), f.path, file, extract.Limits{})
		if err != nil {
			continue
		}
		var whole strings.Builder
		for _, b := range c.Blocks {
			fmt.Fprintln(&whole, b.Text)
			if size := textSize(b.Text, f.lang); b.Role == "" && size > 0 && b.Kind != extract.Note {
				add(size, f.lang, b.Text)
			}
		}
		add(0, f.lang, whole.String())
	}
	table := languageTable(scores)
	t.Logf("\n%s", table)
	if *aknEvery == 1 {
		golden(t, "testdata/language.txt", table)
	}
	for _, size := range textSizes {
		s := scores[size.name+" all"]
		if float64(s.wrong) > mostWrong*float64(s.texts) {
			t.Errorf("%s: %d of %d surely taken for another language, want at most %.3f", size.name, s.wrong, s.texts, mostWrong)
		}
	}
	if s := scores["document all"]; float64(s.right) < leastDocuments*float64(s.texts) && *aknEvery == 1 {
		t.Errorf("documents: %d right of %d, want at least %.3f", s.right, s.texts, leastDocuments)
	}
}

// textSize is the class of a text, 0 where it has no words.
func textSize(text, lang string) int {
	words := 0
	for w := range strings.FieldsSeq(text) {
		if squeeze(w) != "" {
			words++
		}
	}
	if lang == "zh" {
		words = len([]rune(squeeze(text))) / 2
	}
	for i, size := range textSizes[1:] {
		if words >= size.words {
			return i + 1
		}
	}
	return 0
}

func languageTable(scores map[string]*languageScore) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-18s %-4s %8s %8s %8s %8s\n", "", "", "texts", "right", "sure", "wrong")
	for _, size := range textSizes {
		for _, lang := range []string{"en", "fr", "es", "ru", "ar", "zh", "de", "all"} {
			if s := scores[size.name+" "+lang]; s != nil {
				fmt.Fprintf(&b, "%-18s %-4s %8d %8.4f %8.4f %8.5f\n", size.name, lang, s.texts, share(s.right, s.texts), share(s.sure, s.texts), share(s.wrong, s.texts))
			}
		}
	}
	return b.String()
}
