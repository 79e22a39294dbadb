package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// maxSecret is more than any key or passphrase has.
const maxSecret = 1 << 20

// neverArgument is why a secret does not stand on the command line.
const neverArgument = "secrets come from a prompt, a file or an environment variable, never from an argument: the machine's other users can read those"

// terminal is the terminal that a person types at; false where stdin is something else.
func (c *command) terminal() (*os.File, bool) {
	f, ok := c.in.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

// ask reads a secret: from a terminal without showing it, else the next line of stdin.
func (c *command) ask(ctx context.Context, what string) (string, error) {
	f, ok := c.terminal()
	if !ok {
		return c.line(what)
	}
	was, err := term.GetState(int(f.Fd()))
	if err != nil {
		return "", failed("asking for %s: %v", what, cause(err))
	}
	fmt.Fprintf(c.err, "%s: ", upper(what))
	defer fmt.Fprintln(c.err)
	type typed struct {
		text []byte
		err  error
	}
	done := make(chan typed, 1)
	go func() {
		b, err := term.ReadPassword(int(f.Fd()))
		done <- typed{b, err}
	}()
	select {
	case <-ctx.Done():
		term.Restore(int(f.Fd()), was)
		return "", fault{Failed, "interrupted: nothing was changed"}
	case got := <-done:
		if got.err != nil && !errors.Is(got.err, io.EOF) {
			return "", failed("asking for %s: %v", what, cause(got.err))
		}
		return given(what, string(got.text))
	}
}

// confirm asks a question that yes or no answers; anything but yes is no.
func (c *command) confirm(question string) bool {
	fmt.Fprintf(c.err, "%s [y/N] ", question)
	text, _ := c.reader().ReadString('\n')
	text = strings.ToLower(strings.TrimSpace(text))
	return text == "y" || text == "yes"
}

func (c *command) reader() *bufio.Reader {
	if c.lines == nil {
		c.lines = bufio.NewReader(io.LimitReader(c.in, maxSecret))
	}
	return c.lines
}

// line reads the next line of stdin.
func (c *command) line(what string) (string, error) {
	text, err := c.reader().ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", failed("reading %s from stdin: %v", what, cause(err))
	}
	return given(what, text)
}

func given(what, text string) (string, error) {
	text = strings.TrimRight(text, "\r\n")
	if strings.TrimSpace(text) == "" {
		return "", wrong("%s is missing: type it when asked, or give it on stdin, in a file or in an environment variable", what)
	}
	return text, nil
}

// fromFile reads a secret that is a file; the end of its last line does not belong to it.
func fromFile(what, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", wrong("%v", unopened(path, err))
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	switch {
	case err != nil:
		return "", wrong("reading %s: %v", path, cause(err))
	case len(b) > maxSecret:
		return "", wrong("%s has more than %d MB, which is no secret: is it the right file?", path, maxSecret>>20)
	}
	return given(what+", in "+path+",", string(b))
}

// fromEnv reads a secret that is in an environment variable.
func fromEnv(what, variable string) (string, error) {
	text, ok := os.LookupEnv(variable)
	if !ok || strings.TrimSpace(text) == "" {
		return "", wrong("%s is missing: there is nothing in the environment variable %s", what, variable)
	}
	return text, nil
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
