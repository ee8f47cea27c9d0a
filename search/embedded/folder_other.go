//go:build !unix

package embedded

import "os"

// syncOpen does nothing: folders cannot be synced here, and renames are ordered by the file system.
func syncOpen(*os.File) error { return nil }

func isReadOnly(error) bool { return false }
