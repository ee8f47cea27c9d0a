package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/plenary-search/plenary/"

// layers says which packages of this module each package may import. Arrows point one way, and what is not listed is
// not allowed: a new package states its place here. Test files may import anything.
var layers = map[string][]string{
	"index/symbol":   {},
	"index/citation": {"index/symbol"},
	"index/document": {"index/citation", "index/symbol"},
	"index/extract":  {},
	"index/cage":     {"index/extract"},
	"index/language": {},
	"index/parse":    {"index/extract", "index/document", "index/language", "index/citation", "index/symbol"},
	// link has a document's references read again once it knows whose paper it is.
	"index/link": {"index/parse", "index/document", "index/citation", "index/symbol"},
	// export is a form of documents; index says which.
	"index/export":     {"index/document"},
	"index":            {"index/export", "index/extract", "index/parse", "index/link", "index/document", "index/citation", "index/symbol"},
	"index/watch":      {},
	"index/corpustest": {}, // for tests alone
	"index/record":     {"index/document", "index/citation", "index/symbol"},
	// evaluate compares what index makes with the gold.
	"index/evaluate":  {"index", "index/record", "index/document", "index/citation", "index/symbol"},
	"search/query":    {"index/symbol", "index/citation", "index/document"},
	"search":          {"search/query", "index/document", "index/citation", "index/symbol"},
	"search/analysis": {"index/symbol", "index/document"},
	"search/plan":     {"search", "search/query", "search/analysis", "index/document", "index/symbol"},
	"search/variant":  {"search/analysis"},
	// column knows the schema, since it keeps its fields; executor answers from its files.
	"search/column":   {"search", "search/analysis", "search/variant", "search/fault", "index/document", "index/citation"},
	"search/executor": {"search", "search/fault", "search/column", "search/variant", "search/plan", "search/highlight", "search/ranking", "search/analysis", "search/explain", "index/document"},
	// explain needs texts and weights, and no engine.
	"search/explain":   {"search", "search/plan", "search/highlight", "search/analysis", "index/document"},
	"search/highlight": {"search", "search/plan", "search/analysis", "index/document"},
	"search/ranking":   {"search", "index/document"},
	// store knows Bleve, and answers by columns of what it finds; embedded joins it with column files and knows nothing of either's inside.
	"search/store":    {"search", "search/plan", "search/column", "search/executor", "search/fault", "index/document"},
	"search/fault":    {},
	"search/mapped":   {},
	"search/embedded": {"search", "search/store", "search/column", "search/executor", "search/fault", "search/mapped", "index/document"},
	// rest speaks to OpenSearch and knows nothing of documents; clustertest starts it, for tests alone.
	"search/cluster/rest":        {},
	"search/cluster/clustertest": {"search/cluster/rest"},
	// cluster is the other engine: it answers by what OpenSearch counts, and scores as search says.
	"search/cluster":                   {"search", "search/cluster/rest", "search/plan", "search/highlight", "search/explain", "search/analysis", "search/variant", "index/document"},
	"search/cluster/clustertest/start": {"search/cluster/clustertest"},
	// vocabulary rewrites queries and asks any searcher what its documents define; it knows no engine.
	"search/vocabulary": {"search", "search/query", "search/analysis", "index/document"},
	"search/searchtest": {"search", "search/query", "search/variant", "search/vocabulary", "search/plan", "search/analysis", "search/highlight", "search/explain", "index/document", "index/citation", "index/symbol"},
	// relevance measures rankings, and knows no engine; its tests do.
	"search/relevance": {"search/analysis", "index/document"},
	"web":              {"search", "search/query", "search/variant", "search/plan", "search/analysis", "search/highlight", "search/vocabulary", "index/document", "index/citation", "index/symbol"},
	"seeds":            {},
	"cmd/plenary":      {"*"},
}

// owners says which packages may import a library directly. Libraries not listed are free for all.
var owners = map[string][]string{
	"github.com/gin-gonic/gin":     {"web"},
	"github.com/blevesearch/bleve": {"search/store", "search/analysis"},
	"github.com/kljensen/snowball": {"search/analysis"},
	"github.com/alecthomas/kong":   {"cmd/plenary"},
	"net/http":                     {"web", "cmd/plenary", "search/cluster/rest", "search/cluster/clustertest"},
	// Processes are started in one place, which bounds them and ends them, and for tests.
	"os/exec":                         {"index/cage", "search/cluster/clustertest"},
	"github.com/klippa-app/go-pdfium": {"index/extract"},
	"github.com/tetratelabs/wazero":   {"index/extract"},
	"os/signal":                       {"cmd/plenary", "search/cluster/clustertest/start"},
}

func TestLayers(t *testing.T) {
	checked := 0
	for pkg, imports := range importGraph(t) {
		allowed, known := layers[pkg]
		if !known {
			t.Errorf("package %s has no place in the table of layers", pkg)
			continue
		}
		for _, imported := range imports {
			checked++
			if inner, ok := strings.CutPrefix(imported, module); ok {
				if !slices.Contains(allowed, inner) && !slices.Contains(allowed, "*") {
					t.Errorf("%s imports %s, which its layer does not allow", pkg, inner)
				}
				continue
			}
			for library, by := range owners {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.Contains(by, pkg) {
					t.Errorf("%s imports %s, which only %v may", pkg, imported, by)
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d imports were found: the test does not see the tree", checked)
	}
}

// importGraph maps each package below the module's root to what its files, tests apart, import.
func importGraph(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	graph := map[string][]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name), "go.mod")); err == nil && entry.IsDir() && name != "." {
			return fs.SkipDir // a module of its own
		}
		if entry.IsDir() && (entry.Name() == "testdata" || name != "." && strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, filepath.FromSlash(name)), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			graph[path.Dir(name)] = append(graph[path.Dir(name)], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return graph
}
