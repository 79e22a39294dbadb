package cli

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/expr"
)

// maxConnectionsFile is how large a --connections file may be.
const maxConnectionsFile = 4 << 20

// connectionsFile is what a --connections file holds: accounts by the name that the flow
// gives them, secrets in clear.
type connectionsFile struct {
	Connections map[string]connectionEntry `json:"connections"`
}

type connectionEntry struct {
	Provider string         `json:"provider,omitzero"`
	Hosts    []string       `json:"hosts,omitzero"`
	Scheme   string         `json:"scheme,omitzero"`
	Settings jsontext.Value `json:"settings,omitzero"`
}

// connectionsOf reads a --connections file. Its errors name places and quote nothing: the
// file holds secrets.
func connectionsOf(path string, c *catalog.Catalog) (map[string]auth.Record, error) {
	b, err := readPrivate(path)
	if err != nil {
		return nil, err
	}
	var file connectionsFile
	if err := json2.Unmarshal(b, &file, json2.RejectUnknownMembers(true)); err != nil {
		return nil, wrong("%s: %s", path, quietly(b, err))
	}
	out := map[string]auth.Record{}
	for _, name := range slices.Sorted(maps.Keys(file.Connections)) {
		r, err := file.Connections[name].record(name, c)
		if err != nil {
			return nil, wrong("%s: the connection %q: %v", path, name, err)
		}
		out[name] = r
	}
	return out, nil
}

func (e connectionEntry) record(name string, c *catalog.Catalog) (auth.Record, error) {
	r := auth.Record{ID: "file:" + name, Name: name, Provider: e.Provider, Hosts: e.Hosts, Scheme: e.Scheme}
	if r.Provider != "" && len(r.Hosts) > 0 {
		return r, errors.New("it has a provider and hosts: keep one of them. The hosts of a provider are known")
	}
	if p := c.Provider(r.Provider); p != nil && r.Scheme == "" {
		if ways := vault.Ways(p); len(ways) > 0 {
			r.Scheme = ways[0].ID
		}
	}
	values := map[string]any{}
	if len(e.Settings) > 0 {
		v, err := expr.Decode(e.Settings)
		m, ok := v.(map[string]any)
		if err != nil || !ok {
			return r, errors.New(`"settings" is an object of fields and their values`)
		}
		values = m
	}
	r.Settings = auth.HideSettings(values)
	if err := known(r, c); err != nil {
		return r, err
	}
	return vault.Check(c, r)
}

// known refuses settings that the connection has no field for: one that is misspelt would
// be missed without a word.
func known(r auth.Record, c *catalog.Catalog) error {
	if _, ok := auth.Find(r.Scheme); !ok {
		return nil // said by who checks the record
	}
	var names []string
	for _, f := range vault.Fields(c, r) {
		names = append(names, f.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Settings.Reveal())) {
		if !slices.Contains(names, name) {
			return unknownField(name, names)
		}
	}
	return nil
}

// readPrivate reads a file that holds secrets: one that only its owner can read.
func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, wrong("%v", unopened(path, err))
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, wrong("reading %s: %v", path, cause(err))
	}
	if runtime.GOOS != "windows" && st.Mode().IsRegular() && st.Mode().Perm()&0o077 != 0 {
		return nil, wrong("%s holds secrets, and others can read it (its mode is %04o). Nothing was read from it. Close it to them: chmod 600 %s",
			path, st.Mode().Perm(), shellWord(path))
	}
	b, err := io.ReadAll(io.LimitReader(f, maxConnectionsFile+1))
	switch {
	case err != nil:
		return nil, wrong("reading %s: %v", path, cause(err))
	case len(b) > maxConnectionsFile:
		return nil, wrong("%s has more than %d MB, which is too much for connections: is it the right file?", path, maxConnectionsFile>>20)
	}
	return b, nil
}

// quietly says where JSON cannot be read, without a word of it.
func quietly(b []byte, err error) string {
	line := func(offset int64) int { return 1 + strings.Count(string(b[:min(int(offset), len(b))]), "\n") }
	const form = `It is {"connections": {"NAME": {"provider": "slack", "settings": {"token": "…"}}}}`
	if syn, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return fmt.Sprintf("line %d: the key %q is there twice: keep one", line(syn.ByteOffset), syn.JSONPointer.LastToken())
		}
		return fmt.Sprintf("line %d: this is no JSON: look for a comma or bracket that is missing. %s", line(syn.ByteOffset), form)
	}
	if sem, ok := errors.AsType[*json2.SemanticError](err); ok {
		if errors.Is(err, json2.ErrUnknownName) {
			return fmt.Sprintf("%s: this key is not known. %s", sem.JSONPointer, form)
		}
		if p := string(sem.JSONPointer); p != "" {
			return fmt.Sprintf("%s: something else belongs here. %s", p, form)
		}
	}
	return "this is no file of connections. " + form
}

// shellWord is a path as a shell takes it.
func shellWord(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:@") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
