package embedded

import (
	"context"
	"iter"

	"github.com/plenary-search/plenary/index/document"
)

// Headers yields the headers of all documents of the last commit, in natural order of keys. With [Engine.Document] it lets
// documents that are indexed later be linked with those that are here.
func (e *Engine) Headers(ctx context.Context) iter.Seq2[document.Header, error] {
	return func(yield func(document.Header, error) bool) {
		err := e.look(func(v *view) error {
			for i := range v.docs {
				if err := ctx.Err(); err != nil {
					return err
				}
				if !yield(v.docs[i].header, nil) {
					return nil
				}
			}
			return nil
		})
		if err != nil {
			yield(document.Header{}, err)
		}
	}
}
