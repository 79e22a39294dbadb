package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A child process of the test binary does what the variable childJob says in
// the folder of childDir.
const (
	childJob  = "FLOWBENCH_STORE_CHILD"
	childDir  = "FLOWBENCH_STORE_CHILD_DIR"
	childCode = "FLOWBENCH_STORE_CHILD_CODE"
)

func TestMain(m *testing.M) {
	job, ok := map[string]func(dir string) error{
		"append": childAppends,
		"put":    childPuts,
		"window": childHasWindow,
		"probe":  func(path string) error { os.Exit(ServeProbe(os.Stdout, path)); return nil },
		"full":   childFillsDisk,
	}[os.Getenv(childJob)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := job(os.Getenv(childDir)); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

// childAppends saves an edit after the other and its number in the vault, a
// snapshot each 20, and says each number once it is saved. Now and then the
// vault gets another key.
func childAppends(dir string) error {
	open := func() (*Store, error) {
		s, err := Open(dir, Options{Notice: func(text string) { fmt.Println("notice:", text) }})
		if err != nil {
			return nil, err
		}
		return s, s.Vault().Unlock(ctx, RecoveryCode(os.Getenv(childCode)))
	}
	s, err := open()
	if err != nil {
		return err
	}
	for n := nextEdit(s); ; n++ {
		if err := s.AppendDraft("doc", fmt.Append(nil, n)); err != nil {
			return err
		}
		if err := s.Vault().Put("grant", fmt.Sprint(n%5), fmt.Append(nil, "bound ", n), fmt.Append(nil, n)); err != nil {
			return err
		}
		fmt.Println(n)
		if n%30 == 0 {
			if err := s.Vault().Rekey(ctx, RecoveryCode(os.Getenv(childCode))); err != nil {
				return err
			}
		}
		if n%20 == 0 {
			if err := s.Snapshot("doc", fmt.Append(nil, n)); err != nil {
				return err
			}
		}
		if n%7 == 0 { // let go and open again within a life
			s.Close()
			if s, err = open(); err != nil {
				return err
			}
		}
	}
}

// nextEdit is one more than the last saved, which the snapshot holds when no
// record follows it.
func nextEdit(s *Store) int {
	snap, recs, err := s.Draft("doc")
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	last := 0
	fmt.Sscan(string(snap), &last)
	return last + len(recs) + 1
}

func childPuts(dir string) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	return things.Put(s, "from child", thing{Title: "hello"})
}

func childHasWindow(dir string) error {
	raised := make(chan []string)
	l, err := LockWindow(dir, func(args []string) { raised <- args })
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Println("window")
	select {
	case args := <-raised:
		fmt.Println("raised", strings.Join(args, " "))
	case <-time.After(20 * time.Second):
	}
	select {} // until it is killed
}

type child struct {
	*exec.Cmd
	out *bufio.Scanner
}

// start runs the job in a child, which is killed at the end of the test.
func start(t *testing.T, job, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childJob+"="+job, childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return &child{cmd, bufio.NewScanner(out)}
}

func (c *child) line() string {
	if c.out.Scan() {
		return c.out.Text()
	}
	return ""
}
