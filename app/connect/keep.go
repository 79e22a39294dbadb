package connect

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"flowbench/app/dialogs"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// dirty reports whether the form has something to lose.
func (e *editor) dirty() bool {
	now := e.record()
	return now.Name != e.base.Name || now.TestAt != e.base.TestAt || e.settingsChanged(now)
}

// settingsChanged reports whether it is another account than that which was tested.
func (e *editor) settingsChanged(now auth.Record) bool {
	return now.Scheme != e.base.Scheme || !slices.Equal(now.Hosts, e.base.Hosts) || !sameValues(now.Settings.Reveal(), e.base.Settings.Reveal())
}

func sameValues(a, b spec.Values) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// keep saves the connection, and goes on; nil goes back to the list. One that is as it
// was is not saved again.
func (e *editor) keep(then func()) {
	e.judged = true
	if first, ok := e.judge(); !ok {
		e.reveal(first)
		return
	}
	if then == nil {
		then = e.done
	}
	now := e.record()
	if e.base.ID != "" && !e.dirty() && !e.broken {
		then()
		return
	}
	more := widened(e.base, now, e.provider)
	if e.base.ID == "" || e.broken || len(more) == 0 {
		e.store(now, then)
		return
	}
	Widen(e.card.canvas(), now.Name, more, func() { e.store(now, then) })
}

func (e *editor) store(now auth.Record, then func()) {
	if e.provider.ID != own && len(e.provider.Hosts) > 0 {
		now.Hosts = slices.Clone(e.provider.Hosts)
	}
	if e.settingsChanged(now) {
		now.Tested = auth.Tested{}
	}
	if e.saving { // once is enough, however long it takes
		return
	}
	e.saving = true
	e.save.Disable()
	e.card.host.Save(now, func(kept auth.Record, err error) {
		e.saving = false
		if e.save.Enable(); e.card.dialog.Done() {
			return
		}
		if errors.Is(err, context.Canceled) {
			return // the person thought better of it
		}
		if errors.Is(err, ErrLocked) { // it was left alone for a while
			Unlock(e.card.canvas(), e.card.host, func() { e.store(now, then) })
			return
		}
		if err != nil {
			e.card.say("The connection was not saved", err)
			return
		}
		e.base = kept
		then()
	})
}

// done leaves the form once the connection is saved.
func (e *editor) done() {
	k := e.card
	e.stop()
	if e.fresh {
		k.page = calm{}
		k.Close()
		k.options.Then(e.base.ID)
		return
	}
	delete(k.trials, e.base.ID)
	if t := e.trial; t != nil && t.result != nil {
		t.settle(e.base.ID)
		k.trials[e.base.ID] = t
	}
	k.load()
	k.choose(k.chosen)
	k.point(e.base.ID, "test")
}

// gone leaves the form without saving.
func (e *editor) gone() {
	k := e.card
	e.stop()
	if e.fresh {
		k.page = calm{}
		k.dialog.Cancel()
		return
	}
	k.choose(k.chosen)
	if e.base.ID != "" {
		k.point(e.base.ID, "edit")
		return
	}
	k.focus(k.side.search)
}

// leave asks what to do with what is not saved.
func (e *editor) leave(then func()) {
	e.asking = false
	if !e.dirty() || e.blank() {
		e.stop()
		then()
		return
	}
	e.asking = true
	dialogs.Unsaved(e.card.canvas(), "Save the connection?", "What was entered has not been saved.", "Save", "Discard",
		func() {
			if e.fresh {
				e.keep(nil)
				return
			}
			e.keep(func() { e.stop(); e.card.load(); then() })
		},
		func() { e.stop(); then() })
}

// blank reports a new form in which nothing was entered.
func (e *editor) blank() bool {
	return e.base.ID == "" && len(e.touched) == 0 && e.scheme == e.base.Scheme && !e.found
}

func (e *editor) back() bool {
	e.leave(e.gone)
	return true
}

// stop ends what is under way.
func (e *editor) stop() {
	if e.trial != nil {
		e.trial.stop()
	}
	if e.extra != nil {
		e.extra.stop()
	}
	if e.sent != nil {
		e.sent.stop()
	}
}
