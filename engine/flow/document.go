package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
)

// maxSteps is how many undo steps a document remembers.
const maxSteps = 500

// A Document is an open integration with its history. It is not safe for concurrent
// use: it belongs to one goroutine, the window's.
type Document struct {
	in         *Integration
	keys       keyring
	undo, redo []step
	rev, saved int // the revision at hand, and the one last saved
	last       int // the highest revision given
	changed    func()
	log        func(record []byte)
}

// A step is an edit in the history and the revision that it leads to.
type step struct {
	edit   Edit
	label  string
	rev    int
	typing string // the field typed in: further typing there joins the step
}

// Open returns a document for the integration, which from now on is the document's.
// It calls changed, which carries nothing, after every change.
func Open(in *Integration, changed func()) *Document {
	d := &Document{in: in}
	d.Listen(changed, nil)
	d.number()
	return d
}

// Listen sets who is told: changed after every change, and log of each record that
// [Replay] needs to make the document again. Either may be nil.
func (d *Document) Listen(changed func(), log func(record []byte)) {
	if changed == nil {
		changed = func() {}
	}
	d.changed, d.log = changed, log
}

// Integration returns the integration. The caller must not change it: for that there is Do.
func (d *Document) Integration() *Integration { return d.in }

// Snapshot returns a copy that later edits do not change, for who looks at the document
// on another goroutine. It shares what an edit replaces and never changes in place, such
// as settings and wires, so it is quick however large the document is, and must not be
// changed.
func (d *Document) Snapshot() *Integration {
	c := *d.in
	c.Flows = make([]*Flow, len(d.in.Flows))
	for i, f := range d.in.Flows {
		flow := *f
		flow.Nodes = sharing(f.Nodes)
		c.Flows[i] = &flow
	}
	return &c
}

func sharing(ns []*Node) []*Node {
	if ns == nil {
		return nil
	}
	copies, out := make([]Node, len(ns)), make([]*Node, len(ns))
	for i, n := range ns {
		copies[i] = *n
		copies[i].Body = sharing(n.Body)
		out[i] = &copies[i]
	}
	return out
}

// Do applies an edit and makes it undoable. An edit that changes nothing leaves no trace.
func (d *Document) Do(e Edit) error {
	written, unwritable := EncodeEdit(e)
	if e == nil {
		return unwritable
	}
	u, err := e.Apply(d.in)
	if err != nil || u == nil {
		return err
	}
	if unwritable != nil {
		if _, err := u.Apply(d.in); err != nil {
			panic("flow: an edit just done could not be undone: " + err.Error())
		}
		return unwritable
	}
	d.number()
	typing := ""
	if s, ok := e.(SetField); ok && s.Typing {
		typing = s.Flow + "\x00" + s.Node + "\x00" + s.Field
	}
	joins := typing != "" && len(d.undo) > 0 && d.undo[len(d.undo)-1].typing == typing && d.rev != d.saved && len(d.redo) == 0
	d.redo = nil
	if !joins {
		d.undo = append(d.undo, step{u, e.Label(), d.rev, typing})
		if len(d.undo) > maxSteps {
			d.undo = d.undo[len(d.undo)-maxSteps:]
		}
	}
	d.last++
	d.rev = d.last
	if joins {
		d.dropEmpty()
	}
	d.record("do", written)
	d.changed()
	return nil
}

// dropEmpty takes the last step away if what was typed came to nothing: the field holds
// again what it held before.
func (d *Document) dropEmpty() {
	s := d.undo[len(d.undo)-1]
	back, err := s.edit.Apply(d.in)
	if err != nil {
		return
	}
	if back != nil {
		if _, err := back.Apply(d.in); err != nil {
			panic("flow: an edit just undone could not be done again: " + err.Error())
		}
		return
	}
	d.undo = d.undo[:len(d.undo)-1]
	d.rev = s.rev
}

// Undo takes back the last edit, if any.
func (d *Document) Undo() {
	if d.move(&d.undo, &d.redo) {
		d.record("undo", one)
		d.changed()
	}
}

// Redo does the last undone edit again, if any.
func (d *Document) Redo() {
	if d.move(&d.redo, &d.undo) {
		d.record("redo", one)
		d.changed()
	}
}

var one = []byte("1")

// UndoLabel says what Undo would do; "" is nothing.
func (d *Document) UndoLabel() string { return top(d.undo) }

// RedoLabel says what Redo would do; "" is nothing.
func (d *Document) RedoLabel() string { return top(d.redo) }

// UndoFlow names the flow that Undo would change, RedoFlow the one that Redo would; "" is
// none, or all of the integration.
func (d *Document) UndoFlow() string { return flowOf(d.undo) }
func (d *Document) RedoFlow() string { return flowOf(d.redo) }

// flowOf is the flow that the last of the steps is about.
func flowOf(steps []step) string {
	if len(steps) == 0 {
		return ""
	}
	e := steps[len(steps)-1].edit
	for {
		b, ok := e.(Batch)
		if !ok || len(b.Edits) == 0 {
			break
		}
		e = b.Edits[0]
	}
	if name := reflect.ValueOf(e).FieldByName("Flow"); name.IsValid() && name.Kind() == reflect.String {
		return name.String()
	}
	return ""
}

func top(steps []step) string {
	if len(steps) == 0 {
		return ""
	}
	return steps[len(steps)-1].label
}

// move takes a step back or forth. A history that does not fit the document, which only
// a damaged draft can hold, is dropped.
func (d *Document) move(from, to *[]step) bool {
	if len(*from) == 0 {
		return false
	}
	s := (*from)[len(*from)-1]
	back, err := s.edit.Apply(d.in)
	if err != nil || back == nil {
		*from = nil
		return false
	}
	*from = (*from)[:len(*from)-1]
	d.number()
	*to = append(*to, step{back, s.label, d.rev, ""})
	d.rev = s.rev
	return true
}

// Saved marks the document as it is now as saved, and ends a run of typing.
func (d *Document) Saved() {
	if d.saved == d.rev {
		return
	}
	d.saved = d.rev
	d.record("saved", Of(Hash(Write(d.in))))
}

// Dirty reports whether the document differs from the one last saved.
func (d *Document) Dirty() bool { return d.rev != d.saved }

// Hash names the bytes of a file: "sha256:…".
func Hash(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// number gives a key to every node that has none. Keys are never given twice.
func (d *Document) number() {
	unnamed := false
	for _, f := range d.in.Flows {
		for n := range f.All {
			d.keys.last = max(d.keys.last, n.Key)
			unnamed = unnamed || n.Key == 0
		}
	}
	if !unnamed {
		return
	}
	for _, f := range d.in.Flows {
		for n := range f.All {
			if n.Key == 0 {
				n.Key = d.keys.next()
			}
		}
	}
}

type keyring struct{ last Key }

func (k *keyring) next() Key { k.last++; return k.last }
