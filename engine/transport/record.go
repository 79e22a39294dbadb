package transport

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/event"
)

// recordSent records the first hop's request as it was sent, authentication hidden.
func (t *try) recordSent() {
	r := t.hop.shown
	t.record.URL, t.record.Mapped = t.client.hide.Text(r.URL), t.hop.mappedURL()
	t.record.Mapped = t.client.hide.Text(t.record.Mapped)
	t.record.Sent = event.Message{Headers: t.hidden(r.Headers), Size: t.hop.size}
	if len(r.Body) > 0 {
		mediaType, _ := parseType(r.Type)
		t.record.Sent.Type = mediaType
		if isJSON(mediaType) && jsontext.Value(r.Body).IsValid() { // it may be text that someone wrote
			t.record.Sent.Body = t.value(r.Body, "")
		} else {
			t.record.Sent.Body = t.value(nil, string(r.Body))
		}
	}
}

func (t *try) hidden(headers []event.Header) []event.Header {
	out := make([]event.Header, len(headers))
	for i, h := range headers {
		out[i] = event.Header{Name: h.Name, Value: t.client.hide.Text(h.Value)}
	}
	return out
}

// value is a body for the record, without secrets: JSON that is known to be valid as it
// came, or text as a JSON string. JSON that hiding a secret has broken is recorded as text.
func (t *try) value(json []byte, text string) *event.Value {
	if json != nil {
		v := jsontext.Value(t.client.hide.Bytes(json))
		if len(v) > 0 && &v[0] == &json[0] || v.IsValid() {
			return &event.Value{Value: v}
		}
		text = string(json)
	}
	quoted, _ := jsontext.AppendQuote(nil, t.client.hide.Text(text)) // its error is bad UTF-8, which it has mended
	return &event.Value{Value: quoted}
}

// read reads and records the last response, and makes the answer of it.
func (t *try) read(ctx context.Context, resp *http.Response) (*Answer, error) {
	t.record.Status = resp.StatusCode
	t.record.Waited = milliseconds(time.Since(t.start))
	got := &event.Message{Headers: t.hidden(sorted(resp.Header))}
	t.record.Got = got
	raw, note, err := readBody(resp, t.call.MaxBody)
	got.Size = len(raw)
	if err == nil && len(raw) > 0 {
		err = ctx.Err() // a server that is hung up on may end its answer, which looks whole then
	}
	if err != nil {
		got.Body = t.value(nil, string(raw[:min(len(raw), event.Inline/2)]))
		return nil, err
	}
	contentType := resp.Header.Get("Content-Type")
	reads := t.call.Reads
	if reads == JSON && resp.StatusCode > 299 {
		reads = Auto // an error's page says more than that it is not JSON
	}
	got.Type, _ = parseType(contentType)
	c, err := understand(raw, contentType, reads)
	if reads == Empty && len(raw) > 0 {
		shown, _ := understand(raw, contentType, Auto)
		c.json, c.record = shown.json, shown.record
	}
	if c.json != nil || c.record != "" {
		got.Body = t.value(c.json, c.record)
	}
	a := &Answer{Status: resp.StatusCode, Header: resp.Header, Body: c.value, Raw: raw, Type: got.Type}
	if err != nil {
		t.unread = a
		return nil, err
	}
	for _, n := range []string{note, c.note} {
		if n != "" {
			a.Notes = append(a.Notes, n)
		}
	}
	return a, nil
}

// sorted lists a response's headers; net/http does not keep their order.
func sorted(h http.Header) []event.Header {
	out := make([]event.Header, 0, len(h))
	for name, values := range h {
		for _, v := range values {
			out = append(out, event.Header{Name: strings.ToValidUTF8(name, "\uFFFD"), Value: strings.ToValidUTF8(v, "\uFFFD")})
		}
	}
	slices.SortStableFunc(out, func(a, b event.Header) int { return strings.Compare(a.Name, b.Name) })
	return out
}
