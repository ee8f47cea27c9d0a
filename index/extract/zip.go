package extract

import (
	"bytes"
	"encoding/binary"
)

// maxZipEntries is the largest number of entries that are looked at to recognise an archive.
const maxZipEntries = 10_000

const (
	zipLocal     = "PK\x03\x04"
	zipCentral   = "PK\x01\x02"
	zipEnd       = "PK\x05\x06"
	zipEndBytes  = 22
	centralBytes = 46
	localBytes   = 30
)

// zipEntries returns the names of the entries of an archive, of the first 10,000 at most, and the content of the entry "mimetype", if
// that is the first one and stored as it is. Nothing is expanded, and no size is believed: names are read from the directory at the
// end, or from the head of the archive where that is missing, as in a file that was cut off.
//
// Source: APPNOTE.TXT, .ZIP File Format Specification, 4.3; OpenDocument 1.3, part 2, 3.3 (MIME type stream).
func zipEntries(data []byte) (names []string, media string) {
	at := directory(data)
	for at >= 0 && at+centralBytes <= len(data) && string(data[at:at+4]) == zipCentral && len(names) < maxZipEntries {
		name, extra, comment := short(data[at+28:]), short(data[at+30:]), short(data[at+32:])
		end := at + centralBytes + name
		if end > len(data) {
			break
		}
		names = append(names, string(data[at+centralBytes:end]))
		at = end + extra + comment
	}
	return localNames(data, names), mediaType(data)
}

// directory is the offset of the central directory, -1 where none is found.
func directory(data []byte) int {
	tail := max(0, len(data)-zipEndBytes-1<<16) // a comment may follow
	at := bytes.LastIndex(data[tail:], []byte(zipEnd))
	if at < 0 || tail+at+zipEndBytes > len(data) {
		return -1
	}
	offset := int64(binary.LittleEndian.Uint32(data[tail+at+16:]))
	if offset >= int64(len(data)) {
		return -1
	}
	return int(offset)
}

// localNames adds the names in the local headers, where the directory gave none.
func localNames(data []byte, names []string) []string {
	if len(names) > 0 {
		return names
	}
	for at := 0; len(names) < 100; {
		next := bytes.Index(data[at:], []byte(zipLocal))
		if next < 0 || at+next+localBytes > len(data) {
			break
		}
		at += next
		name := short(data[at+26:])
		if at += localBytes; at+name > len(data) {
			break
		}
		names = append(names, string(data[at:at+name]))
		at += name
	}
	return names
}

// mediaType is the content of a first entry "mimetype".
func mediaType(data []byte) string {
	const name = "mimetype"
	if len(data) < localBytes || string(data[:4]) != zipLocal || short(data[8:]) != 0 || short(data[26:]) != len(name) {
		return ""
	}
	rest := data[localBytes:]
	if !bytes.HasPrefix(rest, []byte(name)) {
		return ""
	}
	start := len(name) + short(data[28:])
	size := int(min(binary.LittleEndian.Uint32(data[22:]), 200))
	if start+size > len(rest) {
		return ""
	}
	return string(bytes.TrimSpace(rest[start : start+size]))
}

func short(b []byte) int { return int(binary.LittleEndian.Uint16(b)) }
