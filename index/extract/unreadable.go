package extract

import (
	"bytes"
	"slices"
	"strings"
)

// UnreadableError says that a source has a format for which there is no reader.
type UnreadableError struct {
	Format string // in words: "a PNG picture"
	Advice string // what to do instead; "" where nothing is known
}

// Error says what the source is, and what to do.
func (e *UnreadableError) Error() string {
	text := "this is " + e.Format + ", which is not read"
	if e.Advice != "" {
		return text + ": " + e.Advice
	}
	return text + "; what is: " + readable()
}

// readable names the formats that have a reader.
func readable() string {
	var names []string
	for _, r := range formats {
		if r.reader != nil {
			names = append(names, r.name)
		}
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// signatures are the first bytes of the formats that are told apart.
var signatures = []struct{ prefix, format string }{
	{"PK\x03\x04", "a zip archive"},
	{"PK\x05\x06", "an empty zip archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"},
	{"{\\rtf", "a Rich Text document"},
	{"\x1f\x8b", "a gzip archive"},
	{"\x28\xb5\x2f\xfd", "a Zstandard archive"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"GIF8", "a GIF picture"},
	{"II*\x00", "a TIFF picture"},
	{"MM\x00*", "a TIFF picture"},
	{"\x7fELF", "a program"},
}

// refuseBinary refuses what is not text. A zero byte is proof, except in UTF-16.
func refuseBinary(data []byte) error {
	if isEncryptedOffice(data) {
		return ErrPassword
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.prefix)) {
			return &UnreadableError{Format: s.format}
		}
	}
	if slices.Contains(data, 0) && !isUTF16(data) || controls(data) {
		return &UnreadableError{Format: "a binary file"}
	}
	return nil
}

// controls reports whether the head of data has more control characters than any text.
func controls(data []byte) bool {
	head := data[:min(len(data), sampleBytes)]
	if slices.Contains(head, 0) { // UTF-16
		return false
	}
	n := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' || b == 0x7f {
			n++
		}
	}
	return n > 4 && n*10 > len(head)
}
