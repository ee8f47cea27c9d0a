package cage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/extract"
)

// kind is what a frame holds. A frame is its kind, the length of its payload in four bytes, big end first, and the payload.
type kind byte

const (
	helloFrame   kind = 'H' // to the child: hello
	jobFrame     kind = 'J' // to the child: job; its data follow
	dataFrame    kind = 'D' // to the child: the bytes of the source
	readyFrame   kind = 'R' // to the parent: limits are set, jobs may come
	pageFrame    kind = 'P' // to the parent: progress
	blocksFrame  kind = 'B' // to the parent: some blocks
	contentFrame kind = 'C' // to the parent: the end of an answer
	errorFrame   kind = 'E' // to the parent: the end of an answer, a failure
)

// maxFrame bounds what the parent accepts in one frame. Blocks are sent in batches far below it, unless one is as long.
const maxFrame = 8 << 20

// hello is the first frame: what the child is for.
type hello struct {
	Engine      extract.Engine
	CacheDir    string
	MemoryBytes int64
	CPUSeconds  int64
}

// job announces a source.
type job struct {
	Name   string
	Limits extract.Limits
}

// progress says which page is being read.
type progress struct{ Page, Of int }

// ending is all of a content but its blocks.
type ending struct {
	Blocks   int // as many were sent
	Lang     string
	Meta     map[string]string
	Marked   bool
	Warnings []string
}

// failure is an error on its way. Errors that callers tell apart keep their identity.
type failure struct {
	Text       string
	TooLarge   *extract.TooLargeError     `json:",omitempty"`
	Pages      *extract.TooManyPagesError `json:",omitempty"`
	Unreadable *extract.UnreadableError   `json:",omitempty"`
	Markup     *extract.MarkupError       `json:",omitempty"`
	TooLong    *extract.TooLongError      `json:",omitempty"`
}

// sentinels are the errors that are told apart by identity.
var sentinels = [...]error{extract.ErrEmpty, extract.ErrEncrypted, extract.ErrDamaged, extract.ErrNoTextLayer, extract.ErrNoUnicode, extract.ErrPassword}

func failureOf(err error) failure {
	var f failure
	errors.As(err, &f.TooLarge)
	errors.As(err, &f.Pages)
	errors.As(err, &f.Unreadable)
	errors.As(err, &f.Markup)
	errors.As(err, &f.TooLong)
	if inner := errors.Unwrap(err); inner != nil { // without "extract NAME", which the parent says
		err = inner
	}
	f.Text = err.Error()
	for _, s := range sentinels {
		if errors.Is(err, s) {
			f.Text = s.Error()
		}
	}
	return f
}

// err is the error that a failure stands for.
func (f failure) err() error {
	switch {
	case f.TooLarge != nil:
		return f.TooLarge
	case f.Pages != nil:
		return f.Pages
	case f.Unreadable != nil:
		return f.Unreadable
	case f.Markup != nil:
		return f.Markup
	case f.TooLong != nil:
		return f.TooLong
	}
	for _, s := range sentinels {
		if f.Text == s.Error() {
			return s
		}
	}
	return errors.New(printable(f.Text, 300))
}

// printable is text without control characters, cut to n bytes.
func printable(text string, n int) string {
	out := make([]rune, 0, min(len(text), n))
	size := 0
	for _, r := range text {
		if r < ' ' || r == 0x7f {
			r = ' '
		}
		if size += utf8.RuneLen(r); size > n {
			break
		}
		out = append(out, r)
	}
	return string(out)
}

func writeFrame(w io.Writer, k kind, payload []byte) error {
	head := [5]byte{byte(k)}
	binary.BigEndian.PutUint32(head[1:], uint32(len(payload)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

func writeJSON(w io.Writer, k kind, value any) error {
	payload, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return writeFrame(w, k, payload)
}

// readFrame reads a frame of at most limit bytes.
func readFrame(r io.Reader, limit int64) (kind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size := int64(binary.BigEndian.Uint32(head[1:]))
	if size > limit {
		return 0, nil, fmt.Errorf("a frame of %d bytes, limit %d", size, limit)
	}
	payload := make([]byte, size)
	_, err := io.ReadFull(r, payload)
	return kind(head[0]), payload, err
}

// decode reads the JSON of a frame that the parent does not trust: the encoding would mend invalid UTF-8 silently.
func decode(payload []byte, into any) error {
	if !utf8.Valid(payload) {
		return errors.New("text that is not valid UTF-8")
	}
	return json.Unmarshal(payload, into)
}
