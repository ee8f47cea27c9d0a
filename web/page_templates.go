package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
)

// The templates and static files of the page. Static files are served under a name that holds their hash, so that they
// may be kept for good.
var (
	//go:embed assets/templates/*.html
	templateFiles embed.FS
	//go:embed assets/static/*
	staticFiles embed.FS
)

// staticPath is where static files are served.
const staticPath = "/static/"

// assets are the static files by hashed name, and the address of each by its plain name.
type assets struct {
	files     map[string][]byte // "plenary.3f2a91c04b7d.css"
	addresses map[string]string // "plenary.css" to "/static/plenary.3f2a91c04b7d.css"
}

func loadAssets() assets {
	a := assets{map[string][]byte{}, map[string]string{}}
	entries, err := fs.ReadDir(staticFiles, "assets/static")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	for _, entry := range entries {
		data, err := staticFiles.ReadFile("assets/static/" + entry.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(entry.Name())
		hashed := strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a.files[hashed] = data
		a.addresses[entry.Name()] = staticPath + hashed
	}
	return a
}

// templates are the pages of one language of the interface, by name of their file without its ending.
type templates map[string]*template.Template

// pageNames are the pages. Each is layout.html with one file that defines its "main".
var pageNames = []string{"start", "answer", "document", "documents", "variants", "item", "resolution", "choices", "body", "bodies", "absent", "help", "problem"}

func loadTemplates(say *phrases, a assets) templates {
	funcs := template.FuncMap{
		"lang": func() string { return say.lang },
		"dir":  func() string { return say.dir },
		"t":    say.say,
		"n":    func(key string, n int, args ...any) string { return say.count(key, n, args...) },
		"num":  say.number,
		"named": func(n int) string {
			if n == 2 {
				return say.say("hit.named.two")
			}
			return say.count("hit.named", n)
		},
		"quotations": quotations,
		"written":    written,
		"asset":      func(name string) string { return a.addresses[name] },
		"cites": func() []string {
			return []string{"doc.cite.footnote", "doc.cite.item", "doc.cite.link", "doc.cite.text"}
		},
		"keys": func() []keyHelp { return keyTable(say) },
	}
	set := templates{}
	for _, name := range pageNames {
		t := template.New("page").Funcs(funcs)
		set[name] = template.Must(t.ParseFS(templateFiles, "assets/templates/layout.html", "assets/templates/parts.html", "assets/templates/"+name+".html"))
	}
	return set
}

// render makes a page. Its blanks at the beginnings of lines are worth more as readable templates than as bytes.
func (t templates) render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := t[name].ExecuteTemplate(&b, "page", data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// keyHelp is a line of the list of keys.
type keyHelp struct {
	Keys []string
	Does string
}

func keyTable(say *phrases) []keyHelp {
	return []keyHelp{
		{[]string{"/"}, say.say("keys.slash")}, {[]string{"Esc"}, say.say("keys.esc")}, {[]string{"j", "k"}, say.say("keys.jk")},
		{[]string{"Enter"}, say.say("keys.enter")}, {[]string{"c"}, say.say("keys.c")}, {[]string{"f"}, say.say("keys.f")},
		{[]string{"n", "p"}, say.say("keys.np")}, {[]string{"u"}, say.say("keys.u")}, {[]string{"?"}, say.say("keys.question")},
	}
}

// quotation is a stretch of a sentence of the page: words of the reader's or a document's between quotation marks, or what stands
// between such stretches. The former can be in any language and direction.
type quotation struct {
	Text   string
	Quoted bool
}

// quotations cuts a sentence at its quotation marks, which belong to neither stretch.
func quotations(sentence string) []quotation { return stretches(sentence, "“", "”") }

// written cuts a sentence at the backquotes around what can be written in a query.
func written(sentence string) []quotation { return stretches(sentence, "`", "`") }

func stretches(sentence, open, end string) []quotation {
	var list []quotation
	for sentence != "" {
		before, rest, opened := strings.Cut(sentence, open)
		if before != "" {
			list = append(list, quotation{Text: before})
		}
		if !opened {
			break
		}
		words, after, closed := strings.Cut(rest, end)
		if !closed {
			list = append(list, quotation{Text: open + rest})
			break
		}
		list = append(list, quotation{words, true})
		sentence = after
	}
	return list
}
