package draw

import "flowbench/canvas/geom"

// watch is the flow of the product's pictures, after a run that still goes on.
func watch() Content {
	both := []Port{{Name: "success", Style: Success}, {Name: "failure", Style: Failure}}
	return Content{
		Nodes: []Node{
			{Key: 1, At: geom.Pt(0, 108), Title: "Start", Subtitle: "target: Text", Sign: Sign{Icon: "start", Tint: FlowTint}, NoInput: true,
				Ports: both[:1], Mark: Done, MarkText: "0 ms"},
			{Key: 2, At: geom.Pt(240, 108), Title: "Ahrefs", Subtitle: "Broken backlinks", Sign: Sign{Letter: "A", Tint: ConnectTint},
				Ports: both, Mark: Done, MarkText: "312 ms · 240 rows", Selected: true},
			{Key: 3, At: geom.Pt(480, 96), Title: "AnyBroken", Subtitle: "count > 0", Sign: Sign{Icon: "condition", Tint: LogicTint},
				Ports: []Port{{"If", "IF", Branch}, {"Else", "ELSE", Branch}}, Mark: Done, MarkText: "0 ms"},
			{Key: 4, At: geom.Pt(720, 0), Title: "SlackSeo", Subtitle: "Post message", Sign: Sign{Letter: "#", Tint: ConnectTint},
				Ports: both, Mark: Running, MarkText: "1.2 s"},
			{Key: 5, At: geom.Pt(720, 204), Title: "Quiet", Subtitle: "End", Sign: Sign{Icon: "end", Tint: FlowTint}, Mark: Skipped, MarkText: "skipped"},
			{Key: 6, At: geom.Pt(480, 324), Title: "Failed", Subtitle: "End · message", Sign: Sign{Icon: "end", Tint: FlowTint}},
		},
		Wires: []Wire{
			{From: 1, Port: "success", To: 2, Taken: true, Records: "1"},
			{From: 2, Port: "success", To: 3, Taken: true, Records: "240"},
			{From: 2, Port: "failure", To: 6},
			{From: 3, Port: "If", To: 4, Taken: true},
			{From: 3, Port: "Else", To: 5, Faded: true},
		},
	}
}
