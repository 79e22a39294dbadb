package assets_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"flowbench/assets"
	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/check"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/sandbox"
	"flowbench/engine/transport"
)

// run runs a sample's flow in a sandbox of its own.
func run(t *testing.T, sample string, inputs map[string]any) (engine.Outcome, *sandbox.Server) {
	t.Helper()
	b, err := fs.ReadFile(assets.Samples(), sample+".json")
	if err != nil {
		t.Fatal(err)
	}
	in, err := flow.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	cat := catalog.Builtin()
	all := kinds.All(cat)
	for _, p := range check.Check(in, in.Flows[0].Name, check.Env{Kinds: kinds.NewSet(all), Catalog: cat, Environment: "Sandbox", Sandbox: true}) {
		t.Errorf("%s: %s", p.Path, p.Text)
	}
	server := sandbox.New(cat, sandbox.Programs())
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	client, err := transport.New(transport.Options{Mappings: server.Mappings(), Sandbox: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return engine.Run(t.Context(), engine.Job{
		Integration: in, Kinds: all,
		Env:    engine.Environment{Name: "Sandbox", Sandbox: true},
		Caller: &engine.Network{Catalog: cat, Client: client, Sandbox: true},
		Start:  engine.Start{Run: "run", Trigger: "manual", At: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC), Inputs: inputs},
	}, engine.Discard), server
}

func TestEachSampleGivesWhatStandsBesideIt(t *testing.T) {
	files, err := fs.Glob(assets.Samples(), "*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".json")
		t.Run(name, func(t *testing.T) {
			want, err := fs.ReadFile(assets.Samples(), name+".flowbench/expected/output.json")
			if err != nil {
				t.Fatal(err)
			}
			o, _ := run(t, name, nil)
			if got := string(o.Output) + "\n"; o.Status != event.Succeeded || got != string(want) || o.Warnings != nil {
				t.Errorf("%s, %v\n got %swant %s", o.Status, o.Warnings, got, want)
			}
		})
	}
}

func TestSamplesFailInWordsForPeople(t *testing.T) {
	for _, c := range []struct {
		sample string
		inputs map[string]any
		want   string
	}{
		{"broken-backlinks", map[string]any{"target": "not a site"}, "The report on not a site failed: "},
		{"broken-backlinks", map[string]any{"channel": "No Channel"}, "channel_not_found"},
		{"stripe-receipt", map[string]any{"card": "pm_card_visa_chargeDeclined"}, "Your card was declined."},
		{"stripe-receipt", map[string]any{"email": "nobody"}, "Paid, but the receipt did not go out: "},
	} {
		o, _ := run(t, c.sample, c.inputs)
		if o.Status != event.Failed || o.Error == nil || !strings.Contains(o.Error.Message, c.want) {
			t.Errorf("%s with %v: %s, %+v", c.sample, c.inputs, o.Status, o.Error)
		}
	}
}

func TestNothingIsPostedWhereNothingIsBroken(t *testing.T) {
	o, server := run(t, "broken-backlinks", map[string]any{"target": "clean.example.com"})
	if o.Status != event.Succeeded {
		t.Fatal(o.Status, o.Error)
	}
	for _, e := range server.Journal().Entries() {
		if e.Provider == "slack" {
			t.Errorf("posted: %s", e.Said)
		}
	}
}
