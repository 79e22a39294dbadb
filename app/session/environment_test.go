package session

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/flow"
	"flowbench/engine/worker"
	"flowbench/store"
)

// declare gives the session's integration these config variables.
func declare(t *testing.T, s *Session, vars ...flow.Variable) {
	t.Helper()
	must(t, s.Do(flow.SetVariables{Variables: vars}))
}

func called(all []Environment) (out []string) {
	for _, e := range all {
		out = append(out, e.Name)
	}
	return out
}

func TestSandboxAndLiveAreAlwaysThereAndOwnEnvironmentsFollow(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	s := opened(t)(l.New("Mine"))
	must(t, s.PutEnvironment("", Environment{Name: " staging ", Values: map[string]Setting{"channel": {Value: flow.Of("#x")}, "gone": {}}}))
	must(t, s.PutEnvironment("", Environment{Name: "Customer / A", Sandbox: true}))
	must(t, s.PutEnvironment(Live, Environment{Name: "Renamed", Sandbox: true, Bindings: map[string]string{"Ahrefs": "id1", "Crm": ""}}))
	must(t, s.Close())
	s = opened(t)(l.Open(s.ID()))
	all, err := s.Environments()
	must(t, err)
	if got, want := called(all), []string{Sandbox, Live, "Customer / A", "staging"}; !slices.Equal(got, want) {
		t.Fatalf("the environments are %q, not %q", got, want)
	}
	if all[1].Sandbox || all[1].Own || !maps.Equal(all[1].Bindings, map[string]string{"Ahrefs": "id1"}) {
		t.Errorf("Live became %+v", all[1])
	}
	if !all[2].Sandbox || !all[2].Own || all[3].Sandbox || !all[3].Own {
		t.Errorf("own ones do not begin like what was asked: %+v", all[2:])
	}
	if len(all[3].Values) != 1 || string(all[3].Values["channel"].Value) != `"#x"` {
		t.Errorf("its values are %v", all[3].Values)
	}
	if other, _ := opened(t)(l.New("Other")).Environments(); len(other) != 2 {
		t.Errorf("another integration has %v", called(other))
	}
}

func TestEnvironmentsAreRenamedAndDeletedAndTheOneThatIsOnFollows(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New("Mine"))
	if e := s.EnvironmentOn(); e.Name != Sandbox || !e.Sandbox {
		t.Errorf("at first %+v is on", e)
	}
	must(t, s.PutEnvironment("", Environment{Name: "Staging"}))
	must(t, s.MapHost("Staging", "api.acme.com", "https://staging.acme.com"))
	must(t, s.TurnOn("Staging"))
	e, err := s.Environment("Staging")
	must(t, err)
	e.Name = "staging 2"
	must(t, s.PutEnvironment("Staging", e))
	must(t, s.Close())
	s = opened(t)(l.Open(s.ID()))
	if e := s.EnvironmentOn(); e.Name != "staging 2" || e.Hosts["api.acme.com"] == "" {
		t.Errorf("after a renaming and a start %+v is on", e)
	}
	for name, c := range map[string]struct {
		do   func() error
		want string
	}{
		"a name that is taken":    {func() error { return s.PutEnvironment("", Environment{Name: "LIVE"}) }, `there is an environment "Live" already`},
		"no name":                 {func() error { return s.PutEnvironment("", Environment{Name: " "}) }, "needs a name"},
		"a name that is too long": {func() error { return s.PutEnvironment("", Environment{Name: strings.Repeat("x", 61)}) }, "at most 60"},
		"a name that is not seen": {func() error { return s.PutEnvironment("", Environment{Name: "a\u202eb"}) }, "cannot be seen"},
		"one that is not there":   {func() error { return s.PutEnvironment("None", Environment{Name: "None"}) }, `there is no environment "None"`},
		"turning on what is gone": {func() error { return s.TurnOn("Staging") }, `there is no environment "Staging"`},
		"deleting Live":           {func() error { return s.DeleteEnvironment(Live) }, "always there"},
		"binding in what is gone": {func() error { return s.Bind("Staging", "A", "id") }, `there is no environment "Staging"`},
		"a value and an OS one": {func() error {
			return s.PutEnvironment(Live, Environment{Values: map[string]Setting{"a": {flow.Of("x"), "X"}}})
		}, "one of the two"},
		"an OS variable that is none": {func() error { return s.PutEnvironment(Live, Environment{Values: map[string]Setting{"a": {OS: "A B"}}}) }, "no name of an OS variable"},
	} {
		if err := c.do(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, s.DeleteEnvironment("staging 2"))
	if all, _ := s.Environments(); len(all) != 2 || s.EnvironmentOn().Name != Sandbox {
		t.Errorf("left are %q; %s is on", called(all), s.EnvironmentOn().Name)
	}
}

func TestHostMappingsOfBeforeAreReadUntilTheEnvironmentIsKept(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New(""))
	must(t, hosts.Put(l.Store, s.under(Sandbox, "api.acme.com"), mapping{"api.acme.com", "http://localhost:1"}))
	must(t, hosts.Put(l.Store, s.under(Sandbox, "api.other.com"), mapping{"api.other.com", "http://localhost:2"}))
	want := map[string]string{"api.acme.com": "http://localhost:1", "api.other.com": "http://localhost:2"}
	if m, err := s.Hosts(Sandbox); err != nil || !maps.Equal(m, want) {
		t.Errorf("%v, %v", m, err)
	}
	if all, _ := s.Environments(); !maps.Equal(all[0].Hosts, want) || len(all[1].Hosts) != 0 {
		t.Errorf("in the list: %v", all)
	}
	must(t, s.MapHost(Sandbox, "api.acme.com", ""))
	if m, err := s.Hosts(Sandbox); err != nil || !maps.Equal(m, map[string]string{"api.other.com": "http://localhost:2"}) {
		t.Errorf("then: %v, %v", m, err)
	}
	if old, _ := hosts.List(l.Store, ""); len(old) != 0 {
		t.Errorf("the old ones are left: %v", old)
	}
}

func TestUsedByNamesIntegrationEnvironmentAndName(t *testing.T) {
	l := library(t, t.TempDir())
	a, b, c := opened(t)(l.New("B")), opened(t)(l.New("A")), opened(t)(l.New("Trashed"))
	use := func(s *Session, names ...string) {
		t.Helper()
		for _, name := range names {
			must(t, s.Do(flow.AddNode{Flow: s.Integration().Flows[0].Name, Node: &flow.Node{Name: name, Kind: "api", Config: flow.ConfigOf("connection", name)}}))
		}
	}
	use(a, "Ahrefs")
	use(b, "Mine")
	use(c, "X")
	must(t, a.Bind(Live, "Gone", "id1")) // no node has it
	must(t, a.Bind(Live, "Ahrefs", "id1"))
	must(t, a.Bind(Sandbox, "Ahrefs", "id2"))
	must(t, b.PutEnvironment("", Environment{Name: "Staging"}))
	must(t, b.Bind("Staging", "Mine", "id1"))
	must(t, c.Bind(Live, "X", "id1"))
	must(t, l.Delete(c.ID()))
	got, err := l.UsedBy("id1")
	must(t, err)
	if want := []Use{{b.ID(), "A", "Staging", "Mine"}, {a.ID(), "B", Live, "Ahrefs"}}; !slices.Equal(got, want) {
		t.Errorf("used by %+v, not %+v", got, want)
	}
	must(t, a.Save())
	must(t, a.Close())
	if again, _ := l.UsedBy("id1"); !slices.Equal(again, got) {
		t.Errorf("once it is closed, it is used by %+v", again)
	}
	a = opened(t)(l.Open(a.ID()))
	must(t, a.Bind(Live, "Ahrefs", ""))
	if got, _ := l.UsedBy("id1"); len(got) != 1 {
		t.Errorf("unbound, it is used by %+v", got)
	}
}

func TestValuesOfRenamedVariablesGoByBothNames(t *testing.T) {
	s := opened(t)(library(t, t.TempDir()).New(""))
	must(t, s.PutEnvironment(Live, Environment{Values: map[string]Setting{"a": {Value: flow.Of(1)}, "b": {OS: "B"}}}))
	must(t, s.RenamedVariables(map[string]string{"a": "b", "b": "c"}))
	e, err := s.Environment(Live)
	must(t, err)
	if want := map[string]Setting{"a": {Value: flow.Of(1)}, "b": {Value: flow.Of(1)}, "c": {OS: "B"}}; !maps.EqualFunc(e.Values, want, sameSetting) {
		t.Errorf("the values are %v", e.Values)
	}
}

func TestARunGetsTheValuesOfItsEnvironment(t *testing.T) {
	p := &player{events: aRun()}
	s, wakes := ready(t, p)
	s.lib.LookupEnv = func(name string) (string, bool) {
		v, ok := map[string]string{"ACME_TOKEN": "os-secret-1", "ACME_KEYS": `{"a": "os-secret-2", "n": [1, "os-secret-3"]}`, "ACME_ON": "true"}[name]
		return v, ok
	}
	declare(t, s, flow.Variable{Name: "channel", Type: "text", Required: true}, flow.Variable{Name: "limit", Type: "number", Default: flow.Of(5)},
		flow.Variable{Name: "token", Type: "text"}, flow.Variable{Name: "keys", Type: "json"}, flow.Variable{Name: "on", Type: "boolean"})
	must(t, s.PutEnvironment("", Environment{Name: "Staging", Sandbox: true, Hosts: map[string]string{"api.acme.com": "http://localhost:1"}, Values: map[string]Setting{
		"channel": {Value: flow.Of("#test")}, "token": {OS: "ACME_TOKEN"}, "keys": {OS: "ACME_KEYS"}, "on": {OS: "ACME_ON"}, "gone": {Value: flow.Of(1)}}}))
	must(t, s.PutEnvironment(Live, Environment{Values: map[string]Setting{"channel": {Value: flow.Of("#live")}}}))
	must(t, s.TurnOn("Staging"))
	play := func(env Env) worker.Order {
		r, err := s.Run("Flow 1", nil, env)
		must(t, err)
		wakes.until(t, func() bool { kept, err := r.Kept(); return kept || err != nil })
		return p.order
	}
	o := play(Env{SandboxAt: "http://localhost:9"})
	if got, want := string(o.Env.Config), `{"channel":"#test","keys":"{\"a\": \"os-secret-2\", \"n\": [1, \"os-secret-3\"]}","on":"true","token":"os-secret-1"}`; got != want || o.Env.Name != "Staging" || !o.Env.Sandbox {
		t.Errorf("the order is for %s with %s", o.Env.Name, got)
	}
	if want := []string{"os-secret-1", `{"a": "os-secret-2", "n": [1, "os-secret-3"]}`, "os-secret-2", "os-secret-3"}; !slices.Equal(o.Hide, want) {
		t.Errorf("hidden are %q", o.Hide)
	}
	must(t, s.rememberInputs("Flow 1", map[string]any{"a": "it is os-secret-1", "b": "x", "n": 7}, o.Redactor()))
	if got := s.Inputs("Flow 1"); len(got) != 2 || got["b"] != "x" {
		t.Errorf("remembered are %v", got)
	}
	if o.Sandbox != "http://localhost:9" || o.Hosts["api.acme.com"] == "" {
		t.Errorf("the order goes to %q with %v", o.Sandbox, o.Hosts)
	}
	o = play(Env{Name: Live, SandboxAt: "http://localhost:9"})
	if string(o.Env.Config) != `{"channel":"#live"}` || o.Env.Sandbox || o.Sandbox != "" || len(o.Hosts) != 0 || o.Hide != nil {
		t.Errorf("Live has something of another: %+v", o)
	}
}

func TestARunWithoutWhatItNeedsSaysWhatAndWhere(t *testing.T) {
	s, _ := ready(t, &player{events: aRun()})
	s.lib.LookupEnv = func(name string) (string, bool) {
		return map[string]string{"WORD": "os-secret", "EMPTY": ""}[name], name != "NONE"
	}
	declare(t, s, flow.Variable{Name: "channel", Type: "text", Required: true}, flow.Variable{Name: "limit", Type: "number"})
	must(t, s.Do(flow.AddNode{Flow: "Flow 1", Index: -1, Node: &flow.Node{Name: "Get", Kind: "api", Config: flow.Config{{Name: "connection", Value: flow.Of("Crm")}}}}))
	if _, err := s.Run("Flow 1", nil, Env{Name: "None"}); err == nil || !strings.Contains(err.Error(), `there is no environment "None"`) {
		t.Errorf("in an environment that is not there: %v", err)
	}
	for _, c := range []struct {
		env   string
		set   map[string]Setting
		bound bool
		want  []string // nil: it runs
	}{
		{Live, nil, true, []string{`the config variable "channel" needs a value in Live: give it one in Environments > Live`}},
		{Live, map[string]Setting{"channel": {OS: "NONE"}}, true, []string{`"channel" is read from the OS variable NONE, which is not set here`, "Environments > Live"}},
		{Live, map[string]Setting{"channel": {OS: "EMPTY"}}, true, []string{"EMPTY, which is empty"}},
		{Live, map[string]Setting{"channel": {OS: "WORD"}, "limit": {OS: "WORD"}}, true, []string{`"limit" is a number, and the OS variable WORD that it is read from is not`}},
		{Live, map[string]Setting{"channel": {OS: "WORD"}, "limit": {Value: flow.Of("many")}}, true, []string{`"limit" in Live: "many" is not a number`}},
		{Live, nil, false, []string{`"channel" needs a value`, `the connection "Crm" has no account in Live: bind it in Environments > Live`}},
		{Sandbox, map[string]Setting{"channel": {OS: "WORD"}}, false, nil},
	} {
		e := Environment{Values: c.set}
		if c.bound {
			e.Bindings = map[string]string{"Crm": "id1"}
		}
		must(t, s.PutEnvironment(c.env, e))
		r, err := s.Run("Flow 1", nil, Env{Name: c.env})
		switch {
		case c.want == nil:
			must(t, err)
			r.cancel()
		case err == nil:
			t.Errorf("%v: it runs", c.set)
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "os-secret") {
				t.Errorf("%v: %v, not %s", c.set, err, want)
			}
		}
	}
}

func TestADamagedEnvironmentIsNamedAndLeavesTheOthers(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New(""))
	must(t, s.PutEnvironment("", Environment{Name: "Bad"}))
	must(t, s.TurnOn("Bad"))
	must(t, store.Table[[]int]{Name: "environment"}.Put(l.Store, s.under("Bad"), []int{1}))
	all, err := s.Environments()
	if len(all) != 2 || err == nil || !strings.Contains(err.Error(), "environment") || !strings.Contains(err.Error(), "Bad") {
		t.Errorf("%q, %v", called(all), err)
	}
	if e := s.EnvironmentOn(); !e.Sandbox {
		t.Errorf("%+v is on: something may leave the machine", e)
	}
}
