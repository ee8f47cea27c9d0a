package rest

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"testing"
)

func textLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// uncompressed is the body of a request.
func uncompressed(t *testing.T, r *http.Request) io.Reader {
	t.Helper()
	if r.Header.Get("Content-Encoding") != "gzip" {
		return r.Body
	}
	body, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Error(err)
		return r.Body
	}
	return body
}
