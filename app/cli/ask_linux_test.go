package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminalOf is a terminal: what is typed into one end comes out at the other, which shows
// what a person sees at the first.
func terminalOf(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there is no terminal to be had here: ", err)
	}
	t.Cleanup(func() { person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Skip(err)
	}
	if program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

func echoes(t *testing.T, f *os.File) bool {
	t.Helper()
	st, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return st.Lflag&unix.ECHO != 0
}

// hushed waits until a secret can be typed.
func hushed(t *testing.T, f *os.File) {
	t.Helper()
	for range 500 {
		if !echoes(t, f) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("what is typed would be seen")
}

func TestASecretThatIsTypedIsNotShown(t *testing.T) {
	person, program := terminalOf(t)
	said := &watched{}
	c := &command{in: program, out: io.Discard, err: said}
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		text, err := c.ask(t.Context(), "the field Token")
		done <- answer{text, err}
	}()
	hushed(t, program)
	if _, err := io.WriteString(person, key1+"\n"); err != nil {
		t.Fatal(err)
	}
	got := <-done
	if got.err != nil || got.text != key1 || said.String() != "The field Token: \n" {
		t.Errorf("%q, %v, said %q", got.text, got.err, said)
	}
	if !echoes(t, program) {
		t.Error("afterwards the terminal shows nothing")
	}
	io.WriteString(program, "the end")
	seen := ""
	for part := make([]byte, 1<<12); !strings.Contains(seen, "the end"); {
		n, err := person.Read(part)
		if err != nil {
			t.Fatal(err)
		}
		seen += string(part[:n])
	}
	if strings.Contains(seen, key1) {
		t.Errorf("the terminal shows %q", seen)
	}
}

func TestAnInterruptedQuestionLeavesTheTerminalAsItWas(t *testing.T) {
	_, program := terminalOf(t)
	c := &command{in: program, out: io.Discard, err: io.Discard}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := c.ask(ctx, "the field Token")
		done <- err
	}()
	hushed(t, program)
	cancel()
	if err := <-done; err == nil || err.Error() != "interrupted: nothing was changed" {
		t.Errorf("%v", err)
	}
	if !echoes(t, program) {
		t.Error("the terminal shows nothing any more")
	}
}

func TestAPassphraseIsTypedTwice(t *testing.T) {
	person, program := terminalOf(t)
	for _, c := range []struct{ first, second, want string }{{"the same thing", "the same thing", ""}, {"one thing", "another", "the two are not the same"}} {
		asked, questions := io.Pipe()
		cmd := &command{in: program, out: io.Discard, err: questions}
		done := make(chan error, 1)
		go func() {
			_, err := cmd.choosePassphrase(t.Context(), "a passphrase for the vault")
			questions.Close()
			done <- err
		}()
		heard := bufio.NewReader(asked)
		for _, typed := range []string{c.first, c.second} {
			if _, err := heard.ReadString(':'); err != nil {
				t.Fatalf("no question, but %v", <-done)
			}
			hushed(t, program)
			io.WriteString(person, typed+"\n")
		}
		go io.Copy(io.Discard, heard)
		if err := <-done; (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, %q: %v", c.first, c.second, err)
		}
	}
}
