package store

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// A Lock says that this process has the store's window. The end of the process
// lets it go, however it ends.
type Lock struct {
	file     *os.File
	listener net.Listener
	door     string
}

// A door is where the first window is reached: a port of this machine and a
// token that only the user's own processes can read.
type door struct {
	Addr  string `json:"addr"`
	Token string `json:"token"`
}

type knock struct {
	Token string   `json:"token"`
	Args  []string `json:"args"`
}

const (
	knockLimit = 64 << 10
	knockTime  = 2 * time.Second
)

// LockWindow takes the window lock of the store in dir, or is ErrInUse when
// another window has it. Then raised, which may be nil, is called from a
// goroutine of its own with the arguments of each later [Raise].
func LockWindow(dir string, raised func(args []string)) (*Lock, error) {
	if err := prepareDir(dir); err != nil {
		return nil, err
	}
	f, err := lockFile(filepath.Join(dir, windowLock), 0)
	if errors.Is(err, errHeld) {
		return nil, fmt.Errorf("the store %s is %w", dir, ErrInUse)
	}
	if err != nil {
		return nil, fmt.Errorf("locking the window of %s: %w", dir, err)
	}
	l := &Lock{file: f, door: filepath.Join(dir, windowFile)}
	if err := l.listen(raised); err != nil {
		l.Close()
		return nil, fmt.Errorf("locking the window of %s: %w", dir, err)
	}
	return l, nil
}

func (l *Lock) listen(raised func([]string)) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	l.listener = ln
	d := door{ln.Addr().String(), rand.Text()}
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	tmp := l.door + ".tmp"
	os.Remove(tmp) // a left-over one may be readable by others
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(tmp, l.door); err != nil {
		return err
	}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			if args, ok := answer(conn, d.Token); ok && raised != nil {
				raised(args)
			}
		}
	}()
	return nil
}

// answer hears one knock, and says whether it was one of ours.
func answer(conn net.Conn, token string) (args []string, ok bool) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(knockTime))
	var k knock
	if err := json.NewDecoder(io.LimitReader(conn, knockLimit)).Decode(&k); err != nil {
		return nil, false
	}
	if subtle.ConstantTimeCompare([]byte(k.Token), []byte(token)) != 1 {
		return nil, false
	}
	_, err := io.WriteString(conn, "ok")
	return k.Args, err == nil
}

// Close lets the window lock go.
func (l *Lock) Close() error {
	if l.listener != nil {
		os.Remove(l.door)
		l.listener.Close()
	}
	return l.file.Close()
}

// Raise asks the window that holds the lock of dir to come to the front, and
// gives it args, the files to open. An error says that it did not answer.
func Raise(dir string, args ...string) error {
	if err := raise(dir, args); err != nil {
		return fmt.Errorf("the window that has the store %s open does not answer: %w", dir, err)
	}
	return nil
}

func raise(dir string, args []string) error {
	data, err := os.ReadFile(filepath.Join(dir, windowFile))
	if err != nil {
		return err
	}
	var d door
	if err := json.Unmarshal(data, &d); err != nil {
		return err
	}
	conn, err := net.DialTimeout("tcp", d.Addr, knockTime)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(knockTime))
	if err := json.NewEncoder(conn).Encode(knock{d.Token, args}); err != nil {
		return err
	}
	reply := make([]byte, 2)
	if _, err := io.ReadFull(conn, reply); err != nil || string(reply) != "ok" {
		return errors.Join(errors.New("it closed the connection"), err)
	}
	return nil
}
