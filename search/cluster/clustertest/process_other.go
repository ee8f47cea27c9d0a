//go:build !unix

package clustertest

import (
	"errors"
	"os"
	"syscall"
)

func apart() *syscall.SysProcAttr { return nil }

func pause(*os.Process) error  { return errors.ErrUnsupported }
func resume(*os.Process) error { return errors.ErrUnsupported }
