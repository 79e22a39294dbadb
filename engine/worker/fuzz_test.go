package worker

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"time"

	"flowbench/engine/event"
)

// FuzzFrames: whatever one end says, the other does not panic, does not take more memory
// than came, and ends; what is understood is written and understood again.
func FuzzFrames(f *testing.F) {
	frame := func(size uint32, body string) []byte {
		return append(binary.BigEndian.AppendUint32(nil, size), body...)
	}
	add := func(body string) { f.Add(frame(uint32(len(body)), body)) }
	var b bytes.Buffer
	for _, v := range []any{
		request{ID: 1, Cancel: true}, request{ID: 2, Run: &Order{Run: "r1", Flow: "Main", Integration: []byte("{}")}},
		request{ID: 3, Token: &word{Connection: "1", Use: &token{Values: []string{"a"}}}},
		reply{ID: 1, Event: &event.Event{Seq: 1, Type: event.RunStarted}}, reply{ID: 1, Blob: &blob{"sha256:0", []byte{1, 2}}}, reply{ID: 1, Answer: &Answer{Error: "no"}},
	} {
		b.Reset()
		if err := writeFrame(&b, v); err != nil {
			f.Fatal(err)
		}
		f.Add(bytes.Clone(b.Bytes()))
		f.Add(b.Bytes()[:b.Len()-1])
	}
	for _, body := range []string{``, `null`, `{}`, `[]`, `{"id":"1"}`, `{"id":1,"id":2}`, `{"id":1e99}`, `{"run":{"integration":"!"}}`, `{"unknown":1}`, "{\"id\":1,\"eval\":{\"template\":\"\xff\"}}",
		`{"id":1,"event":{"value":{"value":` + strings.Repeat("[", 20_000)} {
		add(body)
	}
	f.Add(frame(MaxFrame+1, ""))
	f.Add(frame(MaxFrame, "short"))
	f.Add(frame(1<<32-1, ""))
	f.Add([]byte{0, 0})
	f.Fuzz(func(t *testing.T, in []byte) {
		start := time.Now()
		both := func(v func() any) {
			r := bytes.NewReader(in)
			for range 100 {
				x := v()
				if err := readFrame(r, x); err != nil {
					if err.Error() == "" {
						t.Error("an error that says nothing")
					}
					return
				}
				var once, twice bytes.Buffer
				if err := writeFrame(&once, x); err != nil {
					t.Fatalf("what was understood is not written: %v", err)
				}
				again := v()
				if err := readFrame(bytes.NewReader(once.Bytes()), again); err != nil {
					t.Fatalf("what was written is not understood: %v", err)
				}
				if err := writeFrame(&twice, again); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
					t.Fatalf("written twice, it differs: %v\n%s\n%s", err, once.Bytes(), twice.Bytes())
				}
			}
		}
		both(func() any { return new(request) })
		both(func() any { return new(reply) })
		// A child that is told such things neither breaks nor hangs.
		if !bytes.Contains(in, []byte(`"eval"`)) && !bytes.Contains(in, []byte(`"run"`)) {
			Serve(bytes.NewReader(in), io.Discard, Options{Job: testJob, Exit: func(int) {}})
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("it took %v", took)
		}
	})
}
