package embedded

import (
	"fmt"
	"runtime/debug"
)

// panicError is a panic below guard.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// guard runs a function that calls Bleve. A panic, also one from reading a mapped file that was cut or lies on a failing
// disk, comes back as an error: Bleve checks neither lengths nor checksums when it reads.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value: value, stack: debug.Stack()}
		}
	}()
	return f()
}
