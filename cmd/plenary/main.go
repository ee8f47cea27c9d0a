// Command plenary searches the documents of intergovernmental conferences, paragraph by paragraph.
//
// Every command reads its settings once, from flags and from PLENARY_* variables, and hands them on as arguments. Flags,
// environment and exit codes are known here and nowhere else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes, the same for every command.
const (
	exitOK          = 0
	exitFailed      = 1   // the work, or a part of it, was not done
	exitUsage       = 2   // the command line is wrong
	exitInterrupted = 130 // stopped by a signal; nothing committed is lost
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default action is back, so that a second one ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// streams are where a command writes.
type streams struct{ out, err io.Writer }

// commandLine is the grammar of the command line; each field is a file of this package.
type commandLine struct {
	Index    indexCommand    `cmd:"" help:"Index files and folders."`
	Search   searchCommand   `cmd:"" help:"Search, and print the paragraphs found."`
	Variants variantsCommand `cmd:"" help:"Print where else a paragraph is said, with a few words changed."`
	Identify identifyCommand `cmd:"" help:"Say which documents, resolutions, decisions and agenda items words name."`
	Serve    serveCommand    `cmd:"" help:"Serve the search page and the JSON API."`
	Export   exportCommand   `cmd:"" help:"Write a whole index as JSON Lines, which plenary index reads back."`
	Inspect  inspectCommand  `cmd:"" help:"Print how files are split and tagged, without indexing them."`
	Version  versionCommand  `cmd:"" help:"Print the version."`

	ExtractWorker workerCommand `cmd:"" hidden:"" help:"Read documents for another process, which sends them on standard input."`
}

// command is one of the commands above. It returns the exit code, or an error to be shown.
type command interface {
	run(ctx context.Context, std streams) (int, error)
}

// usageError is an error in how a command was called.
type usageError struct{ error }

// run parses args, runs the command they name and returns the exit code.
func run(ctx context.Context, args []string, std streams) int {
	chosen, code, done := parse(args, std)
	if done {
		return code
	}
	code, err := chosen.run(ctx, std)
	var usage usageError
	switch {
	case err == nil:
		return code
	case errors.As(err, &usage):
		fmt.Fprintf(std.err, "plenary: %v\n", err)
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintf(std.err, "plenary: interrupted: %v\n", err)
		return exitInterrupted
	default:
		fmt.Fprintf(std.err, "plenary: %v\n", err)
		return exitFailed
	}
}

// unknownLetter matches the error of a query such as '-UNODC victims', which is read as flags of one letter.
var unknownLetter = regexp.MustCompile(`^unknown flag -[^-]`)

// parse reads the command line. With done, the command line was answered (as --help is) or refused, and code is final.
func parse(args []string, std streams) (chosen command, code int, done bool) {
	type exit struct{ code int }
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(exit)
			if !ok {
				panic(r)
			}
			chosen, code, done = nil, e.code, true
		}
	}()
	var line commandLine
	parser, err := kong.New(&line,
		kong.Name("plenary"),
		kong.Description("Full-text search for the documents of intergovernmental conferences.\n\n"+
			"Without --index, all but index and export work on the documents embedded in the program. "+
			"Every flag can be set by a variable: --index by PLENARY_INDEX, --page-size by PLENARY_PAGE_SIZE."),
		kong.DefaultEnvars("PLENARY"),
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { panic(exit{code}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 96}),
	)
	if err != nil {
		panic(err) // the grammar above is wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.err, "plenary: %v\nplenary: see plenary --help\n", err)
		if unknownLetter.MatchString(err.Error()) {
			fmt.Fprintf(std.err, "plenary: words that begin with a hyphen stand behind --: plenary %s -- '-UNODC'\n", args[0])
		}
		return nil, exitUsage, true
	}
	return parsed.Selected().Target.Addr().Interface().(command), exitOK, false
}
