package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/sandbox"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
)

// runFlags are the flags of run.
type runFlags struct {
	flow, inputs, env, envFile, blobs, data string
	input, config, mapHost                  []string
	events, log                             bool
	repeat, parallel, memory                int
	accounts                                accountFlags
}

func (c *command) run() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run FILE",
		Short: "Run a flow",
		Long: "Runs a flow and prints its outputs as one JSON object; a failed run prints {\"error\": {...}}.\n" +
			"Nothing leaves the machine with --env sandbox, which is the default: local stand-ins answer\n" +
			"for the providers. FILE may be - for stdin.\n\n" +
			"Exit code: 0 done, 1 the flow failed or was interrupted, 2 wrong use or a flow with errors.\n\n" +
			"--env may name an environment that the window keeps for FILE, once it was opened there: Staging, or\n" +
			"Live with a capital for its Live with all that is set in it, where live has nothing set.\n\n" +
			"An --env-file is a JSON object with what an environment is, each part of it optional; Export in\n" +
			"the window's Environments writes one:\n" +
			"  {\"config\": {\"channel\": \"#test\"}, \"os\": {\"token\": \"ACME_TOKEN\"},\n" +
			"   \"hosts\": {\"api.example.com\": \"http://127.0.0.1:8080\"}, \"connections\": {\"Ahrefs\": \"My account\"}}\n" +
			"\"os\" names the OS variables that config variables are read from; such values are shown nowhere.\n" +
			"\"connections\" names the stored connections that the flow's connections are.\n\n" + accountsHelp,
		Example: "  flowbench run watch.json --input target=example.com --log\n" +
			"  flowbench run watch.json --inputs inputs.json --events\n" +
			"  flowbench run pay.json --map-host api.stripe.com=http://127.0.0.1:12111\n" +
			"  flowbench run watch.json --repeat 1000 --parallel 16",
		Args: takes("FILE", false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.accounts.read(cmd); err != nil {
				return err
			}
			f.data = f.accounts.data
			return c.runFile(cmd.Context(), args[0], f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.flow, "flow", "", "the `FLOW` to run; the first one if not given")
	fl.StringArrayVar(&f.input, "input", nil, "an input, `NAME=VALUE`; may be given many times")
	fl.StringVar(&f.inputs, "inputs", "", "a `FILE` with inputs as one JSON object; - is stdin; --input wins")
	fl.StringVar(&f.env, "env", "sandbox", "`sandbox`, live, or the name of a stored environment")
	fl.StringVar(&f.envFile, "env-file", "", "a `FILE` with config values, OS variables, host mappings and connections")
	fl.StringArrayVar(&f.config, "config", nil, "a config variable, `NAME=VALUE`; wins over --env-file")
	fl.StringArrayVar(&f.mapHost, "map-host", nil, "send what is meant for a host to this machine, `HOST=URL` as in api.example.com=http://127.0.0.1:8080")
	f.accounts.add(fl)
	fl.BoolVar(&f.events, "events", false, "print the run's events, one JSON object a line, instead of its outputs")
	fl.StringVar(&f.blobs, "blobs", "", "with --events: a `FOLDER` for values over 64 KB")
	fl.BoolVar(&f.log, "log", false, "print the flow log on stderr")
	fl.IntVar(&f.repeat, "repeat", 1, "run the flow `N` times, and end with a line of figures on stderr")
	fl.IntVar(&f.parallel, "parallel", 1, "with --repeat: `N` at once")
	fl.IntVar(&f.memory, "memory", worker.DefaultMemory>>20, "end the run when it needs more memory than this many `MB`")
	return cmd
}

func (f *runFlags) check(file string) error {
	switch {
	case f.repeat < 1 || f.parallel < 1:
		return wrong("--repeat and --parallel are at least 1")
	case f.parallel > 1 && f.repeat == 1:
		return wrong("--parallel goes with --repeat: say how often the flow is to run")
	case f.repeat > 1 && (f.events || f.log):
		return wrong("--events and --log show one run: leave out --repeat")
	case f.blobs != "" && !f.events:
		return wrong("--blobs goes with --events")
	case f.memory < 64:
		return wrong("--memory is at least 64, not %d", f.memory)
	case file == "-" && f.inputs == "-":
		return wrong("stdin can be the flow or its inputs, not both: put one of them in a file")
	}
	return nil
}

func (c *command) runFile(ctx context.Context, name string, f runFlags) error {
	if err := f.check(name); err != nil {
		return err
	}
	in, _, err := c.read(name)
	if err != nil {
		return err
	}
	fl, err := pick(in, f.flow)
	if err != nil {
		return err
	}
	asked, err := c.order(name, in, f)
	if err != nil {
		return err
	}
	order := asked.Order
	order.Flow = fl.Name
	where := place{order.Env.Name, order.Env.Sandbox}
	a := accounts{command: c, flags: f.accounts, binds: asked.accounts}
	defer a.Close()
	have, err := a.of(ctx, in, fl, where)
	if err != nil {
		return err
	}
	if problems := problemsOf(in, fl.Name, where, order.Hosts, have.state); hasError(problems) {
		tell(c.err, name, problems)
		return fault{Wrong, advice(problems, have.why)}
	}
	for _, why := range have.why { // of nodes that may do without
		fmt.Fprintln(c.err, "warning:", why)
	}
	if order.Connections, err = have.forWorker(); err != nil {
		return failed("%v", err)
	}
	if order.Env.Sandbox {
		server := sandbox.New(catalog.Builtin(), sandbox.Programs())
		if err := server.Listen("127.0.0.1:0"); err != nil {
			return failed("%v", err)
		}
		defer server.Close()
		order.Sandbox = server.URL()
	}
	j, err := job(order, in, a.tokens(where))
	if err != nil {
		return wrong("%v", err)
	}
	defer j.Caller.(*engine.Network).Close()
	return c.execute(ctx, j, order, f)
}

const inSandbox = "Leave out --env live to run in the sandbox, where no account is needed"

// advice is what the command line can do about problems that the window mends. Why are
// the connections that have no account.
func advice(problems []spec.Problem, why []string) string {
	for _, p := range problems {
		switch {
		case p.Severity != spec.Error || p.Fix == nil:
		case p.Fix.Ask == "map-host":
			return fmt.Sprintf("name an https host in the flow and send it there, as in --map-host api.example.com=%s", p.Fix.Value)
		case p.Fix.Ask == "connection", p.Fix.Ask == "open-connection":
			return strings.Join(append(why, inSandbox), "\n")
		}
	}
	return ""
}
