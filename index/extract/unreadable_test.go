package extract

import (
	"context"
	"errors"
	"strings"
	"testing"

	utf "golang.org/x/text/encoding/unicode"
)

// ole is the beginning of a compound file with a stream of that name.
func ole(stream string) string {
	name, _ := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder().String(stream)
	return oleSignature + strings.Repeat("\x00", 1016) + name + strings.Repeat("\x00", 200)
}

// A file that is not read is named for what it is, with what to do.
func TestUnreadable(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"decision.doc", ole("WordDocument"), "this is a Word 97-2003 document, which is not read: save it as .docx or convert it with `soffice --headless --convert-to docx FILE`, then index the result"},
		{"table.xls", ole("Workbook"), "an Excel 97-2003 workbook, which is not read: save it as .pdf"},
		{"slides.ppt", ole("PowerPoint Document"), "a PowerPoint 97-2003 presentation, which is not read: save it as .pdf"},
		{"mail.msg", ole("__properties_version1.0"), "an Outlook message"},
		{"other.doc", ole("Contents"), "an old Microsoft Office document"},
		{"note.rtf", `{\rtf1\ansi A}`, "a Rich Text document, which is not read: save it as .docx"},
		{"note.wpd", "\xffWPC\x10\x00", "a WordPerfect document"},
		{"all.tar", strings.Repeat("a", 257) + "ustar\x0000", "a tar archive"},
		{"all.tar.gz", "\x1f\x8b\x08", "a gzip archive"},
		{"page.mht", "From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n type=\"text/html\"\n", "a web archive (MHTML), which is not read: save the page as HTML"},
		{"scan.png", "\x89PNG\r\n", "a PNG picture, which is not read: a scan needs OCR"},
		{"scan.ps", "%!PS-Adobe-3.0", "a PostScript document, which is not read: convert it with `ps2pdf FILE`"},
		{"marc.xml", `<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim"><record/></collection>`, "an XML document with the root <collection>, which is not read; what is: PDF, "},
		{"feed", `<rss xmlns:a="b"><p/></rss>`, "an XML document with the root <rss>"},
		{"program", "\x7fELF\x02", "a program, which is not read; what is: PDF, "},
		{"random", "a\x01\x02\x03\x04\x05\x06\x07", "a binary file"},
	} {
		_, err := Read(context.Background(), c.name, strings.NewReader(c.in), Limits{})
		var e *UnreadableError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: Read = %v, want %q", c.name, err, c.want)
		}
	}
}
