package debug

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/look"
	"flowbench/engine/event"
)

// A desk is a host that remembers what it was asked for.
type desk struct {
	blobs  map[string][]byte
	copied string
	saved  map[string]string
	did    []string
}

func (d *desk) Blob(ref string) ([]byte, error) {
	if b, ok := d.blobs[ref]; ok {
		return b, nil
	}
	return nil, errors.New("no blob " + ref)
}
func (d *desk) Copy(s string) { d.copied = s }
func (d *desk) Save(name string, b []byte) {
	if d.saved == nil {
		d.saved = map[string]string{}
	}
	d.saved[name] = string(b)
}
func (d *desk) Stop()                     { d.did = append(d.did, "stop") }
func (d *desk) Fix(f event.Fault, m Mend) { d.did = append(d.did, string(m)+" "+f.Host) }
func (d *desk) Delays(on bool)            { d.did = append(d.did, fmt.Sprint("delays ", on)) }
func (d *desk) ResetSandbox()             { d.did = append(d.did, "reset") }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// newDock shows a dock in a window of its own.
func newDock(t *testing.T) (*Dock, *desk, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	host := &desk{}
	d := New(host)
	d.Now = func() time.Time { return noon.Add(1500 * time.Millisecond) }
	w := test.NewTempWindow(t, d.Content)
	w.Resize(fyne.NewSize(1100, 320))
	return d, host, w
}

func val(s string) *event.Value { return &event.Value{Value: jsontext.Value(s)} }

// A tape writes the events of a run.
type tape []event.Event

func (t *tape) add(ms float64, e event.Event) {
	e.Seq, e.At = len(*t)+1, noon.Add(time.Duration(ms*float64(time.Millisecond)))
	*t = append(*t, e)
}

func (t *tape) step(ms float64, name, kind string, end event.Event) {
	t.add(ms, event.Event{Type: event.StepStarted, Step: name, Kind: kind, Input: end.Input})
	if end.Call != nil {
		t.add(ms+end.MS, event.Event{Type: event.StepCall, Step: name, Call: end.Call})
	}
	if end.Label != "" {
		t.add(ms, event.Event{Type: event.StepLog, Step: name, Label: end.Label, Value: end.Value})
	}
	end.Type, end.Step, end.Kind = event.StepFinished, name, kind
	end.Input, end.Call, end.Label, end.Value = nil, nil, "", nil
	t.add(ms+end.MS, end)
}

const links = `[{"url":"https://a.example/1","code":404},{"url":"https://a.example/2","code":410,"why":"gone"}]`

// watch is a run that gets, decides, logs and posts; posting may fail.
func watch(fails bool) []event.Event {
	var t tape
	ok := event.Event{Status: event.Succeeded, Port: "success"}
	t.add(0, event.Event{Type: event.RunStarted, Run: "r1", Flow: "Watch", Env: "Sandbox", Input: val(`{"target":"example.com","limit":240}`)})
	start := ok
	start.Output = val(`{"target":"example.com","limit":240}`)
	t.step(0, "Start", "start", start)
	get := ok
	get.MS, get.Output = 312, val(`{"count":240,"backlinks":`+links+`}`)
	get.Call = &event.Exchange{Method: "GET", URL: "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com",
		Mapped: "http://127.0.0.1:4011", Sent: event.Message{Headers: []event.Header{{Name: "Authorization", Value: "Bearer •••"}}},
		Got: &event.Message{Body: get.Output, Type: "application/json", Size: 41000}, Status: 200, MS: 311, Waited: 300}
	t.step(1, "Ahrefs", "integration", get)
	choose := ok
	choose.Port = "If"
	choose.Input = val(`{"branches":[{"name":"If","when":"all","rules":[{"left":"{{context.steps.Ahrefs.output.count}}","operator":"greater","right":0}]}]}`)
	choose.Output = val(`{"branch":"If"}`)
	t.step(313, "AnyBroken", "condition", choose)
	t.add(313, event.Event{Type: event.StepSkipped, Step: "Quiet", Kind: "end", Status: event.Skipped})
	logs := ok
	logs.Label, logs.Value = "first", val(`"https://a.example/1"`)
	t.step(314, "Look", "debug", logs)
	post := ok
	post.MS = 884
	post.Call = &event.Exchange{Method: "POST", URL: "https://slack.com/api/chat.postMessage", Status: 200,
		Sent: event.Message{Body: val(`{"channel":"#seo"}`)}, Got: &event.Message{Body: val(`"ok"`), Type: "text/plain", Size: 2}, MS: 880}
	end := event.Event{Type: event.RunFinished, Status: event.Succeeded, MS: 1210, Output: val(`{"count":240,"rows":` + links + `}`), Warnings: []string{`the output "summary" was not assigned: it is null`}}
	if fails {
		fault := &event.Fault{Type: "http", Message: "Slack answered 404: channel_not_found", Help: "Check the channel's name.", Status: 404, Step: "SlackSeo"}
		post.Status, post.Port, post.Error = event.Failed, "failure", fault
		post.Call.Status, post.Call.Got = 404, &event.Message{Body: val(`{"error":"channel_not_found"}`), Type: "application/json"}
		end.Status, end.Error, end.Output, end.Warnings = event.Failed, fault, nil, nil
	}
	t.step(316, "SlackSeo", "integration", post)
	t.add(1210, end)
	return t
}

// texts are the words that an object shows.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	for _, s := range shown(o) {
		b.WriteString(s + "\n")
	}
	return b.String()
}
