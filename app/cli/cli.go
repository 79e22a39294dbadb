// Package cli is the command line: run, check, connection, fmt, sandbox, picture, store.
//
// What a program reads goes to stdout, what people read to stderr. The exit code is 0
// when all went well, 1 when a flow failed or was interrupted, 2 for wrong use or a flow
// with errors. A fault says what happened, then what to do. A secret is never an argument,
// and is printed nowhere. The store is opened by who needs an account or an environment
// of it, and by nobody else.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"flowbench/engine/spec"
)

// Exit codes.
const (
	Done   = 0
	Failed = 1
	Wrong  = 2
)

// Version is what --version says.
const Version = "0.1.0"

// A fault carries its exit code. One without a text was told already.
type fault struct {
	code int
	text string
}

func (f fault) Error() string { return f.text }

func wrong(format string, args ...any) error { return fault{Wrong, fmt.Sprintf(format, args...)} }

func failed(format string, args ...any) error { return fault{Failed, fmt.Sprintf(format, args...)} }

// A command is one run of the program.
type command struct {
	in       io.Reader
	out, err io.Writer
	lines    *bufio.Reader // of in, once a line of it was read
}

// names are the commands, in the order in which they are told.
var names = []string{"run", "check", "connection", "fmt", "sandbox", "picture", "store", "worker", "help", "completion"}

// Is reports whether the arguments name a command, rather than a file for the window. The
// flags that both understand may stand before it.
func Is(args []string) bool {
	for len(args) > 0 && strings.HasPrefix(args[0], "--data") {
		if args[0] == "--data" && len(args) > 1 {
			args = args[1:]
		}
		args = args[1:]
	}
	return len(args) > 0 && (slices.Contains(names, args[0]) || slices.Contains([]string{"-h", "--help", "-v", "--version"}, args[0]))
}

// Main runs the command that the arguments name and returns the exit code. An interrupt
// cancels what runs; a second one ends the program at once.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	c := &command{in: in, out: out, err: errw}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return Done
	}
	f, ok := errors.AsType[fault](err)
	if !ok { // of the flags
		f = fault{Wrong, err.Error() + "\nSee: flowbench " + commandName(args) + "--help"}
	}
	if f.text != "" {
		fmt.Fprintln(errw, "flowbench:", f.text)
	}
	return f.code
}

func commandName(args []string) string {
	if len(args) > 0 && slices.Contains(names, args[0]) {
		return args[0] + " "
	}
	return ""
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "flowbench [FILE]",
		Short: "A workbench for API integrations",
		Long: "Flowbench draws, runs and tests API integrations as flows on a canvas.\n" +
			"Without a command it opens its window, with FILE in it.\n\n" +
			"Nothing leaves the machine unless asked: run uses the sandbox, local stand-ins for the\n" +
			"providers' APIs, until --env live is given.",
		Example:       "  flowbench\n  flowbench watch.json\n  flowbench run watch.json --input target=example.com",
		Version:       Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE:          func(_ *cobra.Command, args []string) error { return noWindow(args) },
	}
	root.SetVersionTemplate("flowbench {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().String("data", "", "the `FOLDER` that the window's data lies in (also FLOWBENCH_DATA)")
	root.AddCommand(c.run(), c.check(), c.connection(), c.format(), c.sandbox(), c.picture(), c.storage(), c.worker())
	return root
}

// noWindow says why there is no window, or what was meant instead.
func noWindow(args []string) error {
	const none = "this build has no window: it was built without cgo. Build it with: make window"
	switch {
	case len(args) == 0:
		return wrong("%s\nSee: flowbench --help", none)
	case isFile(args[0]):
		return wrong("%s\nTo run the flow here: flowbench run %s", none, args[0])
	}
	did := ""
	if n := spec.Nearest(args[0], names); n != "" {
		did = fmt.Sprintf(" Did you mean %s?", n)
	}
	return wrong("%q is neither a command nor a file.%s\nSee: flowbench --help", args[0], did)
}

func isFile(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.Mode().IsRegular()
}

// takes checks how many arguments there are: one of what, or with more at least one.
func takes(what string, more bool) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return wrong("%s needs a %s\nSee: flowbench %[1]s --help", cmd.Name(), what)
		case len(args) > 1 && !more:
			return wrong("%s takes one %s, not %d: %s\nSee: flowbench %[1]s --help", cmd.Name(), what, len(args), strings.Join(args, " "))
		}
		return nil
	}
}

// takesNone refuses arguments.
func takesNone(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrong("%s takes no argument, and there is %q\nSee: flowbench %[1]s --help", cmd.Name(), args[0])
	}
	return nil
}
