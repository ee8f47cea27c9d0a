package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// peer is an engine of the table.
type peer struct {
	name string
	// command is the program that measures it, without the step; nil: a child of this program.
	command func() []string
	// lacks says what is to be done before it can be measured, "" where nothing is.
	lacks func() string
	// index is the engine whose index it asks; "" for its own.
	index string
	title string
}

const installPeers = "make bench-peers"

// peers are all engines, in the order of tables. The first one is what the others are compared with.
var peers = []peer{
	{name: "plenary", title: "plenary, in process"},
	{name: "http", title: "plenary, over HTTP", index: "plenary"},
	{name: "bleve", title: "Bleve as its documentation shows"},
	{name: "lucene", title: "Lucene", command: luceneCommand, lacks: lacksLucene},
	{name: "tantivy", title: "tantivy, by its Python package", command: python("tantivy"), lacks: lacksModule("python3", "tantivy")},
	{name: "xapian", title: "Xapian, by its Python binding", command: python("xapian"), lacks: lacksModule("/usr/bin/python3", "xapian")},
	{name: "sqlite", title: "SQLite FTS5, by Python's sqlite3", command: python("sqlite"), lacks: lacksModule("python3", "sqlite3")},
}

// choose returns the engines named: "all", "installed", or names divided by commas. skipped says of those left out what they lack.
func choose(names string) (chosen []peer, skipped []string, err error) {
	given := strings.Split(names, ",")
	for _, name := range given {
		if name != "all" && name != "installed" && !slices.ContainsFunc(peers, func(p peer) bool { return p.name == name }) {
			return nil, nil, fmt.Errorf("there is no engine %q", name)
		}
	}
	for _, p := range peers {
		named := slices.Contains(given, p.name)
		every := names == "all" || names == "installed"
		if !named && !every {
			continue
		}
		lacks := ""
		if p.lacks != nil {
			lacks = p.lacks()
		}
		switch {
		case lacks == "":
			chosen = append(chosen, p)
		case names == "installed":
			skipped = append(skipped, fmt.Sprintf("%s: %s", p.name, lacks))
		default:
			return nil, nil, fmt.Errorf("%s is not installed: %s", p.name, lacks)
		}
	}
	return chosen, skipped, nil
}

// python is the program of a peer that is asked through Python.
func python(name string) func() []string {
	return func() []string {
		interpreter := "python3"
		if name == "xapian" {
			interpreter = "/usr/bin/python3" // the distribution's packages are for the distribution's Python
		}
		return []string{interpreter, filepath.Join("peers", name+"_peer.py")}
	}
}

func lacksModule(interpreter, module string) func() string {
	return func() string {
		c := exec.Command(interpreter, "-c", "import "+module)
		c.Env = environment()
		if c.Run() != nil {
			return installPeers
		}
		return ""
	}
}

// luceneJava is the version of Java that the Lucene in peers/lucene/pom.xml needs.
const luceneJava = 21

func luceneCommand() []string {
	return []string{java(), "-Xmx4g", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", filepath.Join(installed(), "lucene", "*"), "LucenePeer"}
}

func lacksLucene() string {
	jars, _ := filepath.Glob(filepath.Join(installed(), "lucene", "lucene-core-*.jar"))
	switch {
	case java() == "":
		return fmt.Sprintf("JAVA_HOME of a JDK %d or later", luceneJava)
	case len(jars) == 0:
		return installPeers
	}
	return ""
}

var javaVersion = regexp.MustCompile(`version "(\d+)`)

// java is a Java that is new enough, "" where there is none.
func java() string {
	candidates := []string{filepath.Join(os.Getenv("JAVA_HOME"), "bin", "java"), "java"}
	others, _ := filepath.Glob("/usr/lib/jvm/*/bin/java")
	for _, candidate := range append(candidates, others...) {
		out, _ := exec.Command(candidate, "-version").CombinedOutput()
		if m := javaVersion.FindSubmatch(out); m != nil {
			if n, _ := strconv.Atoi(string(m[1])); n >= luceneJava {
				return candidate
			}
		}
	}
	return ""
}

// indexName is the engine whose index is asked.
func (p peer) indexName() string { return cmp.Or(p.index, p.name) }

// readsFiles reports whether it is a program that reads exported units and queries.
func (p peer) readsFiles() bool { return p.command != nil }

// readsFields reports whether its index depends on the fields that are exported: those of all but plenary's own.
func (p peer) readsFields() bool { return p.indexName() != "plenary" }

// indexes is the number of units that it indexes.
func (p peer) indexes(c Counts) int {
	if p.indexName() == "plenary" {
		return c.All
	}
	return c.Searched
}

// run does one step with an engine, in a process of its own.
func (p peer) run(ctx context.Context, step string, f folder) error {
	var args []string
	if p.command != nil {
		args = append(p.command(), step, f.path, "--rounds", fmt.Sprint(*rounds), "--seconds", fmt.Sprint(*seconds), "--limit", fmt.Sprint(*limit), "--classes", *classes)
	} else {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		args = append([]string{self, "-step", step, "-engine", p.name, "-size", fmt.Sprint(f.size)}, os.Args[1:]...)
	}
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Stdout, c.Stderr, c.Env = os.Stdout, os.Stderr, environment()
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %s: %w", p.name, step, err)
	}
	return nil
}
