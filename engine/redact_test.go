package engine

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	json2 "github.com/go-json-experiment/json"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

const kept = `s3cret/"key"&1`

// echo is a Caller whose API gives back the account it was called with, and records it
// as if the transport had known of no secret.
type echo struct{ size int }

func (e echo) Call(_ context.Context, _ node.Request, record func(event.Exchange)) (*node.Response, error) {
	body := map[string]any{"raw": kept, "query": url.QueryEscape(kept), "pad": strings.Repeat("x", e.size)}
	raw, _ := json2.Marshal(body, json2.Deterministic(true))
	record(event.Exchange{Method: "GET", URL: "https://api.example.com/?k=" + url.QueryEscape(kept), Mapped: "http://127.0.0.1/?k=" + url.QueryEscape(kept),
		Sent: event.Message{Headers: []event.Header{{Name: "Authorization", Value: "Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+kept))}}},
		Got:  &event.Message{Headers: []event.Header{{Name: "X-Echo", Value: kept}}, Body: &event.Value{Value: raw}},
		Hops: []string{"https://api.example.com/" + url.PathEscape(kept)}, Error: "it said " + kept})
	return &node.Response{Status: 200, Body: body}, nil
}

// leaky are toys that tell secrets in every way there is.
func leaky() []node.Kind {
	kind := func(id string, do func(ctx context.Context, env node.Env, v any) (node.Result, error)) node.Kind {
		return node.Kind{Kind: spec.Kind{ID: id}, New: func() node.Runner { return &toy{do: do} }}
	}
	return append(toys(),
		kind("call", func(ctx context.Context, env node.Env, _ any) (node.Result, error) {
			got, err := env.Call(ctx, node.Request{})
			if err != nil {
				return node.Result{}, err
			}
			env.Log("label "+kept, got.Body)
			return node.Result{Output: got.Body, Response: map[string]any{"body": got.Body}, Warnings: []string{"warned of " + kept}}, nil
		}),
		kind("is", func(_ context.Context, _ node.Env, v any) (node.Result, error) {
			if v != kept {
				return node.Result{}, fmt.Errorf("the flow's own data was changed to %v", v)
			}
			return node.Result{Output: v}, nil
		}),
		kind("refuse", func(context.Context, node.Env, any) (node.Result, error) {
			return node.Result{}, &node.Failure{Fault: event.Fault{Type: "http", Message: "it said " + kept, Help: "look at " + kept}}
		}))
}

// written is all that a run told, as JSON and as blobs.
func (s *tape) written(out Outcome) string {
	var all strings.Builder
	for _, e := range s.events {
		b, err := e.Append(nil)
		if err != nil {
			s.t.Error(err)
		}
		all.Write(append(b, '\n'))
	}
	for _, b := range s.blobs {
		all.Write(append(b, '\n'))
	}
	b, err := json2.Marshal(out)
	if err != nil {
		s.t.Error(err)
	}
	all.Write(b)
	return all.String()
}

func TestARunTellsNoSecret(t *testing.T) {
	for _, size := range []int{0, event.Inline} {
		hide := new(auth.Redactor)
		hide.Add(auth.Hide(kept))
		in := drawn(`
			Start start [{"name":"in","type":"Text"}] -> success>Ask
			Ask call 1 -> success>Is
			Is is "{{context.steps.Ask.output.raw}}" -> success>Bad
			Bad refuse 1 -> failure>End
			End end {"secret":"{{context.steps.Ask.output}}","why":"{{context.steps.Bad.error.message}}","fine":1}`)
		s := &tape{t: t}
		out := Run(t.Context(), Job{Integration: in, Kinds: leaky(), Caller: echo{size}, Redactor: hide, Start: Start{Inputs: map[string]any{"in": "given " + kept}}}, s)
		if out.Status != event.Succeeded {
			t.Fatalf("%+v", out)
		}
		s.check()
		told := s.written(out)
		if hide.Holds(told) || !strings.Contains(told, auth.Hidden) {
			t.Errorf("%d: a secret is told: %.4000s", size, told)
		}
		if size > 0 && len(s.blobs) == 0 {
			t.Error("no value was large")
		}
		warnings := strings.Join(out.Warnings, " ")
		if !strings.Contains(warnings, "A secret stands in the output secret; it is shown as •••.") || !strings.Contains(warnings, "output why;") || strings.Contains(warnings, "fine;") {
			t.Errorf("warnings: %s", warnings)
		}
	}
}

func TestAFailedRunTellsNoSecret(t *testing.T) {
	hide := new(auth.Redactor)
	hide.Add(auth.Hide(kept))
	for text, want := range map[string]string{
		"Start start -> success>Bad\nBad refuse 1":                                   "it said •••",
		"Start start -> success>Bad\nBad fail \"{{context.steps.Start.in}}\"":        "it said •••",
		"Start start -> success>Bad\nBad say \"it said {{context.steps.Start.in}}\"": "",
		"Start nothing": "",
	} {
		s := &tape{t: t}
		in := drawn(text)
		if n := in.Flows[0].Nodes[0]; n.Kind == "start" {
			n.Config = drawn(`Start start [{"name":"in","type":"Text"}]`).Flows[0].Nodes[0].Config
		}
		out := Run(t.Context(), Job{Integration: in, Kinds: leaky(), Redactor: hide, Start: Start{Inputs: map[string]any{"in": "it said " + kept}}}, s)
		told := s.written(out)
		if hide.Holds(told) {
			t.Errorf("%s: %s", text, told)
		}
		if want != "" && (out.Error == nil || out.Error.Message != want) {
			t.Errorf("%s: %+v", text, out.Error)
		}
	}
	s := &tape{t: t}
	out := Refuse(Job{Redactor: hide}, s, errors.New("no "+kept))
	if told := s.written(out); hide.Holds(told) || out.Error.Message != "no •••" {
		t.Errorf("%s", told)
	}
}
