package debug

import (
	"flowbench/engine/event"
	"flowbench/engine/kinds"
)

// copyCurl copies the call that is shown as a curl command; false where there is none.
func (d *detail) copyCurl() bool {
	if d.step == nil || len(d.step.Calls) == 0 {
		return false
	}
	c := d.step.Calls[min(d.call, len(d.step.Calls)-1)]
	body, err := sentBody(d.host, &c.Sent)
	if err != nil {
		d.view.text("The body that was sent cannot be read: " + err.Error())
		return true
	}
	d.host.Copy(kinds.ToCurl(c, body))
	return true
}

// sentBody is a body as it was sent, wherever it is kept.
func sentBody(host Host, m *event.Message) (string, error) {
	if m.Body == nil {
		return "", nil
	}
	raw := m.Body.Value
	if m.Body.Ref != "" {
		b, err := host.Blob(m.Body.Ref)
		if err != nil {
			return "", err
		}
		raw = b
	}
	if isText(*m) || len(raw) > 0 && raw[0] == '"' && m.Size != len(raw) { // a text that only says it is JSON
		return bodyText(raw, true), nil
	}
	return string(raw), nil
}
