package cage

import (
	"testing"
	"unicode/utf8"
)

// FuzzTake holds that whatever a child says is refused, or is blocks with valid text within the limits of a document.
func FuzzTake(f *testing.F) {
	f.Add(byte(blocksFrame), []byte(`[{"Kind":"text","Text":"é","Breaks":[2],"Links":[{"Start":0,"End":2,"Target":"x"}]}]`))
	f.Add(byte(contentFrame), []byte(`{"Blocks":0,"Lang":"en","Meta":{"title":"x"}}`))
	f.Add(byte(pageFrame), []byte(`{"Page":1,"Of":2}`))
	f.Add(byte(errorFrame), []byte(`{"Text":"x","TooLong":{"Blocks":1,"Bytes":2}}`))
	f.Fuzz(func(t *testing.T, k byte, payload []byte) {
		a := receiver{left: maxAnswer}
		if _, err := a.take(frame{kind: kind(k), payload: payload}); err != nil {
			if err.Error() == "" && kind(k) != errorFrame {
				t.Error("an error without a message")
			}
			return
		}
		if err := a.content.Measure(); err != nil {
			t.Error(err)
		}
		for _, b := range a.content.Blocks {
			if !b.Kind.Known() || !utf8.ValidString(b.Text) || len(b.Breaks) > 0 && b.Breaks[0] > len(b.Text) {
				t.Errorf("accepted %+v", b)
			}
		}
	})
}
