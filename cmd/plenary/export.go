package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/export"
	"github.com/plenary-search/plenary/search"
)

type exportCommand struct {
	Dir          string `name:"index" placeholder:"DIR" help:"Folder of the index."`
	clusterFlags `group:"On an OpenSearch cluster"`
	Output       string `short:"o" default:"-" placeholder:"FILE" help:"File to write, compressed where its name ends in .zst or .gz; - is standard output, and the default."`
}

// Help is shown by --help, below what the command does.
func (c *exportCommand) Help() string {
	return `The first line says what the file is, then comes a line for each document, with all that the index
holds of it, and one for each source. The same index gives the same bytes. To move it, into a new
folder, to another machine or engine:

  plenary export --index corpus --output corpus.jsonl.zst
  plenary index --index moved corpus.jsonl.zst

The new index gives the same answers. Its documents are neither read nor parsed again, and an index run
over the same files leaves out those that have not changed. Servers go on; who writes to the index has
to be stopped until the export has begun.`
}

func (c *exportCommand) run(ctx context.Context, std streams) (code int, err error) {
	if err := c.check(c.Dir); err != nil {
		return exitUsage, err
	}
	if c.Dir == "" && !c.isCluster() {
		return exitUsage, usageError{errors.New("missing flags: --index=DIR")}
	}
	log := slog.New(slog.NewTextHandler(std.err, nil))
	held, err := openStill(ctx, c.Dir, c.clusterFlags, log)
	if err != nil {
		return exitFailed, err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	corpus, err := held.Corpus(ctx)
	if err != nil {
		return exitFailed, err
	}
	report, finish := progress(std.err, log, "exporting", "documents")
	var done index.Exported
	err = writeFile(c.Output, std.out, func(out io.Writer) (err error) {
		done, err = index.Export(ctx, held, out, index.ExportOptions{Schema: search.SchemaVersion, Documents: corpus.Documents, Progress: report})
		return err
	})
	finish()
	if err != nil {
		return exitFailed, fmt.Errorf("export: %w", err)
	}
	to := c.Output
	if to == "-" {
		to = "standard output"
	}
	fmt.Fprintf(std.err, "plenary: %s in %s and %s written to %s\n", count(done.Paragraphs, "unit"), count(done.Documents, "document"), count(done.Sources, "source"), to)
	return exitOK, nil
}

// writeFile has a file written, compressed as its name says, beside its place: it is there whole or, as far as the file that was there before,
// not at all. What is no file, as a pipe is not, is written to in its place; "-" is standard output.
func writeFile(name string, stdout io.Writer, write func(io.Writer) error) error {
	if name == "-" {
		return writeCompressed(stdout, name, write)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder: name a file", name)
	case !info.Mode().IsRegular():
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(writeCompressed(f, name, write), f.Close())
	}
	beside := name + ".part"
	f, err := os.Create(beside)
	if err != nil {
		return err
	}
	err = writeCompressed(f, name, write)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(beside, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	return nil
}

func writeCompressed(out io.Writer, name string, write func(io.Writer) error) error {
	buffered := bufio.NewWriterSize(out, 1<<20)
	compressed, err := export.Compress(buffered, name)
	if err != nil {
		return err
	}
	if err := errors.Join(write(compressed), compressed.Close()); err != nil {
		return err
	}
	return buffered.Flush()
}
