package extract

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	utf "golang.org/x/text/encoding/unicode"
)

// Word and OpenDocument files are zip archives of XML parts. Only the parts that a reader asks for are inflated; names are keys of
// a map and never paths, and no target outside the archive is followed.

// The limits of an archive. Sizes are counted while reading and not believed from headers.
const (
	maxArchiveEntries = 10_000
	maxArchiveBytes   = 512 << 20 // of all parts together
	maxPartBytes      = 128 << 20
	maxArchiveRatio   = 200     // bytes for one stored
	ratioFrom         = 4 << 20 // bytes that a part may have whatever its ratio
	maxRepeatedBytes  = 16 << 20
)

// ErrPassword is returned for a Word or OpenDocument file that opens with a password only.
var ErrPassword = errors.New("the document is encrypted: open it and save it without a password")

// ArchiveError says why a Word or OpenDocument file is refused.
type ArchiveError struct{ Reason string }

// Error is the reason, with what to do about it.
func (e *ArchiveError) Error() string { return e.Reason }

func refuseArchive(format string, args ...any) error {
	return &ArchiveError{Reason: fmt.Sprintf(format, args...)}
}

// archive is an open zip archive.
type archive struct {
	files    map[string]*zip.File // by name in lower case
	damaged  map[string]bool      // parts of which only some could be read
	read     int64                // bytes inflated so far
	repeated int                  // bytes of text that was written again, as rows and cells state it
	warnings []string
}

// entrySignature begins an entry of the directory of a zip archive.
const entrySignature = "PK\x01\x02"

// openArchive reads the directory of a zip archive and checks it.
func openArchive(data []byte) (*archive, error) {
	if n := bytes.Count(data, []byte(entrySignature)); n > maxArchiveEntries {
		return nil, refuseArchive("the archive has more than %d entries", maxArchiveEntries)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuseArchive("the archive is cut off or damaged, its directory is missing: fetch the file again")
	}
	a := &archive{files: map[string]*zip.File{}, damaged: map[string]bool{}}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := a.files[name]; twice {
			a.warn("the archive has two parts named " + quoteName(f.Name) + ": the first was read")
			continue
		}
		a.files[name] = f
	}
	return a, entriesApart(z.File)
}

// entriesApart refuses archives whose entries share bytes, as those that expand without end do.
func entriesApart(files []*zip.File) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, f := range files {
		from, err := f.DataOffset()
		if err != nil {
			continue // met again when it is read
		}
		spans = append(spans, span{from, from + int64(min(f.CompressedSize64, 1<<40))})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return refuseArchive("the entries of the archive overlap: this is no document")
		}
	}
	return nil
}

// partName is the key of a part: names are the same whatever their case, and some writers use the wrong slash.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// quoteName is a name from an archive, safe to print.
func quoteName(name string) string {
	if r := []rune(strings.ToValidUTF8(name, "\ufffd")); len(r) > 80 {
		name = string(r[:80]) + "…"
	}
	return fmt.Sprintf("%q", name)
}

func (a *archive) warn(s string) {
	if len(a.warnings) < 50 && !slices.Contains(a.warnings, s) {
		a.warnings = append(a.warnings, s)
	}
}

func (a *archive) has(name string) bool { return a.files[partName(name)] != nil }

// bytes inflates a part. A part that breaks off or whose checksum is wrong is what could be read of it, with a warning; one that
// is missing is nil.
func (a *archive) bytes(name string) ([]byte, error) {
	f := a.files[partName(name)]
	if f == nil {
		return nil, nil
	}
	if f.Flags&1 != 0 {
		return nil, ErrPassword
	}
	r, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, refuseArchive("the part %s is compressed by method %d, which is not read: save the document again", quoteName(f.Name), f.Method)
	}
	if err != nil {
		return nil, refuseArchive("the part %s is damaged: fetch the file again", quoteName(f.Name))
	}
	defer r.Close()
	var b bytes.Buffer
	for {
		n, err := io.CopyN(&b, r, 1<<20)
		a.read += n
		if err := a.within(f, int64(b.Len())); err != nil {
			return nil, err
		}
		if errors.Is(err, io.EOF) {
			return b.Bytes(), nil
		}
		if err != nil {
			return b.Bytes(), a.mendPart(f, err)
		}
	}
}

// within holds the limits while a part of which size bytes are read is inflated.
func (a *archive) within(f *zip.File, size int64) error {
	switch {
	case size > maxPartBytes:
		return refuseArchive("the part %s expands beyond %d MiB", quoteName(f.Name), maxPartBytes>>20)
	case a.read > maxArchiveBytes:
		return refuseArchive("the archive expands beyond %d MiB", maxArchiveBytes>>20)
	case size > ratioFrom && uint64(size)/maxArchiveRatio > f.CompressedSize64:
		return refuseArchive("the part %s expands to more than %d times its size: this is no document", quoteName(f.Name), maxArchiveRatio)
	}
	return nil
}

// mendPart takes what could be read of a damaged part.
func (a *archive) mendPart(f *zip.File, err error) error {
	a.damaged[partName(f.Name)] = true
	switch corrupt := flate.CorruptInputError(0); {
	case errors.Is(err, zip.ErrChecksum):
		a.warn("the part " + quoteName(f.Name) + " is damaged, its checksum is wrong: text may be missing or altered")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &corrupt):
		a.warn("the part " + quoteName(f.Name) + " is damaged and breaks off: the text behind that place is lost")
	default:
		return refuseArchive("the part %s is damaged: fetch the file again", quoteName(f.Name))
	}
	return nil
}

// xml is a part as UTF-8; ok is false where it is missing.
func (a *archive) xml(name string) (text string, ok bool, err error) {
	data, err := a.bytes(name)
	if err != nil || data == nil {
		return "", a.has(name) && err == nil, err
	}
	return decodeXML(data), true, nil
}

// walk reads a part with a visitor. A missing part has no events; a part that is no XML at all is left out with a warning.
func (a *archive) walk(name string, rules xmlRules, v xmlVisitor) error {
	text, ok, err := a.xml(name)
	if err != nil || !ok {
		return err
	}
	return a.walkText(name, text, rules, v)
}

func (a *archive) walkText(name, text string, rules xmlRules, v xmlVisitor) error {
	warning, err := walkXML(text, rules, v)
	if tooLong := (*TooLongError)(nil); errors.As(err, &tooLong) {
		return err
	}
	if err != nil && !a.damaged[partName(name)] {
		return refuseArchive("the part %s: %v", quoteName(name), err)
	}
	if warning != "" {
		a.warn("the part " + quoteName(name) + ": " + warning)
	}
	return nil
}

// decodeXML returns XML as UTF-8. It is UTF-8 or UTF-16 by the standards; a part that says otherwise and is not valid is taken for
// windows-1252.
func decodeXML(data []byte) string {
	switch {
	case utf16Marked(data):
		data, _ = utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data)
	case !utf8.Valid(data):
		if head := strings.ToLower(string(data[:min(len(data), 100)])); strings.Contains(head, "encoding") && !strings.Contains(head, "utf-") {
			data, _ = charmap.Windows1252.NewDecoder().Bytes(data)
		}
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(data), "\ufeff"), "\ufffd")
}

// relation is where a part points to.
type relation struct {
	kind     string // the last word of its type: "footnotes"
	target   string // name of a part, or an address where external
	external bool
}

// relations are those of a part by their id. Targets are resolved within the archive: one that leads out of it finds no part.
func (a *archive) relations(part string) (map[string]relation, error) {
	dir, name := path.Split(part) // both empty for the package itself
	v := &relationVisitor{dir: dir, out: map[string]relation{}}
	err := a.walk(path.Join(dir, "_rels", name+".rels"), xmlRules{}, v)
	return v.out, err
}

type relationVisitor struct {
	dir string
	out map[string]relation
}

func (v *relationVisitor) start(name string, attrs []xml.Attr) {
	if name != "Relationship" || len(v.out) >= 100_000 {
		return
	}
	r := relation{kind: path.Base(attr(attrs, "Type")), target: attr(attrs, "Target"), external: attr(attrs, "TargetMode") == "External"}
	if !r.external && !strings.HasPrefix(r.target, "/") {
		r.target = path.Join(v.dir, r.target)
	}
	v.out[attr(attrs, "Id")] = r
}

func (v *relationVisitor) end(string)  {}
func (v *relationVisitor) text(string) {}

// oleSignature begins the files of old Office programs, and the envelope in which new ones encrypt.
const oleSignature = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// isEncryptedOffice reports whether an OLE file is the envelope of an encrypted document: it has a stream of that name.
func isEncryptedOffice(data []byte) bool {
	name, _ := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder().Bytes([]byte("EncryptedPackage"))
	return bytes.HasPrefix(data, []byte(oleSignature)) && bytes.Contains(data, name)
}

// openDocumentTypes are the kinds of OpenDocument files that hold running text, by the end of their media type.
var openDocumentTypes = set("text text-template text-master text-web text-master-template")

// otherArchives are archives of formats that are not read, by a part that only they have.
var otherArchives = []struct{ part, format string }{
	{"xl/workbook.xml", "an Excel workbook"},
	{"xl/workbook.bin", "an Excel workbook"},
	{"ppt/presentation.xml", "a PowerPoint presentation"},
	{"visio/document.xml", "a Visio drawing"},
	{"META-INF/container.xml", "an EPUB book"},
	{"Index/Document.iwa", "an Apple iWork document"},
	{"META-INF/MANIFEST.MF", "a Java archive"},
}

func readOfficeSource(_ context.Context, data []byte, _ Limits) (Content, error) {
	if !bytes.HasPrefix(data, []byte("PK")) {
		return readFlatODT(decodeXML(data))
	}
	return readOffice(data)
}

// readOffice reads a Word or OpenDocument file. Errors are [*ArchiveError], [*UnreadableError], [ErrPassword] and [ErrEmpty].
func readOffice(data []byte) (Content, error) {
	a, err := openArchive(data)
	if err != nil {
		return Content{}, err
	}
	kind, err := a.bytes("mimetype")
	if err != nil {
		return Content{}, err
	}
	if media, ok := strings.CutPrefix(strings.TrimSpace(string(kind)), "application/vnd.oasis.opendocument."); ok && !openDocumentTypes[media] {
		return Content{}, &UnreadableError{Format: "an OpenDocument " + strings.TrimSuffix(printableWord(media), "-template")}
	}
	for _, other := range otherArchives {
		if a.has(other.part) && !a.has("word/document.xml") && !a.has("content.xml") {
			return Content{}, &UnreadableError{Format: other.format}
		}
	}
	if a.has("content.xml") || bytes.HasPrefix(kind, []byte("application/vnd.oasis.opendocument.")) {
		return readODT(a)
	}
	if a.has("[Content_Types].xml") || a.has("_rels/.rels") || a.has("word/document.xml") {
		return readDOCX(a)
	}
	return Content{}, &UnreadableError{Format: "a zip archive that is no document: unpack it"}
}

// printableWord is s cut at the first character that no media type has.
func printableWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }); i >= 0 {
		s = s[:i]
	}
	return s
}
