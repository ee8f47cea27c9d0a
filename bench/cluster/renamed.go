package main

import (
	"bytes"
	"compress/gzip"
	"io"
)

// renamed is a bulk request for indexes whose names begin otherwise; it is compressed if the other was.
func renamed(c call, from, to string) (renamed call, err error) {
	const name = `"_index":"`
	packed := c.Header.Get("Content-Encoding") == "gzip"
	if packed {
		if c.Body, err = uncompressed(c.Body); err != nil {
			return c, err
		}
	}
	c.Body = bytes.ReplaceAll(c.Body, []byte(name+from), []byte(name+to))
	if packed {
		c.Body, err = compressed(c.Body)
	}
	return c, err
}

func uncompressed(body []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// compressed compresses as package rest does.
func compressed(body []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}
