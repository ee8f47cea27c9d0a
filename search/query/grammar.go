package query

import (
	_ "embed"
	"strings"
)

//go:embed doc.go
var documentation string

// Grammar is the grammar of the language in the notation of the Go specification, as the package comment has it.
func Grammar() string {
	_, text, _ := strings.Cut(documentation, "// # Grammar\n//\n")
	var b strings.Builder
	for line := range strings.Lines(text) {
		rule, ok := strings.CutPrefix(line, "//\t")
		if !ok {
			break
		}
		b.WriteString(strings.ReplaceAll(rule, "\t", "    "))
	}
	return b.String()
}
