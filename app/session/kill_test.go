package session

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"flowbench/engine/flow"
	"flowbench/store"
)

const (
	childDir  = "FLOWBENCH_TEST_TYPIST" // the folder in which the child types
	childFrom = "FLOWBENCH_TEST_FROM"   // the number of its first change
	lost      = 2 * time.Second         // what a kill may cost
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := typist(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// act makes the change of that number: mostly typing, with nodes and undo between, and
// after each the End's note says its number, so that no two states are alike.
func act(i int, do func(flow.Edit) error, undo func()) error {
	switch {
	case i%97 == 96:
		undo()
	case i%13 == 12:
		if err := do(flow.AddNode{Flow: "Flow 1", Index: -1, Node: &flow.Node{Name: fmt.Sprint("N", i), Kind: "api"}}); err != nil {
			return err
		}
	}
	return do(flow.SetField{Flow: "Flow 1", Node: "End", Field: "n", Value: flow.Of(i), Typing: i%29 != 28})
}

// typist is the child: it opens what was opened last and types until it is killed,
// telling each change when it is made.
func typist(dir string) error {
	from, err := strconv.Atoi(os.Getenv(childFrom))
	if err != nil {
		return err
	}
	st, err := store.Open(filepath.Join(dir, "data"), store.Options{})
	if err != nil {
		return err
	}
	l := NewLibrary(Options{Store: st, Notice: func(text string) { fmt.Fprintln(os.Stderr, text) }})
	s, err := l.Open(l.Last())
	if err != nil {
		return err
	}
	for i := from; ; i++ {
		if err := act(i, s.Do, s.Undo); err != nil {
			return err
		}
		fmt.Println(i)
		time.Sleep(time.Duration(1+i*7%10) * time.Millisecond)
		if i%61 == 60 {
			time.Sleep(quiet + 50*time.Millisecond) // a rest
		}
	}
}

// A person types; the program is killed at any moment; at most what was typed in the last
// two seconds is lost, what is there is a state that was, and its undo with it.
// FLOWBENCH_LONG=1 makes it a long one.
func TestAKillCostsAtMostTheLastTwoSeconds(t *testing.T) {
	kills := 5
	if os.Getenv("FLOWBENCH_LONG") != "" {
		kills = 50
	}
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	dir := t.TempDir()
	l := library(t, dir)
	s := opened(t)(l.New("Typed"))
	must(t, s.Close())
	random := rand.New(rand.NewPCG(3, uint64(kills)))
	model := flow.Open(s.Integration().Clone(), nil)
	kept, typed, worst := 0, 0, time.Duration(0)
	for round := range kills {
		when := typeUntilKilled(t, dir, kept, time.Duration(300+random.IntN(2700))*time.Millisecond)
		s, err := l.Open(l.Last())
		must(t, err)
		if n := s.Notices(); n != nil {
			t.Fatalf("round %d: %q", round, n)
		}
		// The state is one that was: go forward to it.
		before := kept
		got := string(s.doc.Checkpoint())
		for got != string(model.Checkpoint()) {
			if kept >= before+len(when.at)+2 {
				t.Fatalf("round %d: what is there was never typed:\n%.400s", round, got)
			}
			must(t, act(kept, model.Do, model.Undo))
			kept++
		}
		typed += len(when.at)
		if gone := before + len(when.at) - kept; gone > 0 {
			age := when.killed.Sub(when.at[kept-before])
			worst = max(worst, age)
			if age > lost {
				t.Errorf("round %d: %d changes are lost, the first typed %v before the kill", round, gone, age)
			}
		}
		if s.UndoLabel() == "" && kept > 0 {
			t.Errorf("round %d: the undo is lost", round)
		}
		must(t, s.Close())
	}
	if kept == 0 {
		t.Fatal("nothing was ever kept: the kills tested nothing")
	}
	t.Logf("%d kills, %d changes typed, %d kept, the oldest lost one %v before its kill", kills, typed, kept, worst.Round(time.Millisecond))
}

// typing is when each change was told, and when the child was killed.
type typing struct {
	at     []time.Time
	killed time.Time
}

func typeUntilKilled(t *testing.T, dir string, from int, after time.Duration) typing {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childFrom+"="+strconv.Itoa(from))
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var when typing
	var once sync.Once
	kill := func() {
		once.Do(func() {
			when.killed = time.Now()
			cmd.Process.Kill()
		})
	}
	giveUp := time.AfterFunc(20*time.Second, kill)
	defer giveUp.Stop()
	var timer *time.Timer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n, err := strconv.Atoi(lines.Text()); err != nil || n != from+len(when.at) {
			t.Errorf("the child says %q", lines.Text())
		}
		when.at = append(when.at, time.Now())
		if timer == nil {
			timer = time.AfterFunc(after, kill)
		}
	}
	cmd.Wait()
	kill() // it ended by itself
	if timer == nil || complaints.Len() > 0 {
		t.Fatalf("the child typed %d changes and says: %s", len(when.at), complaints.String())
	}
	return when
}
