package engine_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/node"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// brokenNetworks are what can go wrong between here and an API, as what its end of the
// connection does.
func brokenNetworks() map[string]func(net.Conn) {
	const ok = "HTTP/1.1 200 OK\r\n"
	says := func(text string) func(net.Conn) {
		return func(c net.Conn) { io.WriteString(c, text) }
	}
	endless := func(head, chunk string) func(net.Conn) {
		return func(c net.Conn) {
			io.WriteString(c, head)
			for n := 0; n < 1<<27; n += len(chunk) {
				if _, err := io.WriteString(c, chunk); err != nil {
					return
				}
			}
		}
	}
	silent := func(c net.Conn) { io.Copy(io.Discard, c) }
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(make([]byte, 20<<20))
	z.Close()
	bomb := fmt.Sprintf(ok+"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", packed.Len(), packed.String())
	return map[string]func(net.Conn){
		"closed":          says(""),
		"reset":           func(c net.Conn) { c.(*net.TCPConn).SetLinger(0) },
		"not HTTP":        says("220 mail.example.com ESMTP\r\n"),
		"headers cut":     says(ok + "Content-Ty"),
		"body cut":        says(ok + "Content-Length: 100\r\n\r\nshort"),
		"chunk cut":       says(ok + "Transfer-Encoding: chunked\r\n\r\n10\r\nshort"),
		"bad chunk":       says(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
		"two lengths":     says(ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
		"endless headers": endless(ok, "X-Again: "+strings.Repeat("x", 1000)+"\r\n"),
		"endless body":    endless(ok+"\r\n", strings.Repeat("x", 1<<16)),
		"bomb":            says(bomb),
		"damaged":         says(ok + "Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nno packet"),
		"silent":          silent,
		"stuck": func(c net.Conn) {
			io.WriteString(c, ok+"Content-Length: 100\r\n\r\nsome")
			silent(c)
		},
		"drop by drop": func(c net.Conn) {
			io.WriteString(c, ok+"Content-Length: 100000\r\n\r\n")
			for {
				if _, err := io.WriteString(c, "x"); err != nil {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
		},
	}
}

// patience is how long a call may take here.
const patience = 2 * time.Second

// callers are the nodes that call, each with a call that may not be made twice.
func callers() map[string]flow.Config {
	return map[string]flow.Config{
		"api":         flow.ConfigOf("method", "POST", "url", "https://slack.com/api/pay", "body", map[string]any{"pay": 1}),
		"integration": flow.ConfigOf("provider", "slack", "action", "post-message", "fields", map[string]any{"channel": "#a", "text": "pay"}),
	}
}

func TestFaultsOfTheNetworkEndInTimeWithoutASecondCall(t *testing.T) {
	cat := catalog.Builtin()
	all := kinds.All(cat)
	calls := callers()
	for _, k := range all {
		if _, known := calls[k.ID]; k.Group == spec.Connect && !known {
			t.Errorf("%s nodes call too, and are not tried", k.ID)
		}
	}
	faults := brokenNetworks()
	var wait sync.WaitGroup
	for name, answer := range faults {
		for kind, config := range calls {
			wait.Go(func() { broken(t, cat, name+", "+kind, kind, config, answer) })
		}
	}
	wait.Wait()
	if len(faults) < 14 {
		t.Errorf("%d faults", len(faults))
	}
	if !t.Failed() {
		t.Logf("network faults: %d kinds x %d kinds of nodes: all ended in time with a text, 0 calls sent twice", len(faults), len(calls))
	}
}

// broken runs a flow whose one call meets the fault.
func broken(t *testing.T, cat *catalog.Catalog, name, kind string, config flow.Config, answer func(net.Conn)) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Error(err)
		return
	}
	defer l.Close()
	var came atomic.Int32
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if n, _ := c.Read(make([]byte, 64<<10)); n > 0 {
					came.Add(1)
					answer(c)
				}
			}()
		}
	}()
	client, err := transport.New(transport.Options{Sandbox: true, Timeout: patience, Mappings: map[string]string{"slack.com": "http://" + l.Addr().String()}})
	if err != nil {
		t.Error(err)
		return
	}
	defer client.Close()
	f := &flow.Flow{Name: "Main", Nodes: []*flow.Node{
		{Name: "Start", Kind: "start", Wires: []flow.Leg{{Port: "success", To: []string{"Call"}}},
			Config: flow.ConfigOf("outputs", []any{map[string]any{"name": "said", "type": "String"}})},
		{Name: "Call", Kind: kind, Config: config, Wires: []flow.Leg{{Port: "failure", To: []string{"End"}}}},
		{Name: "End", Kind: "end", Config: flow.ConfigOf("outputs", map[string]any{"said": "{{context.steps.Call.error.message}}"})},
	}}
	start := time.Now()
	var told []event.Event
	out := engine.Run(t.Context(), engine.Job{Integration: &flow.Integration{Flows: []*flow.Flow{f}}, Kinds: kinds.All(cat),
		Caller: hasty{&engine.Network{Catalog: cat, Client: client, Sandbox: true}}, Env: engine.Environment{Name: "Sandbox", Sandbox: true}}, list{&told})
	if took := time.Since(start); took > patience+30*time.Second { // a busy machine is late; without an end it would be minutes
		t.Errorf("%s: it took %v", name, took)
	}
	said := string(out.Output)
	if out.Status != event.Succeeded || len(said) < len(`{"said":"slack.com"}`) || strings.Contains(said, "%!") {
		t.Errorf("%s: %s, %s, %+v", name, out.Status, said, out.Error)
	}
	for _, e := range told {
		if e.Type == event.StepFinished && e.Step == "Call" && (e.Error == nil || e.Error.Help == "" || !strings.HasSuffix(e.Error.Message, ".")) {
			t.Errorf("%s: %+v", name, e.Error)
		}
	}
	if n := came.Load(); n != 1 {
		t.Errorf("%s: the call came %d times", name, n)
	}
}

// A hasty network waits no longer than the client does, whatever a node says.
type hasty struct{ *engine.Network }

func (h hasty) Call(ctx context.Context, r node.Request, record func(event.Exchange)) (*node.Response, error) {
	r.Timeout = 0
	return h.Network.Call(ctx, r, record)
}

// list is a sink that keeps the events.
type list struct{ events *[]event.Event }

func (l list) Event(e event.Event) { *l.events = append(*l.events, e) }
func (list) Blob(string, []byte)   {}
