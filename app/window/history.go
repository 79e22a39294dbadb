package window

import (
	"encoding/json"
	"fmt"

	"flowbench/app/debug"
	"flowbench/app/dialogs"
	"flowbench/app/session"
	"flowbench/canvas/draw"
	"flowbench/engine/event"
)

const earlierMost = 50

// earlierRuns lists the runs that the history keeps, to show one in the Debug window.
func (w *Window) earlierRuns() {
	if w.s == nil {
		return
	}
	runs, err := w.s.History(earlierMost)
	if err != nil {
		w.fail("The history could not be read", err)
		return
	}
	if len(runs) == 0 {
		w.toast("No run is kept yet. Press Run Flow.")
		return
	}
	q := dialogs.Question{Title: "Earlier runs", Hint: "Search runs", Verb: "Show"}
	for i, r := range runs {
		var sum session.Summary
		if len(r.Info) > 0 {
			json.Unmarshal(r.Info, &sum)
		}
		c := dialogs.Choice{ID: fmt.Sprint(i), Title: r.Started.Local().Format("2 Jan 2006, 15:04:05"), Doc: r.Flow + " · " + sum.Env + " · " + r.Status, Note: debug.Duration(sum.MS)}
		c.Sign = draw.Sign{Icon: "check", Tint: draw.DataTint}
		if r.Status != string(event.Succeeded) {
			c.Sign = draw.Sign{Icon: "cross", Tint: draw.AITint}
			if sum.Message != "" {
				c.Doc += ": " + sum.Message
			}
		}
		q.From = append(q.From, c)
	}
	q.Then = func(c dialogs.Choice) {
		var i int
		fmt.Sscan(c.ID, &i)
		past, err := w.s.Past(runs[i])
		if past == nil {
			w.fail("The run could not be read", err)
			return
		}
		w.last, w.seen, w.ran = past, len(past.Events()), names(w.shown())
		w.debugger().Show(debug.Run{Name: c.Title, Events: past.Events()})
		if w.dock.HideBelow {
			w.toggle(&w.dock.HideBelow)
		}
		w.refresh()
	}
	dialogs.Choose(w.win.Canvas(), q)
}
