package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/plenary-search/plenary/web"
)

type searchCommand struct {
	indexFlag
	Query       []string `arg:"" optional:"" name:"query" help:"Words, \"phrases\", prefixes*, field:value; quote it for the shell."`
	Mode        string   `enum:"all,any" default:"all" placeholder:"MODE" help:"Whether all words must occur, or any (${default})."`
	Expand      []string `placeholder:"SET" help:"Find words that mean the same, too: names (acronyms and full names) or a family of phrases such as funding."`
	Item        []string `sep:"none" placeholder:"ITEM" help:"Only under this agenda item and its sub-items: 2, '2(b)'."`
	ItemExact   []string `sep:"none" placeholder:"ITEM" help:"Only under this item itself."`
	Resolution  []string `sep:"none" placeholder:"NUMBER" help:"Only what cites this resolution: 7/1, 'GA 55/25'."`
	Decision    []string `sep:"none" placeholder:"NUMBER" help:"Only what cites this decision."`
	Symbol      []string `sep:"none" placeholder:"SYMBOL" help:"Only what cites this document; CTOC/COP/2024/* for all that begin so."`
	Article     []string `sep:"none" placeholder:"ARTICLE" help:"Only what cites this article or rule: 'UNTOC article 16'."`
	Document    []string `sep:"none" placeholder:"SYMBOL" help:"Only in this document."`
	Body        []string `sep:"none" placeholder:"CODE" help:"Only in documents of this body: CTOC/COP."`
	Session     []string `sep:"none" placeholder:"SESSION" help:"Only in documents of this session."`
	Type        []string `sep:"none" placeholder:"TYPE" help:"Only in documents of this type: 'Note by the Secretariat'."`
	Lang        []string `sep:"none" placeholder:"CODE" help:"Only in this language: en, fr, es, ru, ar, zh."`
	Year        []string `sep:"none" placeholder:"YEAR" help:"Only in documents of this year."`
	Kind        []string `sep:"none" placeholder:"KIND" help:"Only this kind of text: paragraph, preambular, operative, list_item, footnote, table_row, heading, frontmatter."`
	Has         []string `sep:"none" placeholder:"CONTENT" help:"Only what holds this: reference, resolution, decision, symbol, article, rule, item, date."`
	DateFrom    string   `placeholder:"DAY" help:"Only in documents of this day or later: 2024-07-01."`
	DateTo      string   `placeholder:"DAY" help:"Only in documents of this day or earlier."`
	Ref         string   `enum:",explicit" default:"" placeholder:"explicit" help:"Leave implied references (\"the same resolution\") out of account."`
	Sort        string   `enum:"relevance,-date,date,document,left,right" default:"relevance" placeholder:"ORDER" help:"relevance, -date, date or document (${default}); of a concordance also left or right, by the words before or after."`
	View        string   `enum:"paragraphs,concordance" default:"paragraphs" placeholder:"VIEW" help:"paragraphs, or concordance: the words found, one below the other between those before and after them (${default})."`
	Format      string   `enum:",csv" default:"" placeholder:"csv" help:"Print a concordance as a table."`
	Group       string   `enum:",document" default:"" placeholder:"document" help:"Print documents with the best of their paragraphs."`
	PerDocument int      `placeholder:"N" help:"Paragraphs to print of each document, with --group document, at most 10."`
	Fold        string   `enum:"none,identical,near" default:"none" placeholder:"HOW" help:"Print paragraphs that say the same once: identical, or near for nearly identical ones, too (${default})."`
	Unfold      string   `placeholder:"ID" help:"With --fold, print what this hit stands for: SYMBOL#ANCHOR."`
	Explain     bool     `help:"Print what each word adds to the score of a paragraph."`
	Context     int      `placeholder:"N" help:"Paragraphs to print before and after each, at most 3."`
	PageSize    int      `placeholder:"N" help:"Paragraphs to print, at most 100 (10; of a table the lines of 1,000)."`
	Cursor      string   `placeholder:"CURSOR" help:"Go on where an earlier answer ended."`
	JSON        bool     `name:"json" help:"Print the answer as the API gives it."`
	Width       int      `placeholder:"COLUMNS" help:"Width of the text; by default that of the terminal, at most 96."`
}

func (c *searchCommand) run(ctx context.Context, std streams) (int, error) {
	if c.JSON && c.Format != "" {
		return exitUsage, usageError{errors.New("--json and --format are two forms of one answer: choose one")}
	}
	engine, err := c.open(ctx, std)
	if err != nil {
		return exitFailed, err
	}
	defer engine.Close()
	answer, err := web.Ask(ctx, engine.Searcher, c.parameters())
	if err != nil {
		return refused(err)
	}
	if c.JSON {
		printJSON(std.out, answer.Body)
		return exitOK, nil
	}
	if c.Format != "" {
		return exitOK, answer.WriteTable(std.out)
	}
	p := printer{out: std.out, width: c.columns(std), style: styleFor(std)}
	p.answer(answer)
	return exitOK, nil
}

// parameters are the flags as the API's parameters, so that terminal, page and API read them alike.
func (c *searchCommand) parameters() url.Values {
	values := url.Values{}
	many := map[string][]string{"q": {strings.Join(c.Query, " ")}, "item": c.Item, "item_exact": c.ItemExact, "resolution": c.Resolution,
		"decision": c.Decision, "symbol": c.Symbol, "article": c.Article, "document": c.Document, "body": c.Body, "session": c.Session,
		"type": c.Type, "lang": c.Lang, "year": c.Year, "kind": c.Kind, "has": c.Has, "mode": {c.Mode}, "expand": c.Expand, "date_from": {c.DateFrom}, "date_to": {c.DateTo},
		"ref": {c.Ref}, "sort": {c.Sort}, "view": {c.View}, "group": {c.Group}, "per_document": {number(c.PerDocument)}, "fold": {c.Fold}, "unfold": {c.Unfold}, "explain": {strconv.FormatBool(c.Explain)}, "context": {strconv.Itoa(c.Context)}, "page_size": {number(c.pageSize())}, "cursor": {c.Cursor}, "format": {c.Format}}
	for name, given := range many {
		for _, value := range given {
			if value != "" {
				values.Add(name, value)
			}
		}
	}
	return values
}

// number writes a number, and nothing for none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// pageSize is the number of paragraphs to print, 0 for that of the API.
func (c *searchCommand) pageSize() int {
	const onScreen = 10
	if c.PageSize == 0 && c.Format == "" {
		return onScreen
	}
	return c.PageSize
}

// maxColumns is the widest text that is pleasant to read.
const maxColumns = 96

func (c *searchCommand) columns(std streams) int {
	if c.Width > 0 {
		return max(c.Width, 40)
	}
	if file, ok := std.out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			return min(max(width, 40), maxColumns)
		}
	}
	return maxColumns
}

// style marks text in a terminal; the zero style marks nothing but hits, by asterisks as in plain mail.
type style struct{ bold, faint, link, mark, off string }

// styleFor is colours on a terminal, and none elsewhere or where NO_COLOR is set (no-color.org).
func styleFor(std streams) style {
	file, ok := std.out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return style{}
	}
	return style{bold: "\x1b[1m", faint: "\x1b[2m", link: "\x1b[1;34m", mark: "\x1b[1;4;33m", off: "\x1b[0m"}
}

func (s style) in(code, text string) string {
	if code == "" {
		return text
	}
	return code + text + s.off
}
