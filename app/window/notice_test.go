package window

import (
	"strings"
	"testing"
)

// The store also has something to say long after the window was shown.
func TestWhatTheStoreSaysIsShownWheneverItSaysIt(t *testing.T) {
	w := open(t, t.TempDir())
	f := &first{window: w}
	f.notice("said before there was a window")
	f.show()
	if top := w.win.Canvas().Overlays().Top(); top == nil || !strings.Contains(shownText(top), "said before there was a window") {
		t.Error("the first is not shown")
	}
	done := make(chan bool)
	go func() { f.notice("said later"); close(done) }()
	<-done
	until(t, func() bool { return strings.Contains(shownText(w.win.Canvas().Overlays().Top()), "said later") })
}
