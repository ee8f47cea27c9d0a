//go:build !linux

package embedded

// releaseMapped does nothing: the system gives pages of mapped files back by itself.
func releaseMapped(string) {}
