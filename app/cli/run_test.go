package cli

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"flowbench/engine/event"
)

func TestInputsComeFromFlagsFilesAndStdin(t *testing.T) {
	path := file(t, "a.json", function("[.steps.Start.n, .steps.Start.words]"))
	inputs := file(t, "inputs.json", `{"n": 2, "words": "from the file"}`)
	for _, c := range []struct {
		stdin string
		args  []string
		want  string
	}{
		{"", nil, `[1,null]`},
		{"", []string{"--input", "n=3", "--input", "words=a=b"}, `[3,"a=b"]`},
		{"", []string{"--inputs", inputs}, `[2,"from the file"]`},
		{"", []string{"--inputs", inputs, "--input", "n=4"}, `[4,"from the file"]`},
		{`{"n": 5}`, []string{"--inputs", "-"}, `[5,null]`},
	} {
		got := call(t, c.stdin, append([]string{"run", path}, c.args...)...)
		if want := `{"result":` + c.want + "}\n"; got != (ran{0, want, ""}) {
			t.Errorf("%q: %+v, want %s", c.args, got, want)
		}
	}
	if got := call(t, function("7"), "run", "-"); got != (ran{0, "{\"result\":7}\n", ""}) {
		t.Errorf("a flow from stdin: %+v", got)
	}
}

func TestEnvironmentComesFromFileAndFlags(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Host+r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"here": true}`)
	}))
	defer server.Close()
	flow := strings.Replace(get("https://api.acme.com/{{config.path}}"), `"name": "Test",`, `"name": "Test", "config": [{"name": "path", "type": "text"}],`, 1)
	path := file(t, "a.json", flow)
	env := file(t, "env.json", `{"config": {"path": "file"}, "hosts": {"api.acme.com": "`+server.URL+`"}}`)
	for _, args := range [][]string{{"--env-file", env}, {"--env-file", env, "--config", "path=flag"}, {"--map-host", "api.acme.com=" + server.URL, "--config", "path=both"}} {
		if got := call(t, "", append([]string{"run", path}, args...)...); got != (ran{0, "{\"result\":{\"here\":true}}\n", ""}) {
			t.Errorf("%q: %+v", args, got)
		}
	}
	if got, want := strings.Join(asked, " "), "api.acme.com/file api.acme.com/flag api.acme.com/both"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

func TestFailedRunIsAnObjectAndExitsWithOne(t *testing.T) {
	got := call(t, "", "run", samples+"/stripe-receipt.json", "--input", "card=pm_card_visa_chargeDeclined")
	if got.code != Failed || !strings.HasPrefix(got.out, `{"error":{"type":"message","message":"The payment of ada@example.com failed`) ||
		!strings.HasPrefix(got.err, "flowbench: Declined: The payment of ada@example.com failed") {
		t.Errorf("%+v", got)
	}
}

func TestRepeatEndsWithFigures(t *testing.T) {
	got := call(t, "", "run", file(t, "a.json", function("42")), "--repeat", "20", "--parallel", "4")
	if got.code != Done || got.out != "{\"result\":42}\n" || !regexp.MustCompile(`^20 runs, \d+\.\d a second, p50 \d+\.\d ms, p99 \d+\.\d ms, 0 failed\n$`).MatchString(got.err) {
		t.Errorf("%+v", got)
	}
	got = call(t, "", "run", file(t, "a.json", function(`error("no")`)), "--repeat", "3")
	if got.code != Failed || !strings.Contains(got.err, "3 failed") || !strings.HasPrefix(got.out, `{"error":`) {
		t.Errorf("%+v", got)
	}
}

func TestLogIsForPeople(t *testing.T) {
	got := call(t, "", "run", samples+"/broken-backlinks.json", "--log")
	for _, want := range []string{
		"  BrokenBacklinks      GET https://api.ahrefs.com/v3/site-explorer/broken-backlinks?",
		"✓ BrokenBacklinks      succeeded, 240 records, ",
		"✓ AnyBroken            If, ",
		"- Failed               skipped\n",
	} {
		if !strings.Contains(got.err, want) {
			t.Errorf("no %q in:\n%s", want, got.err)
		}
	}
}

func TestLargeValuesGoToTheBlobFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blobs")
	got := call(t, "", "run", file(t, "a.json", function("[range(20000)]")), "--events", "--blobs", dir)
	v, _ := fold(t, got.out)
	hash, isRef := strings.CutPrefix(v.Output.Ref, "sha256:")
	b, err := os.ReadFile(filepath.Join(dir, hash))
	sum := sha256.Sum256(b)
	if !isRef || err != nil || hex.EncodeToString(sum[:]) != hash || v.Output.Size != len(b) || !bytes.HasPrefix(b, []byte(v.Output.Head)) {
		t.Errorf("%s of %d bytes, %d in the file, %v", v.Output.Ref, v.Output.Size, len(b), err)
	}
}

// A program that asks for 8 GB ends the run, and its events end as they must.
func TestMemoryBombNamesItsStep(t *testing.T) {
	bomb := file(t, "a.json", function("[] | .[536870911] = 1 | until(false; .)"))
	const why = "the program of N needed more than 128 MB of memory, and was stopped"
	cmd, out, errw := start(t, "run", bomb, "--memory", "128")
	cmd.Run()
	if cmd.ProcessState.ExitCode() != Failed || !strings.HasPrefix(out.String(), `{"error":{"type":"memory","message":"`+why) || !strings.Contains(errw.String(), why+"\nTake less at once") {
		t.Errorf("exit %d\n%s%s", cmd.ProcessState.ExitCode(), out, errw)
	}
	cmd, out, errw = start(t, "run", bomb, "--memory", "128", "--events")
	cmd.Run()
	v, count := fold(t, out.String())
	if cmd.ProcessState.ExitCode() != Failed || v.Status != event.Failed || v.Error.Message != why || v.Step("N").Status != event.Failed || count["End"][event.StepSkipped] != 1 {
		t.Errorf("exit %d\n%s%s", cmd.ProcessState.ExitCode(), out, errw)
	}
}

// An interrupt cancels the run: a program that never ends is left, and the events are whole.
func TestInterruptCancelsTheRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no interrupt can be sent here")
	}
	cmd, _, errw := start(t, "run", file(t, "a.json", function("def f: f; f")), "--events")
	cmd.Stdout = nil
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	in := bufio.NewScanner(pipe)
	for in.Scan() {
		fmt.Fprintln(&lines, in.Text())
		if strings.Contains(in.Text(), `"step.started","step":"N"`) {
			cmd.Process.Signal(os.Interrupt)
		}
	}
	cmd.Wait()
	v, count := fold(t, lines.String())
	if cmd.ProcessState.ExitCode() != Failed || errw.String() != "flowbench: the run was cancelled\n" || v.Status != event.Cancelled ||
		v.Step("N").Status != event.Cancelled || count["End"][event.StepSkipped] != 1 {
		t.Errorf("exit %d, %s\n%s", cmd.ProcessState.ExitCode(), errw, &lines)
	}
}

func TestHelpHasAnExampleForEachCommand(t *testing.T) {
	for _, args := range [][]string{{}, {"run"}, {"check"}, {"fmt"}, {"sandbox"}, {"picture"}} {
		got := call(t, "", append(args, "--help")...)
		if got.code != Done || got.err != "" || !strings.Contains(got.out, "Examples:\n  flowbench") {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

func TestCommandsAreToldFromFiles(t *testing.T) {
	for _, c := range []struct {
		args []string
		want bool
	}{{nil, false}, {[]string{"watch.json"}, false}, {[]string{"--data", "x"}, false}, {[]string{"run", "x"}, true}, {[]string{"--help"}, true}, {[]string{"worker"}, true}} {
		if got := Is(c.args); got != c.want {
			t.Errorf("%q: %v", c.args, got)
		}
	}
}
