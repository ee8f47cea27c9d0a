// Package fault turns panics into errors, also those of reading a mapped file that was cut or lies on a failing disk.
package fault

import (
	"fmt"
	"runtime/debug"
)

// Panic is a panic below [Guard].
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// Guard runs a function that reads mapped files or calls Bleve, which checks neither lengths nor checksums when it reads. A panic
// comes back as a [Panic]; that of a goroutine begun by the function does not.
func Guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if value := recover(); value != nil {
			err = &Panic{Value: value, Stack: debug.Stack()}
		}
	}()
	return f()
}
