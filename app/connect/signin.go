package connect

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// signedIn says how a connection stands that a person signs in for, and what its button
// is called.
func signedIn(s SignedIn, now time.Time) (state, string) {
	switch {
	case s.Again:
		return state{"warning", kit.Bad, "The sign-in is over. Sign in again."}, "Sign in again"
	case s.At.IsZero():
		return state{"help", kit.Caution, "Not signed in yet"}, "Sign In"
	case s.As != "":
		return state{"check", kit.Good, "Signed in as " + s.As + ", " + ago(s.At, now)}, "Sign in again"
	}
	return state{"check", kit.Good, "Signed in " + ago(s.At, now)}, "Sign in again"
}

// signIn leads through the sign-in of a stored connection.
func (k *Card) signIn(c Connection) {
	waitSignIn(k.canvas(), k.host, c.ID, c.Name, func(ok bool) {
		if ok {
			delete(k.trials, c.ID) // what it said was of the sign-in before
		}
		k.Renew()
		k.point(c.ID, "test")
	})
}

// waitSignIn waits for the browser, and tells how it went.
func waitSignIn(c fyne.Canvas, host Host, id, name string, then func(ok bool)) {
	ctx, cancel := context.WithCancel(context.Background())
	var d *dialogs.Dialog
	ended := false
	host.SignIn(ctx, id, func(err error) {
		if ended || ctx.Err() != nil {
			return
		}
		ended = true
		cancel()
		if d != nil {
			d.Close()
		}
		if err != nil {
			dialogs.Message(c, dialogs.Fault{Title: "Not signed in", What: spec.Sentence(err.Error()), Do: "The connection is kept as it was. Sign in again when you are ready."})
		}
		then(err == nil)
	})
	if ended {
		return
	}
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Stop waiting", "Esc"), func() { d.Cancel() })
	text := kit.NewProse("The sign-in page has opened in your browser. Sign in there and come back: this closes by itself.", kit.Body, 0)
	d = dialogs.Show(c, dialogs.Card{
		Title: "Waiting for the browser…", Subtitle: name, Width: 440,
		Body: kit.Beside(14, kit.NewSpinner(24), text), Buttons: []*kit.Button{no}, First: no,
		Closed: func() { ended = true; cancel(); then(false) },
	})
}
