package searchtest

import "testing"

func TestMemory(t *testing.T) {
	Run(t, func(*testing.T) Engine { return NewMemory() })
}
