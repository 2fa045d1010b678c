package main

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

var processMethod = regexp.MustCompile(`(?m)^func \(p \*Process\) (\w+)\(`)

// implMethods returns the methods of impl.Process that are written by hand.
func implMethods(root fs.FS) map[string]bool {
	files, err := fs.Glob(root, "impl/*.go")
	if err != nil {
		panic(err)
	}
	methods := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_gen.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range processMethod.FindAllStringSubmatch(mustRead(root, file), -1) {
			methods[match[1]] = true
		}
	}
	return methods
}

// goProcess is the methods of impl.Process that return what the platform does, with the process in their errors: those
// that a function of the header needs, that take nothing, and that are not written by hand.
func goProcess(h Header) string {
	var b strings.Builder
	b.WriteString("package impl\n\nimport \"github.com/libpsutil/libpsutil/platform\"\n")
	for _, m := range h.platform {
		i := slices.IndexFunc(h.Functions, func(f Function) bool {
			rest, isOfProcess := strings.CutPrefix(f.Core(), "process_")
			return isOfProcess && goName(strings.ToUpper(rest)) == m.name
		})
		if i < 0 || m.receiver != unsupportedTypes["Process"] || len(m.params) > 0 || len(m.results) != 1 || h.impl[m.name] {
			continue
		}
		doc := firstSentence(oneLine(h.Functions[i].Doc))
		fmt.Fprintf(&b, "\n// %s %s\nfunc (p *Process) %s() (%s, error) {\n", m.name, strings.ToLower(doc[:1])+doc[1:], m.name, qualified(m.results[0]))
		fmt.Fprintf(&b, "value, err := p.proc.%s()\nreturn value, p.wrapError(err)\n}\n", m.name)
	}
	return goFormat(b.String())
}

// qualified returns a type of package platform as another package writes it.
func qualified(name string) string {
	base := strings.TrimLeft(name, "[]")
	if strings.ToLower(base[:1]) == base[:1] {
		return name
	}
	return strings.TrimSuffix(name, base) + "platform." + base
}
