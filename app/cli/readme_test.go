package cli

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// What README.md shows is run: every block of sh that begins with flowbench, in a folder
// that has the samples, and what it prints is what the block of text after it says. What
// begins with make is a target of the Makefile.
func TestREADMEShowsWhatIsTrue(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no sh here")
	}
	bin, dir := program(t), t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "assets/samples"), os.DirFS(samples)); err != nil {
		t.Fatal(err)
	}
	home := readmeHome(t, bin)
	makefile := string(read(t, "../../Makefile"))
	runs := 0
	for _, b := range blocks(string(read(t, "../../README.md"))) {
		switch {
		case b.text == "flowbench sandbox\n":
			serve(t, bin)
			runs++
		case strings.HasPrefix(b.text, "flowbench"):
			t.Run(strings.SplitN(b.text, "\n", 2)[0], func(t *testing.T) { b.run(t, bin, dir, home) })
			runs++
		case strings.HasPrefix(b.text, "make"):
			for line := range strings.Lines(b.text) {
				target := strings.TrimSpace(strings.TrimPrefix(line, "make"))
				if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(target) + `:`).MatchString(makefile) {
					t.Errorf("the Makefile has no target %q", target)
				}
			}
			runs++
		}
	}
	if runs < 8 {
		t.Errorf("only %d blocks were found", runs)
	}
}

// A block is one of sh, and the one of text after it.
type block struct {
	text, prints string
	says         bool // there is one of text
}

func blocks(readme string) []block {
	var out []block
	for _, m := range regexp.MustCompile("(?ms)^```(sh|text)\n(.*?)^```$").FindAllStringSubmatch(readme, -1) {
		if m[1] == "sh" {
			out = append(out, block{text: m[2]})
		} else if len(out) > 0 {
			out[len(out)-1].prints, out[len(out)-1].says = m[2], true
		}
	}
	return out
}

// figures are what differs from machine to machine.
var figures = regexp.MustCompile(`[\d.]+ (ms|a second)`)

// readmeHome is the environment of who reads the README: a data folder whose vault a key file
// opens, and a token.
func readmeHome(t *testing.T, bin string) []string {
	t.Helper()
	dir := t.TempDir()
	env := append(os.Environ(), "FLOWBENCH_DATA="+filepath.Join(dir, "data"), "FLOWBENCH_KEY_FILE="+filepath.Join(dir, "key"), "SLACK_TOKEN=xoxb-of-the-readme",
		"PATH="+filepath.Dir(bin)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	cmd := exec.Command(bin, "connection", "add", "--provider", "stripe", "--name", "Shop", "--secret-env", "token=SLACK_TOKEN", "--new-key-file")
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return env
}

func (b block) run(t *testing.T, bin, dir string, env []string) {
	cmd := exec.Command("sh", "-e")
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(b.text)
	cmd.Env = env
	var out, errw strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errw
	cmd.Run()
	want := 0
	if m := regexp.MustCompile(`# exit code (\d)`).FindStringSubmatch(b.text); m != nil {
		want, _ = strconv.Atoi(m[1])
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Fatalf("exit code %d, want %d\n%s", got, want, errw.String())
	}
	if !b.says {
		return
	}
	level := func(s string) string { return figures.ReplaceAllString(s, "N $1") }
	got := level(out.String() + errw.String())
	if other := level(errw.String() + out.String()); other == level(b.prints) { // a terminal shows both, in either order
		got = other
	}
	if got != level(b.prints) {
		t.Errorf("it prints\n%s\nthe README says\n%s", got, level(b.prints))
	}
}

// serve starts the sandbox, waits for its address, and stops it as Ctrl+C does.
func serve(t *testing.T, bin string) {
	cmd := exec.Command(bin, "sandbox")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "http://127.0.0.1:") {
		t.Errorf("the sandbox says %q, %v", line, err)
	}
	cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the sandbox was stopped: %v", err)
	}
}
