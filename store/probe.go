package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// What a child process that examines a store says and ends with. One that says
// nothing is no such process; one that ends in another way was ended by the file.
const (
	probeHello = "flowbench store probe\n"

	probeSound   = 0
	probeBroken  = 3 // the structure: what can be read must be taken out
	probeRecords = 4 // single records: they are named, the others are fine
)

const probeTime = 2 * time.Minute

// errRecords says that single records are damaged.
var errRecords = errors.New("damaged records")

// ProbeBy is an Options.Probe that has the program exe, a Flowbench, examine
// the file.
func ProbeBy(exe string) func(path string) error {
	return func(path string) error {
		return probeBy(exec.Command(exe, "store", "probe", path))
	}
}

func probeBy(cmd *exec.Cmd) error {
	ctx, cancel := context.WithTimeout(context.Background(), probeTime)
	defer cancel()
	var out strings.Builder
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { cmd.Process.Kill() })
	err := cmd.Wait()
	stop()
	text, ours := strings.CutPrefix(out.String(), probeHello)
	text = strings.TrimSpace(text)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("it took longer than %v", probeTime)
	case !ours:
		return fmt.Errorf("the process that should do it ended with: %v", cmd.ProcessState)
	case err == nil:
		return nil
	case cmd.ProcessState.ExitCode() == probeRecords:
		return fmt.Errorf("%w: %s", errRecords, text)
	case cmd.ProcessState.ExitCode() == probeBroken:
		return damaged("%s", text)
	}
	return damaged("reading it ended a process (%v)", cmd.ProcessState)
}

// ServeProbe is what such a process does: it reads all of the file at path, says
// on out what is wrong and returns its exit code.
func ServeProbe(out io.Writer, path string) int {
	io.WriteString(out, probeHello)
	if err := probeStructure(path); err != nil {
		fmt.Fprintln(out, err)
		return probeBroken
	}
	if err := verify(path); err != nil {
		fmt.Fprintln(out, err)
		return probeRecords
	}
	return probeSound
}

// probeStructure has bbolt check the file and reads each of its bytes that is in use.
func probeStructure(path string) error {
	half, err := inspect(path, true)
	if err != nil {
		return err
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true, Timeout: time.Second, NoStatistics: true})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bbolt.Tx) error {
		var first error
		for err := range tx.Check() { // to its end, or its goroutine stays
			if first == nil && !half {
				first = err
			}
		}
		if first != nil {
			return first
		}
		all := sha256.New() // so that the reading is done
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				all.Write(k)
				all.Write(v)
				return nil
			})
		})
	})
}

// probe has a child process examine the file. Where it cannot, the file is
// opened all the same: it was examined here.
func (s *Store) probe(path string) error {
	if s.opts.Probe == nil {
		return nil
	}
	err := s.opts.Probe(path)
	switch {
	case errors.Is(err, ErrDamaged):
		return err
	case errors.Is(err, errRecords):
		s.note("In the store %s is %v. All else in it can be read. To go back to a backup: flowbench store restore", s.dir, err)
	case err != nil:
		s.note("The store %s was not examined: %v.", s.dir, err)
	}
	return nil
}
