package web

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// hitMembers are the names that fields= takes: the members of a hit, and those of its document as document.NAME.
var hitMembers = append(jsonMembers(reflect.TypeFor[hitBody](), ""), jsonMembers(reflect.TypeFor[documentBody](), "document.")...)

// jsonMembers lists the names that encoding/json gives the fields of a struct, those of embedded structs among them.
func jsonMembers(t reflect.Type, prefix string) []string {
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			names = append(names, jsonMembers(field.Type, prefix)...)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, prefix+name)
	}
	return names
}

// hitMember is the member meant by a name in fields=: a member of the hit, or else of its document.
func hitMember(name string) (string, bool) {
	for _, member := range []string{name, "document." + name} {
		if slices.Contains(hitMembers, member) {
			return member, true
		}
	}
	return "", false
}

// pick keeps the named members of a hit, and its id; all of them where none is named.
func pick(hit hitBody, fields []string) any {
	if len(fields) == 0 {
		return hit
	}
	members := membersOf(hit)
	var documentMembers map[string]json.RawMessage
	picked := map[string]any{"id": members["id"]}
	for _, field := range fields {
		of, name, nested := strings.Cut(field, ".")
		if !nested {
			if value, ok := members[field]; ok {
				picked[field] = value
			}
			continue
		}
		if documentMembers == nil {
			documentMembers = membersOf(hit.Document)
		}
		part, ok := picked[of].(map[string]json.RawMessage)
		if !ok {
			part = map[string]json.RawMessage{}
			if picked[of] == nil { // else the whole document is asked for as well
				picked[of] = part
			}
		}
		if value, ok := documentMembers[name]; ok {
			part[name] = value
		}
	}
	return picked
}

// membersOf are the encoded members of a wire type.
func membersOf(body any) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(encodeJSON(body), &members); err != nil {
		panic(err) // a wire type is an object
	}
	return members
}

// encodeJSON encodes a wire type, which always can be. Angle brackets are escaped, so that no answer can be taken for a page;
// they stand in strings only.
func encodeJSON(body any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		panic(err)
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(b.Bytes(), []byte("<"), []byte(`\u003c`)), []byte(">"), []byte(`\u003e`))
}
