package kinds

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// An option of curl: what it does to the request, or why it does nothing.
type curlOption struct {
	names string // "X,request": the letter, if there is one, and the word
	with  bool   // a value follows
	do    func(c *curlRequest, value string)
	left  string // said where it was given; an option with neither makes no difference to a node
}

var (
	always = "Certificates are always checked."
	once   = "Tries and waits of curl (--retry, --connect-timeout) were left out."
	own    = "Proxy and network options were left out: Flowbench uses the system's."
	cert   = "Certificates and keys on the command line were left out."
	keep   = "Sign-in options were left out: keep what they need in a connection."
)

var curlOptions = []curlOption{
	{"X,request", true, func(c *curlRequest, v string) { c.method = strings.ToUpper(v) }, ""},
	{",url", true, func(c *curlRequest, v string) { c.urls = append(c.urls, v) }, ""},
	{"H,header", true, (*curlRequest).header, ""},
	{"A,user-agent", true, func(c *curlRequest, v string) { c.set("User-Agent", v) }, ""},
	{"e,referer", true, func(c *curlRequest, v string) { c.set("Referer", strings.TrimSuffix(v, ";auto")) }, ""},
	{"b,cookie", true, (*curlRequest).cookie, ""},
	{"d,data", true, (*curlRequest).data, ""},
	{",data-ascii", true, (*curlRequest).data, ""},
	{",data-binary", true, (*curlRequest).data, ""},
	{",data-raw", true, (*curlRequest).raw, ""},
	{",data-urlencode", true, (*curlRequest).encoded, ""},
	{",json", true, (*curlRequest).json, ""},
	{"F,form", true, (*curlRequest).field, ""},
	{",form-string", true, (*curlRequest).plainField, ""},
	{"G,get", false, func(c *curlRequest, _ string) { c.get = true }, ""},
	{"I,head", false, func(c *curlRequest, _ string) { c.method = "HEAD" }, ""},
	{"u,user", true, (*curlRequest).user, ""},
	{"m,max-time", true, (*curlRequest).maxTime, ""},
	{"T,upload-file", true, (*curlRequest).upload, ""},

	{names: "L,location"}, {names: "s,silent"}, {names: "S,show-error"}, {names: "v,verbose"}, {names: "i,include"},
	{names: ",show-headers"}, {names: "f,fail"}, {names: ",fail-with-body"}, {names: "N,no-buffer"}, {names: "#,progress-bar"},
	{names: ",no-progress-meter"}, {names: "g,globoff"}, {names: ",compressed"}, {names: "O,remote-name"}, {names: "J,remote-header-name"},
	{names: "0,http1.0"}, {names: ",http1.1"}, {names: ",http2"}, {names: ",http2-prior-knowledge"}, {names: ",http3"},
	{names: "1,tlsv1"}, {names: ",tlsv1.2"}, {names: ",tlsv1.3"}, {names: ",path-as-is"}, {names: ",no-keepalive"}, {names: ",tcp-nodelay"},
	{names: "a,append"}, {names: "q,disable"}, {names: "j,junk-session-cookies"}, {names: ",create-dirs"}, {names: "Z,parallel"},
	{names: "o,output", with: true}, {names: "w,write-out", with: true}, {names: "D,dump-header", with: true}, {names: "c,cookie-jar", with: true},
	{names: ",stderr", with: true}, {names: ",trace", with: true}, {names: ",trace-ascii", with: true}, {names: ",output-dir", with: true},
	{names: ",keepalive-time", with: true}, {names: "Y,speed-limit", with: true}, {names: "y,speed-time", with: true}, {names: ",limit-rate", with: true},

	{names: "k,insecure", left: always},
	{names: ",connect-timeout", with: true, left: once}, {names: ",retry", with: true, left: once}, {names: ",retry-delay", with: true, left: once},
	{names: ",retry-max-time", with: true, left: once}, {names: ",retry-connrefused", left: once}, {names: ",retry-all-errors", left: once},
	{names: "x,proxy", with: true, left: own}, {names: "U,proxy-user", with: true, left: own}, {names: ",noproxy", with: true, left: own},
	{names: ",socks5", with: true, left: own}, {names: ",resolve", with: true, left: own}, {names: ",connect-to", with: true, left: own},
	{names: ",interface", with: true, left: own}, {names: ",unix-socket", with: true, left: own}, {names: ",dns-servers", with: true, left: own},
	{names: "4,ipv4", left: own}, {names: "6,ipv6", left: own},
	{names: "E,cert", with: true, left: cert}, {names: ",key", with: true, left: cert}, {names: ",pass", with: true, left: cert},
	{names: ",cacert", with: true, left: cert}, {names: ",capath", with: true, left: cert}, {names: ",cert-type", with: true, left: cert},
	{names: ",ciphers", with: true, left: cert},
	{names: ",basic"}, {names: ",digest", left: keep}, {names: ",ntlm", left: keep}, {names: ",negotiate", left: keep}, {names: ",anyauth", left: keep},
	{names: "n,netrc", left: keep}, {names: ",netrc-file", with: true, left: keep}, {names: ",oauth2-bearer", with: true, left: keep},
	{names: ",aws-sigv4", with: true, left: keep},
	{names: "r,range", with: true, left: "The range of bytes (--range) was left out."},
	{names: "z,time-cond", with: true, left: "The condition on time (--time-cond) was left out."},
	{names: "K,config", with: true, left: "The file of options (--config) was not read."},
	{names: ",max-redirs", with: true}, {names: ",location-trusted"}, {names: ",post301"}, {names: ",post302"}, {names: ",post303"},
}

// A curlValue hands what is given to an option on.
type curlValue struct{ set func(string) }

func (v curlValue) Set(s string) error { v.set(s); return nil }
func (v curlValue) String() string     { return "" }
func (v curlValue) Type() string       { return "string" }

// mostUnknown is how many options may be not known: each has the words read once more.
const mostUnknown = 20

// readCurl reads the words after curl. An option that is not known is taken to have no
// value, and named.
func readCurl(words []string) (*curlRequest, error) {
	var unknown []curlOption
	for {
		c := &curlRequest{}
		fs := pflag.NewFlagSet("curl", pflag.ContinueOnError)
		fs.SetOutput(io.Discard)
		fs.Usage = func() {}
		fs.SortFlags = false
		add := func(letter, word string, o curlOption) {
			f := fs.VarPF(curlValue{func(v string) {
				if o.do != nil {
					o.do(c, v)
				}
				c.say(o.left)
			}}, word, letter, "")
			if !o.with {
				f.NoOptDefVal = "true"
			}
		}
		for _, o := range curlOptions {
			letter, word, _ := strings.Cut(o.names, ",")
			add(letter, word, o)
		}
		for _, o := range unknown {
			letter, word, _ := strings.Cut(o.names, ",")
			add(letter, word, o)
		}
		err := fs.Parse(words)
		if missing, ok := errors.AsType[*pflag.NotExistError](err); ok {
			name, letters := missing.GetSpecifiedName(), missing.GetSpecifiedShortnames()
			given := dashed(name, letters)
			switch {
			case len(unknown) == mostUnknown:
				return nil, errors.New("the command has many options that are not known: is it one for curl?")
			case letters == "":
				name = "," + name
			case len(name) == 1 && name != ",":
				name += ",=" + name // no word that can be given
			default:
				return nil, errors.New("the option " + given + " is not known")
			}
			unknown = append(unknown, curlOption{names: name, left: "The option " + given + " is not known and was left out."})
			continue
		}
		if needs, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
			return nil, errors.New("nothing follows the option " + dashed(needs.GetSpecifiedName(), needs.GetSpecifiedShortnames()) + ": the command was cut")
		}
		if err != nil && !errors.Is(err, pflag.ErrHelp) {
			return nil, err
		}
		c.urls = append(c.urls, fs.Args()...)
		return c, nil
	}
}

// dashed is an option as it was given; letters are those of a word such as -sSL.
func dashed(name, letters string) string {
	if letters != "" {
		return "-" + name
	}
	return "--" + name
}
