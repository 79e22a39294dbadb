package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/itchyny/gojq"

	"flowbench/engine/catalog"
)

// An Answerer runs the programs by which providers answer. A program gets a request as
// a JSON value and gives the answer as one.
type Answerer interface {
	Answer(ctx context.Context, program string, request any) (any, error)
}

// Programs returns an Answerer that runs programs in this process, each compiled once.
// It is for programs that come with Flowbench: others may loop or ask for all memory.
func Programs() Answerer { return &programs{} }

type programs struct{ compiled sync.Map } // source -> func() (*gojq.Code, error)

func (p *programs) Answer(ctx context.Context, program string, request any) (any, error) {
	compile, ok := p.compiled.Load(program)
	if !ok {
		compile, _ = p.compiled.LoadOrStore(program, sync.OnceValues(func() (*gojq.Code, error) {
			return catalog.Compile(program)
		}))
	}
	code, err := compile.(func() (*gojq.Code, error))()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	v, ok := code.RunWithContext(ctx, request).Next()
	if !ok {
		return nil, errors.New("the program gave no answer")
	}
	if err, failed := v.(error); failed {
		return nil, err
	}
	return v, nil
}

// An answer is a response ready to be written. It may be shared: nobody changes it.
type answer struct {
	status int
	header http.Header
	body   []byte
	said   string
	state  any
	keeps  bool // state is to be kept
}

// answerOf reads what a program gave.
func answerOf(v any) (*answer, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the program gave %s, no answer", preview(v))
	}
	status, ok := whole(m["status"])
	if !ok || status < 200 || status > 599 {
		return nil, fmt.Errorf("the program gave the status %s", preview(m["status"]))
	}
	a := &answer{status: status, header: http.Header{}}
	a.said, _ = m["said"].(string)
	a.state, a.keeps = m["state"]
	text, isText := m["body"].(string)
	headers, _ := m["headers"].(map[string]any)
	for name, v := range headers {
		if s, ok := v.(string); ok {
			a.header.Set(name, s)
		}
	}
	typ := a.header.Get("Content-Type")
	switch {
	case m["body"] == nil:
	case isText && typ != "" && !isJSON(typ):
		a.body = []byte(text)
	default:
		if typ == "" {
			a.header.Set("Content-Type", "application/json; charset=utf-8")
		}
		b, err := gojq.Marshal(m["body"])
		if err != nil {
			return nil, err
		}
		a.body = b
	}
	return a, nil
}

func whole(v any) (int, bool) {
	switch v := v.(type) {
	case int:
		return v, true
	case float64:
		return int(v), v == math.Trunc(v)
	case json.Number:
		n, err := v.Int64()
		return int(n), err == nil
	}
	return 0, false
}

func preview(v any) string { return gojq.Preview(v) }

// refuse makes an answer of the sandbox's own: a text that says what happened.
func refuse(status int, format string, args ...any) *answer {
	return &answer{status: status, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, body: []byte(fmt.Sprintf(format, args...) + "\n")}
}

func (a *answer) write(w http.ResponseWriter) {
	h := w.Header()
	for name, v := range a.header {
		h[name] = v
	}
	h["Date"] = nil // answers are the same from run to run
	w.WriteHeader(a.status)
	w.Write(a.body)
}
