package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index"
)

// runSummary is what a run of "plenary index" ends with.
type runSummary struct {
	index.Summary
	PeakMemory  int64 `json:"peak_memory_bytes"`  // of this process, 0 where the system does not say
	PeakReaders int64 `json:"peak_readers_bytes"` // of the largest child process that read documents, 0 where the system does not say
}

// fullReport is the file of --report.
type fullReport struct {
	runSummary
	Sources []index.SourceReport `json:"source_reports"`
}

func writeReport(name string, summary runSummary, sources []index.SourceReport) error {
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	encoder := json.NewEncoder(f)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := errors.Join(encoder.Encode(fullReport{summary, sources}), f.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func printSummary(out io.Writer, dir string, s runSummary) {
	fmt.Fprintf(out, "%s in %s indexed into %s in %.1f s", count(s.Paragraphs, "unit"), count(s.Documents, "document"), dir, s.Seconds)
	if s.Skipped > 0 {
		fmt.Fprintf(out, ", %s unchanged", count(s.Skipped, "document"))
	}
	if s.Duplicates > 0 {
		copies := count(s.Duplicates, "copy")
		fmt.Fprintf(out, ", %s of documents left out", strings.ReplaceAll(copies, "copys", "copies"))
	}
	if removed := s.Deleted + s.Removed; removed > 0 {
		fmt.Fprintf(out, ", %s removed", count(removed, "document"))
	}
	fmt.Fprintln(out)
	printFailures(out, s.Warnings)
	if len(s.Failed) > 0 {
		fmt.Fprintf(out, "%s not indexed:\n", count(len(s.Failed), "file"))
	}
	printFailures(out, s.Failed)
}

// Of more failures than these, those of one reason are put together, each with so many names.
const (
	maxListed = 50
	maxNames  = 5
)

func printFailures(out io.Writer, failures []index.Failure) {
	if len(failures) <= maxListed {
		for _, f := range failures {
			fmt.Fprintf(out, "  %s: %s\n", f.Source, f.Error)
		}
		return
	}
	byReason := map[string][]string{}
	for _, f := range failures {
		byReason[f.Error] = append(byReason[f.Error], f.Source)
	}
	reasons := slices.SortedFunc(maps.Keys(byReason), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byReason[b]), len(byReason[a])), strings.Compare(a, b))
	})
	for i, reason := range reasons {
		if i == maxListed {
			fmt.Fprintf(out, "  %s more; --report FILE or --json names all\n", count(len(reasons)-i, "reason"))
			break
		}
		names := byReason[reason]
		rest := ""
		if len(names) > maxNames {
			names, rest = names[:maxNames], fmt.Sprintf(" and %s more", thousands(len(names)-maxNames))
		}
		fmt.Fprintf(out, "  %s: %s: %s%s\n", count(len(byReason[reason]), "file"), reason, strings.Join(names, ", "), rest)
	}
}

// count is a number with its noun: "1 document", "1,112 paragraphs".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands is n with commas.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func printJSON(out io.Writer, value any) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // the writer's own errors have no better place to go
}
