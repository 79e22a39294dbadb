package flow

import (
	"fmt"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A checkpoint is a document with its history, as drafts keep it now and then.
type checkpoint struct {
	Integration fileIntegration `json:"integration"`
	Undo        []fileStep      `json:"undo,omitempty"`
	Redo        []fileStep      `json:"redo,omitempty"`
	Revision    int             `json:"revision"`
	Saved       int             `json:"saved"`
	Last        int             `json:"last"`
}

type fileStep struct {
	Edit   jsontext.Value `json:"edit"`
	Label  string         `json:"label"`
	Rev    int            `json:"rev"`
	Typing string         `json:"typing,omitzero"`
}

// Checkpoint writes the document with its history, so that records before it are not
// needed any more.
func (d *Document) Checkpoint() []byte {
	return Of(checkpoint{shapeOf(d.in), writeSteps(d.undo), writeSteps(d.redo), d.rev, d.saved, d.last})
}

func writeSteps(steps []step) []fileStep {
	var out []fileStep
	for _, s := range steps {
		v, err := EncodeEdit(s.edit)
		if err != nil {
			panic("flow: an edit of the history cannot be written: " + err.Error())
		}
		out = append(out, fileStep{v, s.label, s.rev, s.typing})
	}
	return out
}

func readSteps(steps []fileStep) ([]step, error) {
	var out []step
	for i, s := range steps {
		e, err := DecodeEdit(s.Edit)
		if err != nil {
			return nil, fmt.Errorf("step %d of the history: %w", i+1, err)
		}
		out = append(out, step{e, s.Label, s.Rev, s.Typing})
	}
	return out, nil
}

// record tells the log of one record.
func (d *Document) record(name string, v jsontext.Value) {
	if d.log != nil {
		d.log(Of(map[string]jsontext.Value{name: v}))
	}
}

// Replay makes a document again from a checkpoint and the records that came after it,
// with the same undo and redo. Where a record does not fit it stops and returns both
// what came before and an error that says so. Without a readable checkpoint there is no
// document.
func Replay(snapshot []byte, records [][]byte) (*Document, error) {
	var c checkpoint
	if err := json2.Unmarshal(snapshot, &c, json2.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("the draft: %w", explain(snapshot, err))
	}
	in, err := c.Integration.integration(plainPath)
	if err != nil {
		return nil, fmt.Errorf("the draft: %w", err)
	}
	d := Open(in, nil)
	d.rev, d.saved, d.last = c.Revision, c.Saved, c.Last
	if d.undo, err = readSteps(c.Undo); err == nil {
		d.redo, err = readSteps(c.Redo)
	}
	if err != nil {
		d.undo, d.redo = nil, nil
		return d, fmt.Errorf("the draft: %w", err)
	}
	for i, r := range records {
		if err := d.replay(r); err != nil {
			return d, fmt.Errorf("change %d of %d of the draft does not fit: %w", i+1, len(records), err)
		}
	}
	return d, nil
}

func (d *Document) replay(record []byte) error {
	name, v, err := member(record)
	if err != nil {
		return err
	}
	switch name {
	case "do":
		e, err := DecodeEdit(v)
		if err != nil {
			return err
		}
		before := d.last
		if err := d.Do(e); err != nil {
			return err
		}
		if d.last == before {
			return fmt.Errorf("%s changes nothing", e.Label())
		}
		return nil
	case "undo", "redo":
		from, to := &d.undo, &d.redo
		if name == "redo" {
			from, to = to, from
		}
		if string(v) != "1" {
			return fmt.Errorf("%s %s: one step at a time", name, short(v))
		}
		if !d.move(from, to) {
			return fmt.Errorf("there is nothing to %s", name)
		}
		return nil
	case "saved":
		if is := Of(Hash(Write(d.in))); string(v) != string(is) {
			return fmt.Errorf("what was saved is not what was drawn: %s, not %s", short(v), is)
		}
		d.Saved()
		return nil
	}
	return fmt.Errorf("there is no record %q", name)
}
