package event

import (
	"bytes"
	"strconv"
	"time"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Append appends the event as one line of JSON, without a line end. It is what marshalling
// gives but for the order of keys: large values, which are JSON already, are put in as
// they are, since reading them again would be most of what events cost.
func (e Event) Append(dst []byte) ([]byte, error) {
	input, value, output, call := e.Input, e.Value, e.Output, e.Call
	e.Input, e.Value, e.Output, e.Call = nil, nil, nil, nil
	dst, err := e.head(dst)
	if err != nil {
		return nil, err
	}
	if dst, err = appendValue(dst, "input", input); err != nil {
		return nil, err
	}
	if call != nil {
		if dst, err = appendCall(append(dst, `,"call":`...), *call); err != nil {
			return nil, err
		}
	}
	if dst, err = appendValue(dst, "value", value); err != nil {
		return nil, err
	}
	if dst, err = appendValue(dst, "output", output); err != nil {
		return nil, err
	}
	return append(dst, '}'), nil
}

// head appends all but the large values. Most events have only a few small fields, which
// are written without reflection.
func (e Event) head(dst []byte) ([]byte, error) {
	if e.Run != "" || e.Flow != "" || e.Env != "" || e.Steps != nil || e.Label != "" || e.Error != nil || e.Warnings != nil {
		return open(dst, e)
	}
	dst = strconv.AppendInt(append(dst, `{"seq":`...), int64(e.Seq), 10)
	dst = e.At.AppendFormat(append(dst, `,"at":"`...), time.RFC3339Nano)
	dst = append(dst, '"')
	var err error
	for _, f := range [...]struct{ start, text string }{{`,"type":`, string(e.Type)}, {`,"step":`, e.Step}, {`,"kind":`, e.Kind},
		{`,"status":`, string(e.Status)}, {`,"port":`, e.Port}} {
		if f.text == "" && f.start != `,"type":` {
			continue
		}
		if dst, err = jsontext.AppendQuote(append(dst, f.start...), f.text); err != nil {
			return nil, err
		}
	}
	if e.Records != nil {
		dst = strconv.AppendInt(append(dst, `,"records":`...), int64(*e.Records), 10)
	}
	if e.MS != 0 {
		dst = strconv.AppendFloat(append(dst, `,"ms":`...), e.MS, 'f', -1, 64)
	}
	return dst, nil
}

func appendCall(dst []byte, x Exchange) ([]byte, error) {
	sent, got := x.Sent, x.Got
	x.Sent, x.Got = Message{}, nil
	dst, err := open(dst, x)
	if err != nil {
		return nil, err
	}
	if sent.Headers != nil || sent.Body != nil || sent.Type != "" || sent.Size != 0 {
		if dst, err = appendMessage(append(dst, `,"sent":`...), sent); err != nil {
			return nil, err
		}
	}
	if got != nil {
		if dst, err = appendMessage(append(dst, `,"got":`...), *got); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

func appendMessage(dst []byte, m Message) ([]byte, error) {
	body := m.Body
	m.Body = nil
	dst, err := open(dst, m)
	if err != nil {
		return nil, err
	}
	if dst, err = appendValue(dst, "body", body); err != nil {
		return nil, err
	}
	return append(dst, '}'), nil
}

// open appends an object without its closing bracket.
func open(dst []byte, v any) ([]byte, error) {
	b, err := json2.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(dst, b[:len(b)-1]...), nil
}

func appendValue(dst []byte, key string, v *Value) ([]byte, error) {
	if v == nil {
		return dst, nil
	}
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(dst, '"')
	dst = append(append(dst, key...), `":`...)
	if v.Ref != "" || len(v.Value) == 0 {
		b, err := json2.Marshal(v)
		return append(dst, b...), err
	}
	raw := v.Value
	if bytes.ContainsAny(raw, "\n\r") { // only white space: in a text they are escaped
		raw = raw.Clone()
		if err := (*jsontext.Value)(&raw).Compact(); err != nil {
			return nil, err
		}
	}
	dst = append(append(dst, `{"value":`...), raw...)
	return append(dst, '}'), nil
}
