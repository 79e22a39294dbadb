package engine

import (
	"bytes"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/expr"
)

// What a run tells goes out without secrets: values as they are made, in recorder.json,
// and all other text here. The flow's own data is another thing: steps see it whole.
// Names that the document gives, of steps, ports and flows, stay: events go by them.

// hidden is an event's text without secrets.
func hidden(hide *auth.Redactor, e event.Event) event.Event {
	if hide.Idle() {
		return e
	}
	e.Label = hide.Text(e.Label)
	e.Error = hiddenFault(hide, e.Error)
	e.Warnings = hiddenTexts(hide, e.Warnings)
	return e
}

// hiddenFault leaves the fault itself as it is: the flow reads it.
func hiddenFault(hide *auth.Redactor, f *event.Fault) *event.Fault {
	if f == nil || hide.Idle() {
		return f
	}
	told := *f
	told.Message, told.Help, told.Host = hide.Text(f.Message), hide.Text(f.Help), hide.Text(f.Host)
	return &told
}

func hiddenTexts(hide *auth.Redactor, texts []string) []string {
	if hide.Idle() || len(texts) == 0 {
		return texts
	}
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = hide.Text(t)
	}
	return out
}

// exchange is an exchange as it is told: its bodies by reference where they are large.
// The transport has hidden what it knew when it made the record; what was learned since
// is hidden here.
func (r *recorder) exchange(x event.Exchange) event.Exchange {
	x.Sent = r.message(x.Sent)
	if x.Got != nil {
		got := r.message(*x.Got)
		x.Got = &got
	}
	if !r.hide.Idle() {
		x.URL, x.Mapped, x.Error = r.hide.Text(x.URL), r.hide.Text(x.Mapped), r.hide.Text(x.Error)
		x.Hops = hiddenTexts(r.hide, x.Hops)
	}
	return x
}

func (r *recorder) message(m event.Message) event.Message {
	if m.Body != nil && m.Body.Ref == "" && (len(m.Body.Value) > event.Inline || !r.hide.Idle()) {
		m.Body = r.json(m.Body.Value)
	}
	if r.hide.Idle() {
		return m
	}
	headers := make([]event.Header, len(m.Headers))
	for i, h := range m.Headers {
		headers[i] = event.Header{Name: r.hide.Text(h.Name), Value: r.hide.Text(h.Value)}
	}
	m.Headers = headers
	return m
}

// whole reports whether a body is recorded as it came.
func (r *recorder) whole(body []byte) bool {
	return r.hide.Idle() || !bytes.Contains(body, []byte(auth.Hidden))
}

// secretIn lists the outputs of a flow in which a secret stands.
func (r *run) secretIn(outputs expr.Object) []string {
	if r.rec.hide.Idle() {
		return nil
	}
	var names []string
	for _, m := range outputs {
		b, err := r.memory.encode(m.Value)
		if err == nil && !bytes.Equal(r.rec.hide.JSON(b), b) {
			names = append(names, m.Name)
		}
	}
	return names
}
