//go:build !linux

package main

// beNice does nothing: where a system keeps one priority for a process, the command nice does the same.
func beNice(int) error { return nil }
