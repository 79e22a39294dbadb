package flow

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
	d := &Document{in: in, changed: changed}
	d.number()
	return d
}

// Integration returns the integration. The caller must not change it: for that there is Do.
func (d *Document) Integration() *Integration { return d.in }

// Snapshot returns a copy that later edits do not change.
func (d *Document) Snapshot() *Integration { return d.in.Clone() }

// Do applies an edit and makes it undoable. An edit that changes nothing leaves no trace.
func (d *Document) Do(e Edit) error {
	u, err := e.Apply(d.in)
	if err != nil || u == nil {
		return err
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
	d.changed()
	return nil
}

// Undo takes back the last edit, if any.
func (d *Document) Undo() { d.move(&d.undo, &d.redo) }

// Redo does the last undone edit again, if any.
func (d *Document) Redo() { d.move(&d.redo, &d.undo) }

// UndoLabel and RedoLabel say what Undo and Redo would do; "" is nothing.
func (d *Document) UndoLabel() string { return top(d.undo) }

// RedoLabel says what Redo would do; "" is nothing.
func (d *Document) RedoLabel() string { return top(d.redo) }

func top(steps []step) string {
	if len(steps) == 0 {
		return ""
	}
	return steps[len(steps)-1].label
}

func (d *Document) move(from, to *[]step) {
	for len(*from) > 0 {
		s := (*from)[len(*from)-1]
		*from = (*from)[:len(*from)-1]
		back, err := s.edit.Apply(d.in)
		if err != nil {
			panic("flow: the history does not fit the document: " + err.Error())
		}
		d.number()
		rev := d.rev
		d.rev = s.rev
		if back != nil { // nil: typing that came to nothing
			*to = append(*to, step{back, s.label, rev, ""})
			d.changed()
			return
		}
	}
}

// Saved marks the document as it is now as saved, and ends a run of typing.
func (d *Document) Saved() { d.saved = d.rev }

// Dirty reports whether the document differs from the one last saved.
func (d *Document) Dirty() bool { return d.rev != d.saved }

// number gives a key to every node that has none. Keys are never given twice.
func (d *Document) number() {
	for _, f := range d.in.Flows {
		for n := range f.All {
			if n.Key > d.keys.last {
				d.keys.last = n.Key
			}
		}
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
