// Package cli is the command line: run, check, fmt, sandbox, picture. What a program reads
// goes to stdout, what people read to stderr. The exit code is 0 when all went well, 1
// when a flow failed, 2 for wrong use or a flow with errors.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"flowbench/engine/flow"
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

// A command is one run of the program.
type command struct {
	in       io.Reader
	out, err io.Writer
}

// Is reports whether the arguments name a command, rather than a file for the window.
func Is(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch args[0] {
	case "run", "check", "fmt", "sandbox", "picture", "worker", "help", "completion", "-h", "--help", "-v", "--version":
		return true
	}
	return false
}

// Main runs the command that the arguments name and returns the exit code.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &command{in, out, errw}
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
	if !ok {
		f = fault{Wrong, err.Error() + "\nSee: flowbench " + commandName(args) + "--help"}
	}
	if f.text != "" {
		fmt.Fprintln(errw, "flowbench:", f.text)
	}
	return f.code
}

func commandName(args []string) string {
	if len(args) > 0 && Is(args[:1]) && !strings.HasPrefix(args[0], "-") {
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
		RunE: func(cmd *cobra.Command, args []string) error {
			return wrong("%s\nSee: flowbench --help", noWindow)
		},
		Args: cobra.ArbitraryArgs,
	}
	root.SetVersionTemplate("flowbench {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().String("data", "", "the folder that the data lies in (also FLOWBENCH_DATA)")
	root.AddCommand(c.run(), c.check(), c.format(), c.sandbox(), c.picture(), c.worker())
	return root
}

const noWindow = "this build has no window: it was built without cgo"

// read reads an integration; "-" is stdin.
func (c *command) read(name string) (*flow.Integration, []byte, error) {
	var b []byte
	var err error
	if name == "-" {
		b, err = io.ReadAll(io.LimitReader(c.in, flow.MaxSize+1))
	} else {
		b, err = readFile(name)
	}
	if err != nil {
		return nil, nil, wrong("%v", err)
	}
	in, err := flow.Read(b)
	if err != nil {
		return nil, nil, wrong("%s: %v", name, err)
	}
	return in, b, nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, flow.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return b, nil
}

// pick returns the flow of that name, or the first one for "".
func pick(in *flow.Integration, name string) (*flow.Flow, error) {
	if name == "" {
		if len(in.Flows) == 0 {
			return nil, wrong("%s has no flow", in.Name)
		}
		return in.Flows[0], nil
	}
	if f := in.Flow(name); f != nil {
		return f, nil
	}
	var names []string
	for _, f := range in.Flows {
		names = append(names, fmt.Sprintf("%q", f.Name))
	}
	return nil, wrong("%s has no flow %q; it has %s", in.Name, name, strings.Join(names, ", "))
}
