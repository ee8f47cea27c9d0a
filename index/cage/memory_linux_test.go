package cage

import "testing"

// The most memory of children is theirs alone, and is known while they wait and when they are gone.
func TestPeakIsThatOfTheChildren(t *testing.T) {
	ballast := make([]byte, 256<<20)
	for i := range ballast {
		ballast[i] = byte(i)
	}
	c := open(t, "child-good", Options{})
	if _, err := read(c, caged); err != nil {
		t.Fatal(err)
	}
	waiting := c.Peak()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if gone := c.Peak(); waiting < 1<<20 || waiting > 128<<20 || gone < waiting {
		t.Errorf("Peak = %d bytes, and %d after the end of the child, beside %d of this process; want that of the child", waiting, gone, len(ballast))
	}
}
