package searchtest

import "testing"

func TestMemory(t *testing.T) {
	Run(t, func(*testing.T) Engine { return NewMemory() })
}

func TestMemoryAnswersGold(t *testing.T) {
	e := NewMemory()
	FillGold(t, e)
	RunGold(t, e)
}
