package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The README states the limits of markup, archives and paragraphs as they are.
func TestLimitsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("%d MiB of memory |", pdfMemoryPages<<16>>20),
		fmt.Sprintf("%d levels, %d million elements |", maxHTMLDepth, maxHTMLNodes/1_000_000),
		fmt.Sprintf("%d levels, %d attributes an element, %d million tokens;", maxXMLDepth, maxXMLAttributes, maxXMLTokens/1_000_000),
		fmt.Sprintf("%d,000 entries, %d MiB expanded, %d MiB or %d times its size a part |", maxArchiveEntries/1000, maxArchiveBytes>>20, maxPartBytes>>20, maxArchiveRatio),
		fmt.Sprintf("each paragraph counted as %d bytes more", blockWeight),
	} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("README.md does not say %q", want)
		}
	}
}

// What is over the limit of a document ends in an error that says how long it is, in every format that can be as long.
func TestTooLong(t *testing.T) {
	short := strings.Repeat("<p>x</p>", DefaultMaxText/blockWeight)
	long := strings.Repeat("word ", DefaultMaxText/5+1)
	for name, data := range map[string]string{"paragraphs": "<html>" + short, "text": "<html><p>" + long, "plain": long} {
		_, err := Read(t.Context(), name, strings.NewReader(data), Limits{})
		if err == nil || !strings.Contains(err.Error(), "too long for one document") || !strings.Contains(err.Error(), "split the file") {
			t.Errorf("%s: error %v, want one that tells the length", name, err)
		}
	}
	c := Content{Blocks: []Block{{Kind: Text, Text: strings.Repeat("x", DefaultMaxText-blockWeight)}}}
	if err := c.Measure(); err != nil {
		t.Errorf("at the limit: %v", err)
	}
}
