// Command generate reads include/psutil.h and writes everything that follows from it: the front door's functions, the
// list of exported symbols, the declarations of both bindings, and the program that prints the layout the C compiler
// gives to every record. Run it with "make generate".
//
// With -check it writes nothing, and fails if a generated file is not what it would write.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// output is a generated file: where it goes, the comment that marks it, and its text.
type output struct {
	path    string
	comment string // with %s for the warning; "" where the format has no comments
	write   func(Header) string
}

var outputs = []output{
	{"capi/go_exports_gen.h", "/* %s */", coreHeader},
	{"capi/entry_gen.c", "/* %s */", door},
	{"capi/libpsutil.map", "# %s", versionScript},
	{"tests/abi/layout_gen.c", "/* %s */", layout},
	{"bindings/python/libpsutil/_declarations.py", "# %s", python},
	{"bindings/python/libpsutil/_declarations.pyi", "# %s", pythonStub},
	{"bindings/node/declarations.js", "// %s", koffiDeclarations},
	{"bindings/node/records.d.ts", "// %s", records},
}

// text is the whole file. What a header may not have, for this output, is an error.
func (o output) text(h Header) (text []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("psutil.h, for %s: %v", o.path, r)
		}
	}()
	return []byte(strings.Replace(o.comment, "%s", warning, 1) + "\n" + o.write(h)), nil
}

const warning = "Made from include/psutil.h by capi/generate: run make generate, do not edit."

func main() {
	check := flag.Bool("check", false, "write nothing; fail if a generated file is stale")
	root := flag.String("root", ".", "the project's root")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	text, err := os.ReadFile(filepath.Join(root, "include/psutil.h"))
	if err != nil {
		return err
	}
	h, err := parse(string(text))
	if err != nil {
		return err
	}
	texts := make([][]byte, len(outputs))
	for i, o := range outputs {
		if texts[i], err = o.text(h); err != nil {
			return err
		}
	}
	var stale []string
	for i, o := range outputs {
		path, want := filepath.Join(root, o.path), texts[i]
		got, err := os.ReadFile(path)
		if err == nil && bytes.Equal(got, want) {
			continue
		}
		if check {
			stale = append(stale, o.path)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			return err
		}
		fmt.Println("wrote", o.path)
	}
	if len(stale) > 0 {
		return fmt.Errorf("stale: %s; run make generate", strings.Join(stale, ", "))
	}
	return nil
}
