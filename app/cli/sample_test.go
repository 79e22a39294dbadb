package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/flow"
)

var update = flag.Bool("update", false, "write what the samples give to their expected folders")

const samples = "../../assets/samples"

// eachSample runs a test for every sample file.
func eachSample(t *testing.T, test func(t *testing.T, path string)) {
	t.Helper()
	paths, err := filepath.Glob(samples + "/*.json")
	if err != nil || len(paths) < 4 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) { test(t, path) })
	}
}

func TestEachSampleGivesItsExpectedOutput(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		got := call(t, "", "run", path)
		if got.code != Done || got.err != "" {
			t.Fatalf("exit %d: %s%s", got.code, got.out, got.err)
		}
		expected := strings.TrimSuffix(path, ".json") + ".flowbench/expected/output.json"
		if *update {
			if err := os.WriteFile(expected, []byte(got.out), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(expected)
		if err != nil {
			t.Fatal(err)
		}
		if got.out != string(want) {
			t.Errorf("got  %swant %s", got.out, want)
		}
	})
}

func TestEventsFoldToTheSameOutput(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		want := call(t, "", "run", path).out
		blobs := t.TempDir()
		got := call(t, "", "run", path, "--events", "--blobs", blobs)
		if got.code != Done {
			t.Fatal(got.code, got.err)
		}
		v, count := fold(t, got.out)
		if out := string(v.Output.Value) + "\n"; v.Status != event.Succeeded || out != want {
			t.Errorf("%s\n got %swant %s", v.Status, out, want)
		}
		in, err := flow.Read(read(t, path))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range in.Flows[0].Nodes {
			begun, ended, skipped := count[n.Name][event.StepStarted], count[n.Name][event.StepFinished], count[n.Name][event.StepSkipped]
			if !(begun == 1 && ended == 1 && skipped == 0) && !(begun == 0 && ended == 0 && skipped == 1) {
				t.Errorf("%s began %d times, ended %d times, was skipped %d times", n.Name, begun, ended, skipped)
			}
		}
	})
}

// fold reads lines of events, and counts them by step and type.
func fold(t *testing.T, lines string) (*engine.View, map[string]map[event.Type]int) {
	t.Helper()
	v, count := &engine.View{}, map[string]map[event.Type]int{}
	for line := range strings.Lines(lines) {
		var e event.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if e.Seq != v.Seq+1 {
			t.Fatalf("event %d follows %d", e.Seq, v.Seq)
		}
		v.Fold(e)
		if count[e.Step] == nil {
			count[e.Step] = map[event.Type]int{}
		}
		count[e.Step][e.Type]++
	}
	return v, count
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFormattingASampleChangesNothing(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		want := string(read(t, path))
		if got := call(t, "", "fmt", path); got.out != want || got.code != Done {
			t.Errorf("exit %d, and it is another text", got.code)
		}
	})
}

func TestFormattingTwiceIsTheSame(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		var loose bytes.Buffer // other white space
		if err := json.Compact(&loose, read(t, path)); err != nil {
			t.Fatal(err)
		}
		path = file(t, "a.json", loose.String())
		first := call(t, "", "fmt", "-w", path)
		if first.out != path+"\n" || first.code != Done {
			t.Fatalf("%+v", first)
		}
		once := read(t, path)
		if got := call(t, "", "fmt", "-w", path); got != (ran{}) || !bytes.Equal(read(t, path), once) {
			t.Errorf("the second time it did something: %+v", got)
		}
		if bytes.Equal(once, loose.Bytes()) {
			t.Error("the file was not written")
		}
	})
}

func TestMovingANodeChangesItsNumbersOnly(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		before := read(t, path)
		in, err := flow.Read(before)
		if err != nil {
			t.Fatal(err)
		}
		d := flow.Open(in, func() {})
		fl := in.Flows[0]
		n := fl.Nodes[len(fl.Nodes)/2]
		if err := d.Do(flow.MoveNodes{Flow: fl.Name, To: []flow.Place{{Node: n.Name, At: &flow.Point{X: 12, Y: 3456}}}}); err != nil {
			t.Fatal(err)
		}
		was, is := strings.Split(string(before), "\n"), strings.Split(string(flow.Write(d.Integration())), "\n")
		if len(was) != len(is) {
			t.Fatalf("%d lines became %d", len(was), len(is))
		}
		var changed []string
		for i := range is {
			if is[i] != was[i] {
				changed = append(changed, strings.TrimRight(strings.TrimSpace(is[i]), ","))
			}
		}
		if want := []string{`"` + n.Name + `": [12, 3456]`}; !slices.Equal(changed, want) {
			t.Errorf("changed lines %q, want %q", changed, want)
		}
	})
}

func TestSamplesHaveNoProblems(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		if got := call(t, "", "check", path); got != (ran{}) {
			t.Errorf("%+v", got)
		}
	})
}

func TestPicturesShowEveryNode(t *testing.T) {
	eachSample(t, func(t *testing.T, path string) {
		in, err := flow.Read(read(t, path))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		for _, flags := range [][]string{{"--theme", "light"}, {"--theme", "dark", "--transparent"}} {
			svg := filepath.Join(dir, "a.svg")
			if got := call(t, "", append([]string{"picture", path, "-o", svg}, flags...)...); got != (ran{}) {
				t.Fatalf("%+v", got)
			}
			text := string(read(t, svg))
			for _, n := range in.Flows[0].Nodes {
				if !shows(text, n.Name) {
					t.Errorf("%v: %s is not in the picture", flags, n.Name)
				}
			}
		}
		name := filepath.Join(dir, "a.png")
		if got := call(t, "", "picture", path, "-o", name, "--scale", "0.5", "--transparent"); got != (ran{}) {
			t.Fatalf("%+v", got)
		}
		img, err := png.Decode(bytes.NewReader(read(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, corner := img.At(0, 0).RGBA()
		if img.Bounds().Dx() < 200 || corner != 0 {
			t.Errorf("%v with a corner of %d", img.Bounds(), corner)
		}
	})
}

// shows reports whether a name stands in an SVG, a long one cut at its end.
func shows(svg, name string) bool {
	if strings.Contains(svg, ">"+name+"</text>") {
		return true
	}
	for i := len(name) - 1; i >= 8; i-- {
		if strings.Contains(svg, ">"+name[:i]+"…</text>") {
			return true
		}
	}
	return false
}

func TestAPictureOfSomeNodes(t *testing.T) {
	svg := filepath.Join(t.TempDir(), "a.svg")
	if got := call(t, "", "picture", samples+"/broken-backlinks.json", "-o", svg, "--nodes", "Start,DomainRating"); got != (ran{}) {
		t.Fatalf("%+v", got)
	}
	text := string(read(t, svg))
	if !shows(text, "Start") || !shows(text, "DomainRating") || shows(text, "AnyBroken") {
		t.Errorf("it shows other nodes than those asked for")
	}
	if n := strings.Count(text, "stroke-linecap"); n != 1 {
		t.Errorf("%d wires are drawn, want that between the two", n)
	}
}
