package store

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func TestOneWindowAStoreAcrossProcesses(t *testing.T) {
	d := dir(t)
	c := start(t, "window", d)
	if line := c.line(); line != "window" {
		t.Fatal(line)
	}
	if _, err := LockWindow(d, nil); !errors.Is(err, ErrInUse) {
		t.Errorf("a second window: %v", err)
	}
	must(t, Raise(d, "a.json", "b.json"))
	if line := c.line(); line != "raised a.json b.json" {
		t.Errorf("the first window says %q", line)
	}
	s := open(t, d, Options{}) // a command beside the window
	must(t, s.Close())

	must(t, c.Process.Kill())
	c.Wait()
	l, err := LockWindow(d, nil)
	if err != nil {
		t.Fatalf("after the first was killed: %v", err)
	}
	must(t, Raise(d))
	must(t, l.Close())
	if err := Raise(d); err == nil {
		t.Error("a closed window was raised")
	}
}

func TestRaiseNeedsTheToken(t *testing.T) {
	d := dir(t)
	raised := make(chan []string, 1)
	l, err := LockWindow(d, func(args []string) { raised <- args })
	must(t, err)
	defer l.Close()
	path := filepath.Join(d, windowFile)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	var at door
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, json.Unmarshal(data, &at))
	for _, text := range []string{`{"token":"","args":["x"]}`, `{"token":"` + at.Token + `x"}`, "GET / HTTP/1.0\r\n\r\n"} {
		conn, err := net.Dial("tcp", at.Addr)
		must(t, err)
		conn.SetDeadline(time.Now().Add(5 * time.Second))
		conn.Write([]byte(text))
		if n, _ := conn.Read(make([]byte, 2)); n != 0 {
			t.Errorf("%q was answered", text)
		}
		conn.Close()
	}
	must(t, Raise(d, "real"))
	if args := <-raised; len(args) != 1 || args[0] != "real" {
		t.Errorf("raised with %q", args)
	}
}
