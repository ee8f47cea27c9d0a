package search

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"math"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// Position is a place in an order of hits. Every order ends with the document and the unit's place in it, so that no two
// units share a position.
type Position struct {
	Score float64 // 0 where the order is not by relevance
	Date  string  // the document's date, ISO 8601, "" where it has none
	Key   document.Key
	Seq   int
}

// Compare is negative where a stands before b in the order of s, positive where it stands after.
func (s Sort) Compare(a, b Position) int {
	order := 0
	switch s {
	case SortNewest, SortOldest:
		order = s.compareDates(a.Date, b.Date)
	case SortRelevance:
		order = cmp.Compare(b.Score, a.Score)
	}
	if order != 0 {
		return order
	}
	return cmp.Or(CompareKeys(a.Key, b.Key), cmp.Compare(a.Seq, b.Seq))
}

// compareDates puts undated documents last in both directions.
func (s Sort) compareDates(a, b string) int {
	switch {
	case a == "" || b == "":
		return strings.Compare(b, a)
	case s == SortNewest:
		return strings.Compare(b, a)
	}
	return strings.Compare(a, b)
}

// CompareKeys is the natural order of documents. Symbols that differ in case alone are told apart by their bytes.
func CompareKeys(a, b document.Key) int {
	if a == b {
		return 0
	}
	return cmp.Or(strings.Compare(a.SortKey(), b.SortKey()), strings.Compare(a.Symbol, b.Symbol))
}

// Cursor stands between two hits of an order: after its position, or before it. It goes on where it stood when documents have come
// and gone since.
type Cursor struct {
	Sort   Sort
	Before bool // the page that ends before At, not the one that begins after it
	Groups bool // between two documents, and not between two hits: the place of a document has no Seq
	At     Position
	// Mark says what was asked of which commit, and Rank how many of its hits stand before the cursor: where the mark is still right, they
	// need not be counted again. See package plan.
	Mark uint64
	Rank int
}

// MaxCursor is the length of the longest cursor, in bytes.
const MaxCursor = 512

// cursorVersion is the version of their form. Version 2: Mark and Rank.
const cursorVersion = 2

// headGroups is the bit of a cursor's second byte that says that it is one of documents; below it stand the order and Before.
const headGroups = 0x80

// cursorSorts are the orders by their number in cursors. New ones are added at the end.
var cursorSorts = [...]Sort{SortRelevance, SortNewest, SortOldest, SortDocument}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// String is the cursor as it stands in addresses: letters, digits, "-" and "_".
func (c Cursor) String() string {
	sort := 0
	for i, s := range cursorSorts {
		if s == c.Sort {
			sort = i
		}
	}
	head := byte(sort << 1)
	if c.Before {
		head |= 1
	}
	if c.Groups {
		head |= headGroups
	}
	b := []byte{cursorVersion, head}
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.At.Score))
	for _, s := range []string{c.At.Date, c.At.Key.Symbol, string(c.At.Key.Lang)} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	b = binary.AppendUvarint(b, uint64(c.At.Seq))
	b = binary.BigEndian.AppendUint64(b, c.Mark)
	b = binary.AppendUvarint(b, uint64(c.Rank))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads what String wrote for the order of sort, and answers ErrBadCursor to anything else.
func ParseCursor(s string, sort Sort) (Cursor, error) {
	if len(s) > MaxCursor {
		return Cursor{}, ErrBadCursor
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 6 {
		return Cursor{}, ErrBadCursor
	}
	body, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	if crc32.Checksum(body, castagnoli) != sum {
		return Cursor{}, ErrBadCursor
	}
	c, ok := readCursor(body)
	// Only the one spelling that String gives is a cursor.
	if !ok || c.Sort != sort || math.IsNaN(c.At.Score) || c.String() != s {
		return Cursor{}, ErrBadCursor
	}
	return c, nil
}

func readCursor(b []byte) (c Cursor, ok bool) {
	if len(b) < 10 || b[0] != cursorVersion || int(b[1]&^headGroups>>1) >= len(cursorSorts) {
		return c, false
	}
	c.Sort, c.Before, c.Groups = cursorSorts[b[1]&^headGroups>>1], b[1]&1 == 1, b[1]&headGroups != 0
	c.At.Score = math.Float64frombits(binary.BigEndian.Uint64(b[2:]))
	b = b[10:]
	var parts [3]string
	for i := range parts {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return c, false
		}
		parts[i], b = string(b[size:size+int(n)]), b[size+int(n):]
	}
	c.At.Date, c.At.Key = parts[0], document.Key{Symbol: parts[1], Lang: document.Language(parts[2])}
	seq, size := binary.Uvarint(b)
	if size <= 0 || len(b) < size+8 || seq > math.MaxInt32 {
		return c, false
	}
	c.At.Seq, c.Mark = int(seq), binary.BigEndian.Uint64(b[size:])
	b = b[size+8:]
	rank, size := binary.Uvarint(b)
	c.Rank = int(rank)
	return c, size == len(b) && size > 0 && rank <= math.MaxInt32
}
