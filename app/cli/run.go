package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/check"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/sandbox"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
)

// runFlags are the flags of run.
type runFlags struct {
	flow, inputs, env, envFile, blobs string
	input, config, mapHost            []string
	events, log                       bool
	repeat, parallel, memory          int
}

func (c *command) run() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run FILE",
		Short: "Run a flow",
		Long: "Runs a flow and prints its outputs as one JSON object; a failed run prints {\"error\": {…}}.\n" +
			"Nothing leaves the machine with --env sandbox, which is the default: local stand-ins answer\n" +
			"for the providers. Exit code: 0 done, 1 the flow failed, 2 wrong use or a flow with errors.",
		Example: "  flowbench run watch.json --input target=example.com\n" +
			"  flowbench run watch.json --inputs inputs.json --events\n" +
			"  flowbench run pay.json --map-host api.stripe.com=http://127.0.0.1:12111",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runFile(cmd.Context(), args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.flow, "flow", "", "the flow to run; the first one if not given")
	fl.StringArrayVar(&f.input, "input", nil, "an input, NAME=VALUE; may be given many times")
	fl.StringVar(&f.inputs, "inputs", "", "a file with all inputs as one JSON object; - is stdin")
	fl.StringVar(&f.env, "env", "sandbox", "sandbox or live")
	fl.StringVar(&f.envFile, "env-file", "", "a file with config values and host mappings")
	fl.StringArrayVar(&f.config, "config", nil, "a config variable, NAME=VALUE")
	fl.StringArrayVar(&f.mapHost, "map-host", nil, "send what is meant for a host to this machine, HOST=http://127.0.0.1:PORT")
	fl.BoolVar(&f.events, "events", false, "print the run's events, one JSON object a line, instead of its outputs")
	fl.StringVar(&f.blobs, "blobs", "", "with --events: a folder for values over 64 KB")
	fl.BoolVar(&f.log, "log", false, "print the flow log on stderr")
	fl.IntVar(&f.repeat, "repeat", 1, "run the flow this many times, and end with a line of figures on stderr")
	fl.IntVar(&f.parallel, "parallel", 1, "with --repeat: this many at once")
	fl.IntVar(&f.memory, "memory", 512, "end when more memory is used, in MB")
	return cmd
}

func (c *command) runFile(ctx context.Context, name string, f runFlags) error {
	in, _, err := c.read(name)
	if err != nil {
		return err
	}
	fl, err := pick(in, f.flow)
	if err != nil {
		return err
	}
	order, err := c.order(f)
	if err != nil {
		return err
	}
	order.Flow = fl.Name
	if err := c.checked(name, in, fl.Name, order); err != nil {
		return err
	}
	if order.Env.Sandbox {
		server := sandbox.New(catalog.Builtin(), sandbox.Programs())
		if err := server.Listen("127.0.0.1:0"); err != nil {
			return wrong("the sandbox: %v", err)
		}
		defer server.Close()
		order.Sandbox = server.URL()
	}
	j, client, err := job(order, in)
	if client != nil {
		defer client.Close()
	}
	if err != nil {
		return wrong("%v", err)
	}
	return c.execute(ctx, j, f)
}

// order reads the flags into a worker's order.
func (c *command) order(f runFlags) (worker.Order, error) {
	o := worker.Order{Trigger: "manual", Run: newID(), At: time.Now()}
	switch f.env {
	case "sandbox":
		o.Env = worker.Environment{Name: "Sandbox", Sandbox: true}
	case "live":
		o.Env = worker.Environment{Name: "Live"}
	default:
		return o, wrong("--env is sandbox or live, not %q", f.env)
	}
	if f.repeat < 1 || f.parallel < 1 {
		return o, wrong("--repeat and --parallel are at least 1")
	}
	if f.events && f.repeat > 1 {
		return o, wrong("--events shows one run: leave out --repeat")
	}
	var env settings
	var err error
	if f.envFile != "" {
		if env, err = readSettings(f.envFile); err != nil {
			return o, wrong("%v", err)
		}
	}
	config, err := pairs("--config", f.config)
	if err != nil {
		return o, err
	}
	o.Env.Config = flow.Of(over(env.Config, config))
	inputs := map[string]any{}
	if f.inputs != "" {
		if inputs, err = c.readInputs(f.inputs); err != nil {
			return o, err
		}
	}
	given, err := pairs("--input", f.input)
	if err != nil {
		return o, err
	}
	o.Inputs = flow.Of(over(inputs, given))
	hosts, err := pairs("--map-host", f.mapHost)
	if err != nil {
		return o, err
	}
	o.Hosts = env.Hosts
	for host, target := range hosts {
		if err := transport.CheckMapping(host, target.(string), true); err != nil {
			return o, wrong("--map-host %s=%s: %v", host, target, err)
		}
		o.Hosts = over(o.Hosts, map[string]string{host: target.(string)})
	}
	return o, nil
}

func pairs(flag string, list []string) (map[string]any, error) {
	m := map[string]any{}
	for _, kv := range list {
		k, v, ok := strings.Cut(kv, "=")
		if !ok || k == "" {
			return nil, wrong("%s is NAME=VALUE, not %q", flag, kv)
		}
		m[k] = v
	}
	return m, nil
}

func (c *command) readInputs(name string) (map[string]any, error) {
	var b []byte
	var err error
	if name == "-" {
		b, err = io.ReadAll(io.LimitReader(c.in, flow.MaxSize))
	} else {
		b, err = readFile(name)
	}
	if err != nil {
		return nil, wrong("%v", err)
	}
	v, ok := flow.Valid(string(b))
	if !ok {
		return nil, wrong("%s: the inputs are no JSON", name)
	}
	m, err := object(v)
	if err != nil {
		return nil, wrong("%s: %v", name, err)
	}
	return m, nil
}

func newID() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// checked prints the problems of the flow that is to run; errors hold it back.
func (c *command) checked(name string, in *flow.Integration, flowName string, o worker.Order) error {
	problems := check.Check(in, flowName, checkEnv(o.Env.Sandbox, o.Hosts))
	if !slices.ContainsFunc(problems, func(p spec.Problem) bool { return p.Severity == spec.Error }) {
		return nil
	}
	for _, p := range problems {
		fmt.Fprintln(c.err, problemLine(name, p))
	}
	return fault{code: Wrong}
}

// execute runs the job under the memory watchdog and prints what it came to.
func (c *command) execute(ctx context.Context, j engine.Job, f runFlags) error {
	stop := worker.Watch(uint64(f.memory)<<20, func(uint64) {
		step := ""
		if j.Busy != nil && j.Busy.Load() != nil {
			step = *j.Busy.Load()
		}
		why := worker.MemoryFault(step, uint64(f.memory)<<20)
		fmt.Fprintf(c.out, "{\"error\":%s}\n", flow.Of(why))
		fmt.Fprintln(c.err, "flowbench:", why.Message)
		os.Exit(Failed)
	})
	defer stop()
	j.Busy = newBusy()
	compiled, err := engine.Compile(j)
	if err != nil {
		return wrong("%v", err)
	}
	if f.repeat > 1 {
		return c.repeat(ctx, compiled, j.Start, f)
	}
	out := &printer{c: c, f: f, encode: f.events}
	outcome := compiled.Run(ctx, j.Start, out)
	if out.err != nil {
		return wrong("%v", out.err)
	}
	return c.result(outcome, f)
}

// result prints what a run came to, and makes its exit code.
func (c *command) result(o engine.Outcome, f runFlags) error {
	for _, w := range o.Warnings {
		fmt.Fprintln(c.err, "warning:", w)
	}
	if o.Status == event.Succeeded {
		if !f.events {
			fmt.Fprintf(c.out, "%s\n", o.Output)
		}
		return nil
	}
	if o.Error == nil {
		o.Error = &event.Fault{Type: string(o.Status), Message: "the run was " + string(o.Status)}
	}
	if !f.events {
		fmt.Fprintf(c.out, "{\"error\":%s}\n", flow.Of(o.Error))
	}
	text := o.Error.Message
	if o.Error.Step != "" {
		text = o.Error.Step + ": " + text
	}
	if o.Error.Help != "" {
		text += "\n" + o.Error.Help
	}
	return fault{Failed, text}
}
