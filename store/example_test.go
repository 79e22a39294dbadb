package store_test

import (
	"fmt"
	"os"
	"path/filepath"

	"flowbench/store"
)

type Mapping struct {
	Host, URL string
}

var mappings = store.Table[Mapping]{Name: "host mapping"}

func Example() {
	temp, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(temp)
	s, err := store.Open(filepath.Join(temp, "data"), store.Options{})
	if err != nil {
		panic(err)
	}
	defer s.Close()

	id := "INTEGRATION/sandbox/api.acme.com"
	if err := mappings.Put(s, id, Mapping{"api.acme.com", "http://localhost:8080"}); err != nil {
		panic(err)
	}
	list, err := mappings.List(s, "INTEGRATION/sandbox/")
	if err != nil {
		panic(err)
	}
	for _, r := range list {
		fmt.Println(r.Value.Host, "->", r.Value.URL)
	}

	if err := s.AppendDraft("INTEGRATION", []byte(`{"do":{"rename":{}}}`), []byte(`{"undo":1}`)); err != nil {
		panic(err)
	}
	_, recs, err := s.Draft("INTEGRATION")
	if err != nil {
		panic(err)
	}
	fmt.Println(len(recs), "edits to replay")
	// Output:
	// api.acme.com -> http://localhost:8080
	// 2 edits to replay
}
