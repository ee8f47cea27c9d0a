package extract

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	utf "golang.org/x/text/encoding/unicode"
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

// What to do with files of formats that are not read.
const (
	adviceUnpack  = "unpack it and index the files in it"
	adviceOCR     = "a scan needs OCR: make a PDF document with a text layer of it, then index that"
	adviceConvert = "save it as .%[1]s or convert it with `soffice --headless --convert-to %[1]s FILE`, then index the result"
)

// signatures are the first bytes of the formats that are told apart. Old Microsoft Office files, which share theirs, are told apart by
// [oldOffice].
var signatures = []struct{ prefix, format, advice string }{
	{"PK\x03\x04", "a zip archive", adviceUnpack},
	{"PK\x05\x06", "an empty zip archive", ""},
	{"{\\rtf", "a Rich Text document", fmt.Sprintf(adviceConvert, "docx")},
	{"\xdb\xa5", "a Word 2 document", fmt.Sprintf(adviceConvert, "docx")},
	{"\xffWPC", "a WordPerfect document", fmt.Sprintf(adviceConvert, "docx")},
	{"\x1f\x8b", "a gzip archive", adviceUnpack},
	{"\x28\xb5\x2f\xfd", "a Zstandard archive", adviceUnpack},
	{"BZh", "a bzip2 archive", adviceUnpack},
	{"\xfd7zXZ\x00", "an xz archive", adviceUnpack},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", adviceUnpack},
	{"Rar!\x1a\x07", "a RAR archive", adviceUnpack},
	{"\x89PNG", "a PNG picture", adviceOCR},
	{"\xff\xd8\xff", "a JPEG picture", adviceOCR},
	{"GIF8", "a GIF picture", adviceOCR},
	{"II*\x00", "a TIFF picture", adviceOCR},
	{"MM\x00*", "a TIFF picture", adviceOCR},
	{"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", adviceOCR},
	{"AT&TFORM", "a DjVu document", adviceOCR},
	{"%!PS", "a PostScript document", "convert it with `ps2pdf FILE`, then index the result"},
	{"ID3", "a sound recording", "index a transcript of it"},
	{"OggS", "a sound recording", "index a transcript of it"},
	{"SQLite format 3\x00", "a database", "export its documents as JSON Lines, then index them"},
	{"\x7fELF", "a program", ""},
	{"MZ\x90\x00", "a program", ""},
	{"\xcf\xfa\xed\xfe", "a program", ""},
	{"\xca\xfe\xba\xbe", "a program", ""},
	{"\x00asm", "a program", ""},
}

// oldOffice tells the files of Microsoft Office 97 to 2003 apart by the name of the stream that holds their content, which the
// directory of the file gives in UTF-16.
//
// Source: [MS-CFB], 2.6 (directory entries); [MS-DOC], 2.1; [MS-XLS], 2.1; [MS-PPT], 2.1.
var oldOffice = []struct{ stream, format, into string }{
	{"WordDocument", "a Word 97-2003 document", "docx"},
	{"PowerPoint Document", "a PowerPoint 97-2003 presentation", "pdf"},
	{"Workbook", "an Excel 97-2003 workbook", "pdf"},
	{"Book", "an Excel 5 workbook", "pdf"},
	{"__properties_version1.0", "an Outlook message", ""},
}

// unreadOffice is the error for a compound file of Microsoft Office.
func unreadOffice(data []byte) error {
	for _, o := range oldOffice {
		name, err := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder().Bytes([]byte(o.stream))
		if err != nil || !bytes.Contains(data, append(name, 0, 0)) {
			continue
		}
		e := &UnreadableError{Format: o.format, Advice: "save it as text, then index the result"}
		if o.into != "" {
			e.Advice = fmt.Sprintf(adviceConvert, o.into)
		}
		return e
	}
	return &UnreadableError{Format: "an old Microsoft Office document", Advice: fmt.Sprintf(adviceConvert, "docx")}
}

// webArchive begins a page that a browser or Word stored with its pictures in one file.
var webArchive = regexp.MustCompile(`(?is)^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related`)

// refuseBinary refuses what is not text. A zero byte is proof, except in UTF-16.
func refuseBinary(data []byte) error {
	if isEncryptedOffice(data) {
		return ErrPassword
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.prefix)) {
			return &UnreadableError{Format: s.format, Advice: s.advice}
		}
	}
	if bytes.HasPrefix(data, []byte(oleSignature)) {
		return unreadOffice(data)
	}
	if webArchive.Match(data[:min(len(data), sampleBytes)]) {
		return &UnreadableError{Format: "a web archive (MHTML)", Advice: "save the page as HTML, then index the result"}
	}
	if len(data) > 262 && string(data[257:262]) == "ustar" {
		return &UnreadableError{Format: "a tar archive", Advice: adviceUnpack}
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
