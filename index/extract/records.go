package extract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Record is a line of an import file: a document as a catalogue or a portal has it. Either Text or Units is set.
type Record struct {
	Line        int          `json:"-"`      // in the file, from 1
	Symbol      string       `json:"symbol"` // required
	Text        string       `json:"text"`   // paragraphs separated by blank lines
	Units       []RecordUnit `json:"units"`
	Title       string       `json:"title"`
	Lang        string       `json:"lang"` // ISO 639-1
	Date        string       `json:"date"` // ISO 8601
	Type        string       `json:"type"`
	Body        string       `json:"body"` // name or code
	Session     string       `json:"session"`
	AgendaItems []string     `json:"agenda_items"`
	URL         string       `json:"url"`
}

// RecordUnit is a unit of a record. Number is the paragraph number, which Text may repeat; Kind is one of the kinds of unit
// of the model, empty for a paragraph.
type RecordUnit struct {
	Number string `json:"number"`
	Kind   string `json:"kind"`
	Text   string `json:"text"`
}

// MaxRecordBytes is the longest line of an import file.
const MaxRecordBytes = 16 << 20

// ErrRecord says that a line of an import file is no record: not JSON, without a symbol, or without text.
var ErrRecord = errors.New("not a record")

// IsRecords reports whether head, the first bytes of a source, begins an import file: a JSON object that names the symbol or
// the text of a document within its first bytes.
func IsRecords(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return bytes.Contains(line, []byte(`"symbol"`)) || bytes.Contains(line, []byte(`"units"`)) || bytes.Contains(line, []byte(`"text"`))
}

// Records yields the records of an import file, in order. A line that is none is yielded as an error that wraps [ErrRecord]
// and names the line, and the others follow; a line over the limit ends the file.
func Records(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 0, 64<<10), MaxRecordBytes)
		n := 0
		for lines.Scan() {
			n++
			line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\xef\xbb\xbf")))
			if len(line) == 0 {
				continue
			}
			rec, err := readRecord(line)
			rec.Line = n
			if err != nil {
				err = fmt.Errorf("line %d: %w: %w", n, ErrRecord, err)
			}
			if !yield(rec, err) {
				return
			}
		}
		if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
			yield(Record{Line: n + 1}, fmt.Errorf("line %d: %w", n+1, &TooLargeError{Limit: MaxRecordBytes}))
		} else if err != nil {
			yield(Record{Line: n + 1}, err)
		}
	}
}

func readRecord(line []byte) (rec Record, err error) {
	if err := json.Unmarshal(line, &rec); err != nil {
		return rec, err
	}
	switch {
	case rec.Symbol == "":
		return rec, errors.New("it has no symbol")
	case rec.Text == "" && len(rec.Units) == 0:
		return rec, errors.New("it has neither text nor units")
	}
	return rec, nil
}

// Content is what the record says, as any other reader gives it.
func (r Record) Content() Content {
	if len(r.Units) == 0 {
		text, _ := decode([]byte(strings.ToValidUTF8(r.Text, "\ufffd")))
		return readText(text)
	}
	c := Content{Lang: r.Lang}
	for _, u := range r.Units {
		text := spaces(tidy(norm.NFC.String(strings.ToValidUTF8(u.Text, "\ufffd"))))
		if text != "" {
			c.Blocks = append(c.Blocks, Block{Kind: blockKinds[u.Kind], Label: u.Number, Text: text, Gap: 1})
		}
	}
	for i := range c.Blocks {
		if c.Blocks[i].Kind == "" {
			c.Blocks[i].Kind = Text
		}
	}
	return c
}

// blockKinds maps the kinds of unit of the model to those of blocks.
var blockKinds = map[string]Kind{"heading": Heading, "list_item": ListEntry, "footnote": Note, "table_row": TableRow}
