package auth

import (
	"sync"
	"sync/atomic"
)

// A Redactor finds secrets in what others send us, in every form of [forms], and puts
// ••• in their place. It is the net behind the rule that a record never holds a secret,
// and looks at copies that people see, never at a flow's data. A secret of fewer than
// six characters is not looked for. It may be used by many goroutines at once; the zero
// Redactor is ready.
type Redactor struct {
	mu    sync.Mutex
	known map[string]bool
	forms []form
	any   atomic.Bool
	table atomic.Pointer[table] // nil until the forms are looked for
}

// Add makes secrets known.
func (r *Redactor) Add(secrets ...Secret) {
	if len(secrets) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		text := s.Reveal()
		if !Findable(s) || r.known[text] {
			continue
		}
		if r.known == nil {
			r.known = map[string]bool{}
		}
		r.known[text] = true
		r.forms = append(r.forms, forms(text)...)
		r.any.Store(true)
		r.table.Store(nil)
	}
}

// current returns the table of all that is known, nil when that is nothing.
func (r *Redactor) current() *table {
	if !r.any.Load() {
		return nil
	}
	if t := r.table.Load(); t != nil {
		return t
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.table.Load()
	if t == nil {
		t = newTable(r.forms)
		r.table.Store(t)
	}
	return t
}

// Bytes returns b without secrets; b itself where there is none.
func (r *Redactor) Bytes(b []byte) []byte {
	t := r.current()
	if t == nil {
		return b
	}
	var out []byte
	done := 0
	for i := 0; ; {
		from, f := t.next(b, i)
		to := from + len(f.text)
		if to == from {
			break
		}
		if f.shared {
			from, to = edges(b, done, from, to)
		}
		out = append(append(out, b[done:from]...), Hidden...)
		done, i = to, to
	}
	if done == 0 {
		return b
	}
	return append(out, b[done:]...)
}

// Text is Bytes for a string.
func (r *Redactor) Text(s string) string {
	if r.current() == nil {
		return s
	}
	return string(r.Bytes([]byte(s)))
}

// Holds reports whether a secret stands in s.
func (r *Redactor) Holds(s string) bool {
	t := r.current()
	if t == nil {
		return false
	}
	_, f := t.next([]byte(s), 0)
	return f.text != ""
}

// edges widens what is hidden by the two characters on each side that, in base64, hold
// some bits of a secret's first and last bytes.
func edges(b []byte, low, from, to int) (int, int) {
	for range 2 {
		if from > low && base64Char(b[from-1]) {
			from--
		}
		if to < len(b) && base64Char(b[to]) {
			to++
		}
	}
	return from, to
}

func base64Char(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '_' || c == '-'
}
