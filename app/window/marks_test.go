package window

import (
	"testing"

	"flowbench/canvas"
	"flowbench/canvas/draw"
	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/flow"
)

func TestTheMarksOfALoopCountItsItems(t *testing.T) {
	post := &flow.Node{Key: 3, Name: "Post"}
	ask := &flow.Node{Key: 2, Name: "Ask", Wires: []flow.Leg{{Port: "Else", To: []string{"Post"}}, {Port: "If", To: []string{"Post"}}}}
	each := &flow.Node{Key: 1, Name: "Each", Body: []*flow.Node{ask, post}, Wires: []flow.Leg{{Port: "success", To: []string{"End"}}}}
	fl := &flow.Flow{Nodes: []*flow.Node{each, {Key: 4, Name: "End"}}}
	ten := 10
	events := []event.Event{{Type: event.StepStarted, Step: "Each"}, {Type: event.StepOpened, Step: "Each", Records: &ten}}
	item := func(at string, port string, posts event.Event) {
		events = append(events, event.Event{Type: event.StepStarted, Step: at + "Ask"}, event.Event{Type: event.StepFinished, Step: at + "Ask", Status: event.Succeeded, Port: port, MS: 2})
		posts.Step = at + "Post"
		events = append(events, posts)
	}
	mark := func(k flow.Key) canvas.NodeMark { return marksOf(fl, names(fl), engine.Collect(events)).Nodes[k] }
	item("Each[0]/", "Else", event.Event{Type: event.StepFinished, Status: event.Succeeded, MS: 20})
	item("Each[1]/", "If", event.Event{Type: event.StepFinished, Status: event.Failed, Port: "failure", MS: 20})
	events = append(events, event.Event{Type: event.StepStarted, Step: "Each[2]/Ask"})
	for k, want := range map[flow.Key]canvas.NodeMark{1: {State: draw.Running, Text: "3 of 10"}, 2: {State: draw.Running, Text: "2 of 3"}, 3: {State: draw.Failed, Text: "2 of 3 · 40 ms · 1 failed"}} {
		if got := mark(k); got != want {
			t.Errorf("while it runs node %d has %+v, want %+v", k, got, want)
		}
	}
	events = events[:len(events)-1]
	item("Each[2]/", "If", event.Event{Type: event.StepFinished, Status: event.Succeeded, MS: 20})
	item("Each[3]/", "If", event.Event{Type: event.StepSkipped, Status: event.Skipped})
	events = append(events, event.Event{Type: event.StepFinished, Step: "Each", Status: event.Succeeded, Port: "success", MS: 70})
	for k, want := range map[flow.Key]canvas.NodeMark{1: {State: draw.Done, Text: "70 ms · 4 of 10"}, 2: {State: draw.Done, Text: "4 × · 8 ms"}, 3: {State: draw.Done, Text: "3 of 4 · 60 ms · 1 failed"}} {
		if got := mark(k); got != want {
			t.Errorf("at the end node %d has %+v, want %+v", k, got, want)
		}
	}
	wires := marksOf(fl, names(fl), engine.Collect(events)).Wires
	if w := wires[canvas.Wire{From: 2, Port: "If", To: 3}]; !w.Taken || w.Records != "3 ×" {
		t.Errorf("the wire of IF has %+v", w)
	}
	if w := wires[canvas.Wire{From: 2, Port: "Else", To: 3}]; !w.Taken || w.Records != "" {
		t.Errorf("the wire of ELSE has %+v", w)
	}
}
